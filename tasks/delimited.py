"""Reading a small CSV of the inbox as text, with the line of every row; what cannot be read is a problem."""

import io
from collections.abc import Sequence

import polars as pl

from tasks.inbox import Taken, take_in
from tasks.night import Night
from tasks.problems import report
from tasks.warehouse import lay

REMEDY = "Export the file again as CSV in UTF-8, with a header line of the agreed column names"


def stage_files(
    night: Night, stage: str, kind: str, columns: Sequence[str], table: str, optional: Sequence[str] = ()
) -> bool:
    """Take in the CSV files of inbox/<kind> and lay their rows into a temporary table; False without usable file."""
    read = [read_delimited(night, stage, file, columns, optional) for file in take_in(night, kind)]
    frames = [frame for frame in read if frame is not None]
    if not frames:
        return False
    lay(night.con, table, pl.concat(frames))
    return True


def read_delimited(
    night: Night, stage: str, file: Taken, columns: Sequence[str], optional: Sequence[str] = ()
) -> pl.DataFrame | None:
    """The rows of a CSV: source_file, source_line (the header is line 1) and `columns` as trimmed text, empty as null.

    `optional` columns are null where the file does not have them; other columns and rows without any value are left
    out. A file that cannot be used is reported and gives None. A quoted value that spans lines counts as one line.
    """
    fault, frame = rows_of(file.source_file, file.content, columns, optional)
    if frame is None:
        report(night, stage, f"{stage}_file_unusable", fault, REMEDY, source_file=file.source_file)
    return frame


def rows_of(
    source_file: str, content: bytes, columns: Sequence[str], optional: Sequence[str] = ()
) -> tuple[str, pl.DataFrame | None]:
    """What is wrong with a CSV as a whole, or its rows as `read_delimited` gives them."""
    fault, frame = _parse(content, columns)
    if frame is None:
        return fault, None
    absent = [c for c in optional if c not in frame.columns]
    return "", (
        frame.with_columns(pl.lit(None, dtype=pl.String).alias(c) for c in absent)
        .select(
            pl.lit(source_file).alias("source_file"),
            pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("source_line"),
            *(pl.col(c).str.strip_chars().replace("", None) for c in (*columns, *optional)),
        )
        .filter(~pl.all_horizontal(pl.col(c).is_null() for c in columns))
    )


def _parse(content: bytes, columns: Sequence[str]) -> tuple[str, pl.DataFrame | None]:
    """What is wrong with the file as a whole, or its rows."""
    if not content.strip():
        return "the file is empty", None
    if b"\0" in content:
        return "the file is not text", None
    try:
        frame = pl.read_csv(io.BytesIO(content), infer_schema=False, null_values=None)
    except pl.exceptions.PolarsError:
        return "the file is not a CSV with the same number of values in every line", None
    frame.columns = [name.strip().lower().lstrip("\ufeff") for name in frame.columns]
    missing = [c for c in columns if c not in frame.columns]
    if missing:
        return f"the file has no column {', '.join(missing)}", None
    return "", frame
