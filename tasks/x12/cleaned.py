"""The tables to write as texts, and the refusal of values that no file can hold as its guide has it."""

import polars as pl

from data_contracts.x12.guide import Column, Segment
from tasks.x12.characters import MOST_DIGITS, as_text, digits_exceeded
from tasks.x12.columns import DAYS, SCALE
from tasks.x12.paths import Node, Place, Tree
from tasks.x12.refuse import refuse_where
from tasks.x12.texts import Clean, clean, written


def cleaned_table(tree: Tree, table: str, frame: pl.DataFrame) -> Clean:
    """The columns of a table that are written, as text.

    Raises ValueError for columns of another type than their kind (numbers are whole or Decimal, days are dates),
    numbers of more than 18 digits and last days without a first one.
    """
    uses = [segment for _, segment in tree.guide.uses() if segment.table == table and not segment.derived]
    columns = [column for use in uses for column in written((*use.shared, *use.columns))]
    names = dict.fromkeys([*(column.name for column in columns), *(use.number[0] for use in uses)])
    # Columns without any value, most of those that a reader makes, are as good as missing.
    used = frame.select(name for name in names if name in frame.columns and frame[name].null_count() < len(frame))
    kinds = {column.name: column.kind for column in columns}
    for column in used:
        _check_kind(table, column, kinds.get(column.name, "count"))
    repeated = {column.name for column in columns if column.kind == "repeated"}
    texts = as_text(used, repeated) if used.columns else pl.DataFrame({"_none": pl.repeat("", len(frame), eager=True)})
    for use in uses:
        _check_days(table, use, texts)
    return clean(texts)


def check_qualifiers(node: Node, table: Clean, rows: pl.Series) -> None:
    """Refuse rows of a node with a qualifier by which they would be read as something else (`rows`: their numbers)."""
    for place in node.items:
        if not isinstance(place, Place) or place.segment.table != node.loop.table:
            continue
        opens = place.opens and place.loop is node.loop
        for where in (place.segment.where, place.loop.where if place.opens else None):
            column = _column_at(place.segment, where[0]) if where else None
            if where is None or column is None or (column.name not in table.filled and len(where[1]) == 1):
                continue
            allowed = [*where[1], *([] if opens and len(where[1]) > 1 else [""])]
            values = table.frame[column.name] if column.name in table.frame.columns else pl.Series([""])
            rule = f"{place.segment.id} of loop {place.loop.id} has one of {', '.join(where[1])} there"
            refuse_where(~values.is_in(allowed), node.loop.table, rule, column.name, rows)


def _column_at(segment: Segment, element: int) -> Column | None:
    """The column of a use that holds an element (or its first component)."""
    own = written((*segment.shared, *segment.columns))
    return next((one for one in own if one.element == element and one.component in (0, 1)), None)


def _check_kind(table: str, column: pl.Series, kind: str) -> None:
    """Refuse days that are no dates, and numbers that are none or have too many digits."""
    if column.dtype.is_float():
        raise ValueError(f"Table {table}, column {column.name}: binary fractions; numbers are whole or Decimal")
    if kind in DAYS and column.dtype != pl.Date:
        raise ValueError(f"Table {table}, column {column.name}: {column.dtype}; days are dates")
    if kind in SCALE and not column.dtype.is_numeric():
        raise ValueError(f"Table {table}, column {column.name}: {column.dtype}; numbers are whole or Decimal")
    precision = getattr(column.dtype, "precision", None) or 2 * MOST_DIGITS
    if column.dtype.is_numeric() and precision > MOST_DIGITS:
        refuse_where(digits_exceeded(column), table, "it has more than 18 digits", column.name)


def _check_days(table: str, use: Segment, texts: pl.DataFrame) -> None:
    """Refuse last days without a first one."""
    for last in (column for column in written(use.columns) if column.kind == "last_day"):
        first = next((one for one in use.columns if one.kind == "first_day" and one.element == last.element), None)
        if last.name not in texts.columns:
            continue
        alone = texts[last.name] != ""
        if first and first.name in texts.columns:
            alone &= texts[first.name] == ""
        refuse_where(alone, table, "a last day without a first one", last.name)
