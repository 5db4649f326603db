"""From a use of a segment to a Polars expression that writes it for every row of its table.

The columns are text already and clean (tasks/x12/characters.py): no value holds a delimiter and empty is "".
"""

from collections.abc import Sequence

import polars as pl

from data_contracts.x12.guide import Column
from tasks.x12.characters import COMPONENT, ELEMENT, SEGMENT_END
from tasks.x12.paths import Place
from tasks.x12.texts import Clean, any_filled, written

# What a segment is put together from: text as it stands, or an expression.
Part = str | pl.Expr
DAYS = ("first_day", "last_day")


def constants(place: Place) -> dict[int, str]:
    """What a use says itself, by element: its fixed elements, and those that tell it or its loop from others."""
    loop, segment = place.loop, place.segment
    found = {loop.where[0]: loop.where[1][0]} if loop.where and place.opens else {}
    if segment.where:
        found[segment.where[0]] = segment.where[1][0]
    return found | dict(segment.fixed)


def segment_text(place: Place, table: Clean) -> pl.Expr:
    """The segment with its terminator; empty elements at its end are left out."""
    parts = elements(place.segment.columns, constants(place), table, place.segment.period)
    return joined([place.segment.id, *_separated(parts)]).str.strip_chars_end(ELEMENT) + SEGMENT_END


def elements(
    columns: Sequence[Column], fixed: dict[int, str], table: Clean, period: int = 0, first: int = 1, last: int = 0
) -> list[list[Part]]:
    """The parts of each element from `first` to `last` (or the last that is used)."""
    by_element: dict[int, list[Column]] = {}
    for column in written(columns):
        if column.name in table.filled:
            by_element.setdefault(column.element, []).append(column)
    if period and by_element:
        fixed = {number: text for number, text in fixed.items() if number != period}
    end = last or max([*by_element, *fixed, period], default=0)
    return [
        _period(columns, table)
        if number == period and _period(columns, table)
        else _element(by_element.get(number, []), fixed.get(number, ""), table)
        for number in range(first, end + 1)
    ]


def joined(parts: Sequence[Part]) -> pl.Expr:
    """Parts put together; texts that stand side by side first."""
    merged: list[Part] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return pl.concat_str([pl.lit(part) if isinstance(part, str) else part for part in merged])


def _separated(found: Sequence[list[Part]]) -> list[Part]:
    return [part for element in found for part in (ELEMENT, *element)]


def _element(columns: list[Column], fixed: str, table: Clean) -> list[Part]:
    """One element: a constant, a column, one or two days, or a composite (a constant is its first component then)."""
    if not columns:
        return [fixed]
    if any(column.kind in DAYS for column in columns):
        return _days(columns, table)
    whole = next((column for column in columns if column.component == 0), None)
    if whole is not None:
        value = _value(whole, table)
        if fixed and whole.name not in table.full:
            value = pl.when(pl.col(whole.name) == "").then(pl.lit(fixed)).otherwise(value)
        return [value]
    return _composite(columns, fixed, table)


def _composite(columns: list[Column], fixed: str, table: Clean) -> list[Part]:
    """A composite; empty where all its columns are empty, its constant too."""
    by_component = {column.component: column for column in columns}
    parts: list[Part] = []
    for number in range(1, max(by_component) + 1):
        column = by_component.get(number)
        parts += [COMPONENT] * (number > 1)
        parts.append(_value(column, table) if column else fixed if number == 1 else "")
    if by_component[max(by_component)].name in table.full:
        return parts
    text = joined(parts).str.strip_chars_end(COMPONENT)
    filled = any_filled([column.name for column in columns], table)
    if not fixed or filled is True or 1 in by_component:
        return [text]
    return [pl.when(filled).then(text).otherwise(pl.lit(""))]


def _value(column: Column, table: Clean) -> pl.Expr:
    """A column, cut where it is too long for its element."""
    value = pl.col(column.name)
    if not column.longest:
        return value
    longest = table.frame[column.name].str.len_bytes().max()
    if isinstance(longest, int) and longest <= column.longest:
        return value
    return value.str.slice(0, column.longest).str.strip_chars_end(" ")


def _by_kind(columns: Sequence[Column], table: Clean) -> dict[str, str]:
    """The names of the columns of days that have values."""
    return {column.kind: column.name for column in written(columns) if column.name in table.filled}


def _days(columns: list[Column], table: Clean) -> list[Part]:
    """A day, or the first and last day with a hyphen."""
    names = _by_kind(columns, table)
    first: Part = pl.col(names["first_day"]) if "first_day" in names else ""
    if "last_day" not in names:
        return [first]
    last = pl.col(names["last_day"])
    return [first, pl.when(last != "").then("-" + last).otherwise(pl.lit(""))]


def _period(columns: Sequence[Column], table: Clean) -> list[Part]:
    """The element that says whether there is one day (D8) or two (RD8); none where no day is known."""
    names = _by_kind(columns, table)
    first, last = names.get("first_day"), names.get("last_day")
    if first is None and last is None:
        return ["D8"] if "date" in names else []
    one = pl.lit("D8") if first is None or first in table.full else _where(pl.col(first) != "", "D8")
    return [one if last is None else pl.when(pl.col(last) != "").then(pl.lit("RD8")).otherwise(one)]


def _where(condition: pl.Expr, text: str) -> pl.Expr:
    return pl.when(condition).then(pl.lit(text)).otherwise(pl.lit(""))
