"""The refusal to write: it says table, column, row and rule, and never a value, which may be a patient's."""

import polars as pl


def refuse_where(wrong: pl.Series, table: str, rule: str, column: str = "", rows: pl.Series | None = None) -> None:
    """Raise ValueError for the first wrong row, if any; `rows` are the numbers (from 0) of the rows in their table."""
    if wrong.any():
        at = int(wrong.arg_true()[0])
        place = f"Table {table}, column {column}" if column else f"Table {table}"
        raise ValueError(f"{place}, row {(at if rows is None else rows[at]) + 1}: {rule}")


def refuse_missing(table: str, column: str) -> ValueError:
    """The error for a column without which nothing can be written."""
    return ValueError(f"Table {table}: the column {column} is missing, without which its rows have no place")
