"""One file of a drop as a table of text with line numbers, or the fault that prevents it."""

import csv
import io
from dataclasses import dataclass

import numpy as np
import polars as pl

from data_contracts.datasets import Dataset
from tasks.intake.fault import Fault
from tasks.intake.parquet import NoColumns, read_columns
from tasks.intake.shape import Shape, shape


@dataclass(frozen=True)
class Table:
    """A file as read. `rows`: text columns of the contract (those sent) and source_line; None when it is no table.

    `records`: number of rows, also of a file that is no table if they can be counted. `faults` hold the whole drop;
    `notes` do not.
    """

    rows: pl.DataFrame | None
    records: int | None
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


def unreadable(code: str, message: str, *, records: int | None = None, position: str | None = None) -> Table:
    """A file that is no table."""
    return Table(None, records, (Fault(code, message, position=position),))


def read_table(dataset: Dataset, name: str, content: bytes) -> Table:
    """Read a file by the ending of its name, .csv or .parquet."""
    if not content:
        return unreadable("empty_file", f"{dataset.name}: the file is empty, not even a header line")
    if name.endswith(".parquet"):
        return _read_parquet(dataset, content)
    return _read_csv(dataset, content)


def _read_parquet(dataset: Dataset, content: bytes) -> Table:
    try:
        header, columns, records = read_columns(content)
    except NoColumns as error:
        return unreadable("unreadable_file", f"{dataset.name}: {_not_plain(dataset, error)}")
    rows = pl.DataFrame([column.alias(f"column_{place}") for place, column in enumerate(columns)])
    lines = pl.int_range(2, records + 2, dtype=pl.Int64, eager=True)
    return _twice(dataset, header, records) or _with_contract(dataset, rows, header, lines)


def _not_plain(dataset: Dataset, error: NoColumns) -> str:
    named = [name if name in dataset.column_names else f"number {place + 1}" for place, name in error.columns]
    return f"columns hold lists or other than text: {', '.join(named)}" if named else "the file is not Parquet"


def _read_csv(dataset: Dataset, content: bytes) -> Table:
    if b"\0" in content:
        return unreadable("binary_file", f"{dataset.name}: the file is binary, not CSV")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return unreadable("undecodable_text", f"{dataset.name}: line {line} is not UTF-8 text", position=f"line {line}")
    body = content.removeprefix(b"\xef\xbb\xbf")
    found = shape(body)
    return _misshapen(dataset, found) or _parse_csv(dataset, body, found)


def _misshapen(dataset: Dataset, found: Shape) -> Table | None:
    """The fault of a file whose rows do not all have as many fields as the header, or None."""
    if found.open_quote:
        return unreadable("open_quote", f"{dataset.name}: a double quote is never closed")
    records = int((~found.blank[1:]).sum())
    if found.blank[0]:
        return unreadable("no_header", f"{dataset.name}: the first line is empty, not a header", records=records)
    ragged = np.flatnonzero((found.fields != found.fields[0]) & ~found.blank)
    if ragged.size:
        place = f"line {found.lines[ragged[0]]}"
        message = (
            f"{dataset.name}: {ragged.size} rows have not the {found.fields[0]} fields of the header; "
            f"the first is on {place} and has {found.fields[ragged[0]]}"
        )
        return unreadable("ragged_rows", message, records=records, position=place)
    return None


def _parse_csv(dataset: Dataset, body: bytes, found: Shape) -> Table:
    wanted = ~found.blank[1:]
    records = int(wanted.sum())
    try:
        header = [name.strip() for name in next(csv.reader(io.TextIOWrapper(io.BytesIO(body), "utf-8", newline="")))]
        rows = pl.read_csv(body, infer_schema=False)
    except (csv.Error, pl.exceptions.PolarsError):
        return unreadable("unreadable_file", f"{dataset.name}: the quotes cannot be followed", records=records)
    if rows.height != wanted.size or rows.width != len(header):
        return unreadable("unreadable_file", f"{dataset.name}: the rows cannot be told apart", records=records)
    lines = pl.Series(found.lines[1:][wanted], dtype=pl.Int64)
    return _twice(dataset, header, records) or _with_contract(
        dataset, rows.filter(pl.Series(wanted, dtype=pl.Boolean)), header, lines
    )


def _twice(dataset: Dataset, header: list[str], records: int) -> Table | None:
    """The fault of a header that names a column twice, or None."""
    places = [place for place, name in enumerate(header) if name in header[:place]]
    if not places:
        return None
    named = [header[place] if header[place] in dataset.column_names else f"number {place + 1}" for place in places]
    message = f"{dataset.name}: the header names a column twice: {', '.join(named)}"
    return unreadable("duplicated_header", message, records=records, position="line 1")


def _with_contract(dataset: Dataset, rows: pl.DataFrame, header: list[str], lines: pl.Series) -> Table:
    """Keep the columns of the contract; a missing one is a fault, a further one a note."""
    rows.columns = [f"column_{place}" for place in range(len(header))]
    sent = {name: f"column_{place}" for place, name in enumerate(header)}
    missing = [column.name for column in dataset.columns if column.name not in sent and not column.may_be_absent]
    unknown = [name for name in header if name not in dataset.column_names]
    known = [rows[sent[name]].alias(name) for name in dataset.column_names if name in sent]
    faults = (_missing(dataset, missing),) if missing else ()
    notes = (_unknown(dataset, unknown, named=not missing),) if unknown else ()
    return Table(pl.DataFrame([lines.alias("source_line"), *known]), rows.height, faults, notes)


def _missing(dataset: Dataset, names: list[str]) -> Fault:
    plural = "columns are" if len(names) > 1 else "column is"
    message = f"{dataset.name}: {len(names)} {plural} missing from the header: {', '.join(names)}"
    return Fault("missing_column", message, position="line 1")


def _unknown(dataset: Dataset, names: list[str], *, named: bool) -> Fault:
    """Names are said only beside a complete header: else the first line may be a row of patient data."""
    said = ", ".join(name for name in names if name.isidentifier() and name.islower()) if named else ""
    message = f"{dataset.name}: {len(names)} columns are not in the contract and were ignored{said and ': ' + said}"
    remedy = "Leave the columns out, or ask for them to be added to the contract"
    return Fault("unknown_column", message, remedy, "line 1")
