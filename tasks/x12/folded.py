"""The segments that are written from the row of their loop: one text a row for all that stand side by side."""

from collections.abc import Callable, Iterator

import polars as pl

from data_contracts.x12.guide import Loop
from tasks.x12.expressions import segment_text
from tasks.x12.paths import LEVEL_SIZE, Node, Place
from tasks.x12.texts import Clean, any_filled, computed, filled_columns, written


def folded_text(
    node: Node, table: Clean, is_folded: Callable[[Place], bool], empty: frozenset[int]
) -> Iterator[tuple[int, pl.Series]]:
    """The texts of a node's rows, each with its slot: those between which nothing else is written are one text.

    `empty` are the slots of what has no rows in these tables.
    """
    run: list[pl.Expr] = []
    start = 0
    for slot, item in enumerate(node.items):
        if isinstance(item, Place) and is_folded(item):
            text = _where_filled(node, item, table, is_folded)
            start = slot if text is not None and not run else start
            run += [text] if text is not None else []
        elif slot not in empty and run:
            yield start, computed(table, pl.concat_str(run))
            run = []
    if run:
        yield start, computed(table, pl.concat_str(run))


def opened_column(loop: Loop) -> str:
    """The column that is filled where rows of tables of segments lie in a loop that is part of a node."""
    return f"_opened_{loop.id}"


def path_at(slot: int, level: int) -> pl.Expr:
    """The last step of the path of a text that stands once in its instance."""
    return pl.lit(slot * LEVEL_SIZE, pl.Int64).alias(f"_p{level}")


def _where_filled(node: Node, place: Place, table: Clean, is_folded: Callable[[Place], bool]) -> pl.Expr | None:
    """A segment where it is to be written, None where it never is.

    The segment that opens the node itself is in every row. One that opens a loop that is part of the node is written
    where any column of that loop has a value, or a row of its own; any other one where it has a value itself, or always
    when the guide requires it and it is made of constants.
    """
    if place.opens and place.loop is node.loop:
        return segment_text(place, table)
    names = filled_columns(place.segment, table)
    if place.opens:
        names = [opened_column(place.loop)]
        names += [name for one in _parts_of(node, place, is_folded) for name in filled_columns(one.segment, table)]
    filled = any_filled(names, table)
    if filled is True or (place.segment.required and not written((*place.segment.shared, *place.segment.columns))):
        return segment_text(place, table)
    if filled is False:
        return None
    return pl.when(filled).then(segment_text(place, table)).otherwise(pl.lit(""))


def _parts_of(node: Node, opener: Place, is_folded: Callable[[Place], bool]) -> list[Place]:
    """The folded uses of the loop that a use opens."""
    return [item for item in node.items if isinstance(item, Place) and item.loop is opener.loop and is_folded(item)]
