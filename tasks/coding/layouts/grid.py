"""Reads a table out of CSV, tabbed text, XLSX or Parquet, wherever its header stands and whatever it is called."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from tasks.coding.release import CodeSetError

_HEADER_WITHIN = 25

Names = Mapping[str, Sequence[str]]
"""Our column -> the names it goes by in published files, in letters and digits only (`plain`)."""


def plain(name: object) -> str:
    """A header in small letters and digits, so that line breaks, spaces and signs do not matter.

    >>> plain("HCPCS/\\nCPT Code")
    'hcpcscptcode'
    """
    return "".join(c for c in str(name or "").lower() if c.isalnum())


def read_grid(path: Path, names: Names, optional: Sequence[str] = ()) -> pl.DataFrame:
    """The rows of a file as text, under our names; optional columns that are missing are NULL.

    Raises CodeSetError naming the columns that were looked for.
    """
    if path.suffix.lower() == ".parquet":
        frame = pl.read_parquet(path)
        return _named(path, frame.select(pl.all().cast(pl.String)), list(frame.columns), names, optional)
    if path.suffix.lower() in {".xlsx", ".xls", ".xlsm", ".xlsb"}:
        return _read_workbook(path, names, optional)
    return _read_text(path, names, optional)


def text_of(path: Path) -> str:
    """The text of a file in UTF-8, or in Windows' code page, which publishers still use."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read_text(path: Path, names: Names, optional: Sequence[str]) -> pl.DataFrame:
    text = text_of(path)
    top = "\n".join(text.splitlines()[:_HEADER_WITHIN])
    separator = max("\t,|", key=top.count)
    found = _header_of(list(csv.reader(io.StringIO(top), delimiter=separator)), names, optional)
    if found is None:
        raise CodeSetError(_not_found(path, names, optional))
    rows = list(csv.reader(io.StringIO(top), delimiter=separator))
    header = rows[found]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for _ in range(found + 1):
        next(reader)
    start = sum(len(line) for line in text.splitlines(keepends=True)[: reader.line_num])
    frame = pl.read_csv(
        io.StringIO(text[start:]),
        separator=separator,
        has_header=False,
        infer_schema=False,
        new_columns=None,
        truncate_ragged_lines=True,
        schema={f"column_{n}": pl.String for n in range(1, len(header) + 1)},
    )
    return _named(path, frame, header, names, optional)


def _read_workbook(path: Path, names: Names, optional: Sequence[str]) -> pl.DataFrame:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_index(0).to_python()
    found = _header_of(rows[:_HEADER_WITHIN], names, optional)
    if found is None:
        raise CodeSetError(_not_found(path, names, optional))
    header = [str(value) for value in rows[found]]
    body = [[_written(value) for value in row[: len(header)]] for row in rows[found + 1 :]]
    frame = pl.DataFrame(body, schema={f"column_{n}": pl.String for n in range(1, len(header) + 1)}, orient="row")
    return _named(path, frame, header, names, optional)


def _written(value: object) -> str | None:
    """A cell as text: whole numbers without their .0, as a text file has them."""
    if value is None or value == "":
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _header_of(rows: Sequence[Sequence[object]], names: Names, optional: Sequence[str]) -> int | None:
    """The first row that has a name of every column we need."""
    wanted = [set(aliases) for ours, aliases in names.items() if ours not in optional]
    for number, row in enumerate(rows):
        present = {plain(value) for value in row}
        if all(present & aliases for aliases in wanted):
            return number
    return None


def _named(path: Path, frame: pl.DataFrame, header: list[str], names: Names, optional: Sequence[str]) -> pl.DataFrame:
    spoken = [plain(name) for name in header]
    columns: list[pl.Expr] = []
    for ours, aliases in names.items():
        place = next((spoken.index(alias) for alias in aliases if alias in spoken), None)
        if place is None and ours not in optional:
            raise CodeSetError(_not_found(path, names, optional))
        value = pl.lit(None, pl.String) if place is None else pl.nth(place)
        columns.append(value.str.strip_chars().replace("", None).alias(ours))
    return frame.select(columns)


def _not_found(path: Path, names: Names, optional: Sequence[str]) -> str:
    wanted = ", ".join(name for name in names if name not in optional)
    return f"{path}: no header row with columns for {wanted} in its first {_HEADER_WITHIN} lines; is it the right file?"


def day(column: str) -> pl.Expr:
    """A day however publishers write it: 20240101, 2024-01-01, 01/01/2024, a workbook's date and time; else NULL."""
    value = pl.col(column).str.strip_chars().str.replace(r"[ T]\d\d:\d\d.*$", "")
    return pl.coalesce(value.str.to_date(form, strict=False) for form in ("%Y%m%d", "%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"))
