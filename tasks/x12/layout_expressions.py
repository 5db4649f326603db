"""From a segment of a guide to a Polars expression that writes it for every row of its table.

The columns are text already and clean (tasks/x12/characters.py): no value holds a delimiter and empty is "".
"""

import polars as pl

from data_contracts.x12.layout import Element, Segment
from tasks.x12.characters import COMPONENT, ELEMENT, SEGMENT_END


def columns_of(segment: Segment) -> set[str]:
    """The columns that a segment is written from, that of its condition included."""
    flat = [part for element in segment.elements for part in ((element,) if isinstance(element, str) else element)]
    names = {name for name in map(_column, flat) if name}
    return names | {segment.when} if segment.when else names


def segment_text(segment: Segment) -> pl.Expr:
    """The segment with its terminator, or "" where it is not written; empty elements at its end are left out."""
    elements = [pl.lit(segment.id), *(_element(element) for element in segment.elements)]
    body = pl.concat_str(elements, separator=ELEMENT).str.strip_chars_end(ELEMENT) + SEGMENT_END
    if segment.when is None:
        return body
    return pl.when(pl.col(segment.when) != "").then(body).otherwise(pl.lit(""))


def _column(simple: str) -> str:
    """The column that a simple element names; "" for a constant or an unused element."""
    return "" if simple.startswith("=") else simple.partition("<")[0]


def _simple(simple: str) -> pl.Expr:
    """One simple element: unused, constant, column, or column cut to a length."""
    if simple == "" or simple.startswith("="):
        return pl.lit(simple[1:])
    name, _, longest = simple.partition("<")
    return pl.col(name).str.slice(0, int(longest)).str.strip_chars_end(" ") if longest else pl.col(name)


def _element(element: Element) -> pl.Expr:
    """One element; a composite of which every column is empty is empty, its constants too."""
    if isinstance(element, str):
        return _simple(element)
    text = pl.concat_str([_simple(part) for part in element], separator=COMPONENT).str.strip_chars_end(COMPONENT)
    columns = [name for name in map(_column, element) if name]
    if len(columns) == len(element):
        return text
    filled = pl.any_horizontal(pl.col(name) != "" for name in columns)
    return pl.when(filled).then(text).otherwise(pl.lit(""))
