"""Reads a table out of CSV, tabbed text, XLSX or Parquet, wherever its header stands and whatever it is called."""

import csv
import io
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import polars as pl

from tasks.coding.layouts.header import HEADER_WITHIN, Names, find_header, not_found, plain
from tasks.coding.release import CodeSetError


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
    top = "\n".join(line.rstrip("\r\n") for line in islice(io.StringIO(text, newline=""), HEADER_WITHIN))
    separator = max("\t,|", key=top.count)
    found = find_header(list(csv.reader(io.StringIO(top), delimiter=separator)), names, optional)
    if found is None:
        raise CodeSetError(not_found(path, names, optional))
    header, above = found
    stream = io.StringIO(text, newline="")
    for _ in islice(csv.reader(stream, delimiter=separator), above):
        pass
    # Tabbed files have signs of inches and quotations inside their texts, which quote nothing.
    quote = None if separator == "\t" else '"'
    body = text[stream.tell() :].encode()
    del text, stream
    wanted = {alias for aliases in names.values() for alias in aliases}
    kept = [place for place, name in enumerate(header) if plain(name) in wanted]
    frame = pl.read_csv(
        body,
        columns=kept,
        separator=separator,
        quote_char=quote,
        has_header=False,
        infer_schema=False,
        truncate_ragged_lines=True,
        schema={f"column_{n}": pl.String for n in range(1, len(header) + 1)},
    )
    if quote is None:
        frame = frame.with_columns(pl.all().str.replace(r'^"(.*)"$', "${1}"))
    return _named(path, frame, [header[place] for place in kept], names, optional)


def _read_workbook(path: Path, names: Names, optional: Sequence[str]) -> pl.DataFrame:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    except CalamineError:
        raise CodeSetError(f"{path}: is no workbook that can be read; was it downloaded whole?") from None
    found = find_header(rows[:HEADER_WITHIN], names, optional)
    if found is None:
        raise CodeSetError(not_found(path, names, optional))
    header, above = found
    # A column at a time: a sheet of a million rows is not held a second time as rows of text.
    columns = {f"column_{n + 1}": [_written(row[n]) for row in rows[above:]] for n in range(len(header))}
    return _named(path, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), header, names, optional)


def _written(value: object) -> str | None:
    """A cell as text: whole numbers without their .0, as a text file has them."""
    if value is None or value == "":
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _named(path: Path, frame: pl.DataFrame, header: list[str], names: Names, optional: Sequence[str]) -> pl.DataFrame:
    spoken = [plain(name) for name in header]
    columns: list[pl.Expr] = []
    for ours, aliases in names.items():
        place = next((spoken.index(alias) for alias in aliases if alias in spoken), None)
        if place is None and ours not in optional:
            raise CodeSetError(not_found(path, names, optional))
        value = pl.lit(None, pl.String) if place is None else pl.nth(place)
        columns.append(value.str.strip_chars().replace("", None).alias(ours))
    return frame.select(columns)


def day(column: str) -> pl.Expr:
    """A day however publishers write it, else NULL.

    20240101, 2024-01-01, 01/01/2024, a workbook's date and time, and year and day of the year: 2024001.
    """
    value = pl.col(column).str.strip_chars().str.replace(r"[ T]\d\d:\d\d.*$", "")
    digits = pl.when(value.str.len_chars() == 8).then(value.str.to_date("%Y%m%d", strict=False))
    of_year = pl.when(value.str.len_chars() == 7).then(value.str.to_date("%Y%j", strict=False))
    # a year of two digits first: read as four they would be of the first century
    written = [value.str.to_date(form, strict=False) for form in ("%Y-%m-%d", "%m/%d/%y", "%m/%d/%Y")]
    return pl.coalesce(digits, of_year, *written)
