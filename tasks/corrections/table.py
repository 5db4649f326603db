"""The rows of correction files as text. A workbook becomes the CSV that it would be saved as, and is read like one."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from data_contracts.corrections import ACTIONS, ALWAYS, CODER_COLUMNS, COLUMNS
from tasks.delimited import read_delimited
from tasks.inbox import Taken, take_in
from tasks.night import Night
from tasks.problems import report
from tasks.warehouse import lay

STAGE = "corrections"
# Columns of marts.worklist that an answer to it may keep.
WORKLIST = ("item_id", "kind", "who", "subject", "claim_id", "since", "age_days")
_ZIP = b"PK\x03\x04"
_MOST_UNPACKED = 64 * 1024 * 1024
_REMEDY = "Save the file again as XLSX or CSV, with the agreed column names in the first row of the first sheet"


def stage_rows(night: Night) -> bool:
    """Take in inbox/corrections and lay the rows into `staged_correction`; False without a usable file."""
    read = [_read(night, file) for file in take_in(night, "corrections")]
    frames = [frame for frame in read if frame is not None]
    if not frames:
        return False
    lay(night.con, "staged_correction", pl.concat(frames))
    return True


def _read(night: Night, file: Taken) -> pl.DataFrame | None:
    """The rows of one file; what cannot be read is a problem."""
    content = file.content
    if content.startswith(_ZIP):
        fault, content = as_csv(file.content)
        if fault:
            report(night, STAGE, "corrections_file_unusable", fault, _REMEDY, source_file=file.source_file)
            return None
    taken = Taken(file.name, file.source_file, content)
    answers = "subject_id" in _header(content)
    columns, optional = (ALWAYS, tuple(c for c in COLUMNS if c not in ALWAYS)) if answers else (COLUMNS, ())
    frame = read_delimited(night, STAGE, taken, columns, (*optional, *CODER_COLUMNS))
    if frame is None:
        return None
    _report_unknown_columns(night, file.source_file, content, WORKLIST if answers else ())
    return _answered(frame) if answers else frame.select("source_file", "source_line", *COLUMNS)


def _answered(frame: pl.DataFrame) -> pl.DataFrame:
    """Decisions in a worklist that was filled in: rows that nobody answered are left out.

    So is what a coder's decision has no use for: the worklist's own amount, payer and claim.
    """
    coding = pl.col("action").str.to_lowercase().is_in([a.name for a in ACTIONS if a.kind == "coding"])
    named = pl.concat_str("subject_id", "code", separator=" | ", ignore_nulls=True).replace("", None)
    return (
        frame.filter(pl.col("decided_by").is_not_null())
        .with_columns(
            pl.when(coding).then(pl.coalesce("reference", named)).otherwise("reference").alias("reference"),
            *(pl.when(~coding).then(c).alias(c) for c in ("amount", "payer_id", "claim_number")),
        )
        .select("source_file", "source_line", *COLUMNS)
    )


def _header(content: bytes) -> list[str]:
    """Names of the columns; none where the file is no text."""
    text = content.decode("utf-8-sig", errors="replace")
    return [name.strip().lower() for name in next(csv.reader(io.StringIO(text)), [])]


def _report_unknown_columns(night: Night, source_file: str, content: bytes, known: Sequence[str]) -> None:
    """A column that is not agreed is left unread, and that is told: it may be a misspelt one."""
    for number, name in enumerate(_header(content), 1):
        if name not in (*COLUMNS, *CODER_COLUMNS, *known):
            report(
                night,
                STAGE,
                "correction_column_unknown",
                f"column {number} has none of the agreed names; it was not read",
                f"Name it as agreed ({', '.join(COLUMNS)}), or leave it out",
                severity="warning",
                source_file=source_file,
                position="line 1",
            )


def as_csv(workbook: bytes) -> tuple[str, bytes]:
    """What is wrong with an XLSX, or its first sheet as CSV, a row of the sheet a line.

    Days become YYYY-MM-DD; numbers are written out, to six decimals at most, so that 12.1 does not read 12.0999999.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MOST_UNPACKED:
                return "the workbook is larger than a list of decisions can be", b""
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0)
    except (CalamineError, zipfile.BadZipFile):
        return "the file is not an XLSX workbook that can be read", b""
    out = io.StringIO(newline="")
    rows = ([_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False))
    csv.writer(out, lineterminator="\n").writerows(rows)
    return "", out.getvalue().encode()


def _text(value: Any) -> str:
    """The value of a cell as it would stand in a CSV.

    >>> [_text(v) for v in (0.1 + 0.2, 40.0, datetime(2026, 11, 3), "all", True)]
    ['0.3', '40', '2026-11-03', 'all', 'true']
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
