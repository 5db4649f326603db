"""Reads fees.csv and crosswalk.csv: every fault of a file is named with its line and what to do."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from data_contracts.charge_master import Column, Table
from data_contracts.settings import SettingsError

_LAST = date(9999, 12, 31)
_MAX_FAULTS = 20

Row = dict[str, str | None]


def read_table(path: Path, table: Table) -> pl.DataFrame:
    """The rows of a CSV file as text, with their `line`, days as dates, and `kind` for a table that has codes of both.

    Raises SettingsError naming the file, each faulty line and what is expected there.
    """
    rows, faults = _rows(path, table)
    frame = pl.DataFrame(rows, schema={"line": pl.Int64, **{c.name: pl.String for c in table.columns}}, orient="row")
    faults += _patterns(frame, table)
    if not faults:
        frame = _typed(frame, table)
        faults += [*_calendar(frame, table), *_overlaps(frame, table)]
    if faults:
        shown = [f"{path}: line {line}: {text}" for line, text in sorted(faults)[:_MAX_FAULTS]]
        more = len(faults) - len(shown)
        raise SettingsError("\n".join([*shown, *([f"{path}: and {more} more faults"] if more > 0 else [])]))
    return frame


def _rows(path: Path, table: Table) -> tuple[list[list[object]], list[tuple[int, str]]]:
    """Line number and values of each row in the contract's order, and the rows that are no rows."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: is not UTF-8 text; save it as CSV UTF-8") from None
    found: list[list[object]] = []
    faults: list[tuple[int, str]] = []
    lines = _content(text)
    header = [name.strip() for name in next(lines, (0, []))[1]]
    _check_header(path, table, header)
    order = [header.index(column.name) if column.name in header else None for column in table.columns]
    for line, values in lines:
        if len(values) != len(header):
            faults.append((line, f"has {len(values)} values, the header has {len(header)}; quote a value with a comma"))
            continue
        found.append([line, *(None if i is None else values[i].strip() or None for i in order)])
    return found, faults


def _content(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and values of each line that is neither empty nor a comment."""
    reader = csv.reader(io.StringIO(text, newline=""))
    for values in reader:
        if any(value.strip() for value in values) and not values[0].lstrip().startswith("#"):
            yield reader.line_num, values


def _check_header(path: Path, table: Table, header: list[str]) -> None:
    wanted = [column.name for column in table.columns if not column.may_be_absent]
    optional = {column.name for column in table.columns} - set(wanted)
    if sorted(set(header) - optional) != sorted(wanted) or len(set(header)) < len(header):
        missing = ", ".join(sorted(set(wanted) - set(header))) or "none"
        unknown = ", ".join(sorted(set(header) - set(wanted) - optional)) or "none"
        raise SettingsError(
            f"{path}: the header must name {', '.join(wanted)}, each once; missing: {missing}; not known: {unknown}"
        )


def _patterns(frame: pl.DataFrame, table: Table) -> list[tuple[int, str]]:
    faults: list[tuple[int, str]] = []
    for column in table.columns:
        value = pl.col(column.name)
        empty = value.is_null() if column.required else pl.lit(False)
        wrong = frame.filter(empty | ~_matches(column).fill_null(True))
        faults += [(int(line), f"{column.name}: {column.meaning}") for line in wrong["line"]]
    return faults


def _matches(column: Column) -> pl.Expr:
    """True where a value has its form. (Rust's regular expressions have no look-ahead: it becomes a second pattern.)"""
    value = pl.col(column.name)
    fits = value.str.contains(column.pattern)
    return fits & ~value.is_in(list(column.excluded)) if column.excluded else fits


def _typed(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    days = [pl.col(c.name).str.to_date("%Y-%m-%d", strict=False).alias(f"{c.name}_day") for c in table.columns if c.day]
    return frame.with_columns(days)


def _calendar(frame: pl.DataFrame, table: Table) -> list[tuple[int, str]]:
    """Days that are in no calendar, and periods that end before they begin."""
    faults: list[tuple[int, str]] = []
    for name in (column.name for column in table.columns if column.day):
        wrong = frame.filter(pl.col(name).is_not_null() & pl.col(f"{name}_day").is_null())
        faults += [(int(line), f"{name}: no such day; write it YYYY-MM-DD") for line in wrong["line"]]
    backwards = frame.filter(pl.col("valid_to_day") < pl.col("valid_from_day"))
    return faults + [(int(line), "valid_to lies before valid_from; exchange them") for line in backwards["line"]]


def _overlaps(frame: pl.DataFrame, table: Table) -> list[tuple[int, str]]:
    """Rows of one key whose period begins before an earlier one has ended."""
    key = [_kind() if name == "kind" else pl.col(name).fill_null("") for name in table.key]
    ordered = (
        frame.with_columns(pl.struct(key).alias("key"), pl.col("valid_to_day").fill_null(_LAST).alias("end"))
        .sort("key", "valid_from_day", "line")
        .with_columns(
            pl.col("end").cum_max().shift(1).over("key").alias("busy_until"),
            pl.col("line").shift(1).over("key").alias("before"),
        )
        .filter(pl.col("busy_until") >= pl.col("valid_from_day"))
    )
    what = ", ".join(name for name in table.key if name != "kind")
    return [
        (int(line), f"same {what} as line {before} on some of its days; end the earlier row with a valid_to")
        for line, before in ordered.select("line", "before").iter_rows()
    ]


def _kind() -> pl.Expr:
    return (
        pl.when(pl.col("code_system") == "ICD10CM").then(pl.lit("diagnosis")).otherwise(pl.lit("service")).alias("kind")
    )
