"""Takes in the bank's files, CSV and BAI2, as rows of text with their lines."""

from dataclasses import asdict

import polars as pl

from data_contracts.bank_file import CSV_COLUMNS
from tasks.delimited import read_delimited
from tasks.inbox import Taken, take_in
from tasks.night import Night
from tasks.problems import report
from tasks.reconciliation.bai2 import Bai2Error, is_bai2, read_bai2
from tasks.warehouse import lay

_SCHEMA = {
    "source_file": pl.String,
    "source_line": pl.Int64,
    **dict.fromkeys((*CSV_COLUMNS, "kind", "trace_from", "originator_id"), pl.String),
}


def stage_bank_files(night: Night) -> bool:
    """Lay the rows of tonight's bank files into the temporary table staged_deposit; False without any usable file."""
    read = [_read(night, file) for file in take_in(night, "bank")]
    frames = [frame for frame in read if frame is not None]
    if not frames:
        return False
    lay(night.con, "staged_deposit", pl.concat(frames, how="diagonal"))
    return True


def _read(night: Night, file: Taken) -> pl.DataFrame | None:
    if not is_bai2(file.content):
        frame = read_delimited(night, "reconciliation", file, CSV_COLUMNS)
        return None if frame is None else pl.concat([pl.DataFrame(schema=_SCHEMA), frame], how="diagonal")
    try:
        rows = read_bai2(file.content)
    except Bai2Error as fault:
        report(
            night,
            "reconciliation",
            "reconciliation_file_unusable",
            f"the BAI2 file cannot be used: {fault}",
            "Ask the bank for the file again; nothing of it was taken in",
            source_file=file.source_file,
        )
        return None
    return pl.DataFrame([{"source_file": file.source_file, **asdict(row)} for row in rows], schema=_SCHEMA)
