"""Tables as texts, and which of their columns have anything to write."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from data_contracts.x12.guide import Column, Segment


@dataclass(frozen=True)
class Clean:
    """A table as text. `filled` are its columns with any value, `full` those with a value in every row."""

    frame: pl.DataFrame
    filled: frozenset[str]
    full: frozenset[str]


def clean(frame: pl.DataFrame) -> Clean:
    """Note which columns of a table of texts have values."""
    if frame.is_empty() or not frame.columns:
        return Clean(frame, frozenset(), frozenset())
    empties = frame.select((pl.all() == "").sum()).row(0)
    named = list(zip(frame.columns, empties, strict=True))
    filled = frozenset(name for name, count in named if count < len(frame))
    return Clean(frame, filled, frozenset(name for name, count in named if not count))


def written(columns: Sequence[Column]) -> list[Column]:
    """The columns that are written: those that do not repeat others."""
    return [column for column in columns if not column.derived]


def computed(table: Clean, expression: pl.Expr, name: str = "_text") -> pl.Series:
    """What an expression gives for each row of a table, also when it is of constants only."""
    return table.frame.with_columns(expression.alias(name))[name]


def filled_columns(segment: Segment, table: Clean) -> list[str]:
    """The columns of a use that have values anywhere in its table."""
    every = written((*segment.shared, *segment.columns))
    return [name for name in dict.fromkeys(column.name for column in every) if name in table.filled]


def any_filled(names: Sequence[str], table: Clean) -> pl.Expr | bool:
    """Where any of some columns has a value; False where none ever has, True where one always has."""
    if any(name in table.full for name in names):
        return True
    conditions = [pl.col(name) != "" for name in names if name in table.filled]
    return pl.any_horizontal(conditions) if conditions else False
