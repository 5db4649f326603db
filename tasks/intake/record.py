"""The rows that say what was taken in."""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from tasks.intake.drop import Drop
from tasks.intake.fault import Fault
from tasks.intake.table import Table
from tasks.night import Night
from tasks.problems import report
from tasks.warehouse import insert, scalar, sql_file

_CHARGES = r"""
    SELECT try_cast(coalesce(sum(charge), 0) AS DECIMAL(14, 2)), count(*) - count(charge)
    FROM (
        SELECT try_cast(trim(charge, E' \t\r\n') AS DECIMAL(14, 2)) AS charge FROM raw.services WHERE batch_id = ?
    ) AS sent
"""


@dataclass(frozen=True)
class Batch:
    """A row of core.batch."""

    batch_id: str
    folder: str
    content_hash: str
    encounters_received: int
    encounters_control: int | None
    charges_received: Decimal | None
    charges_control: Decimal | None
    reason_code: str | None
    reason: str | None


def keep_files(night: Night, drop: Drop) -> None:
    """Keep every file in the vault and note it in core.received_file."""
    for name, content in drop.files.items():
        digest = night.vault.keep(content)
        night.con.execute(
            "INSERT INTO core.received_file VALUES (?, 'encounters', ?, ?, ?, false) ON CONFLICT DO NOTHING",
            [digest, f"{drop.folder}/{name}", len(content), night.day],
        )


def keep_rows(night: Night, batch_id: str, dataset: str, source_file: str, table: Table) -> None:
    """Append the rows of one file to its raw table; columns that were not sent stay empty."""
    if table.rows is None or not table.rows.height:
        return
    placed = table.rows.with_columns(batch_id=pl.lit(batch_id), source_file=pl.lit(source_file))
    insert(night.con, f"raw.{dataset}", placed)


def charges_of(night: Night, batch_id: str) -> tuple[Decimal | None, int]:
    """The sum of a batch's charges that are amounts (None: too large), and the number of lines whose charge is none."""
    row = night.con.execute(_CHARGES, [batch_id]).fetchone()
    return (row[0], int(row[1])) if row else (Decimal("0.00"), 0)


def batch_id_of(night: Night, folder: str, content_hash: str) -> str:
    """The folder's name; with the first digits of the content hash when the name came before with other content."""
    candidates = [folder, *(f"{folder}-{content_hash[:digits]}" for digits in (8, 16, 64))]
    taken = "SELECT count(*) FROM core.batch WHERE batch_id = ?"
    return next(name for name in candidates if not scalar(night.con, taken, [name]))


def note_batch(night: Night, batch: Batch) -> None:
    """Append the batch."""
    night.con.execute(
        "INSERT INTO core.batch (batch_id, folder, received_on, content_hash, status, reason_code, reason, "
        "encounters_received, encounters_control, charges_received, charges_control) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(batch.batch_id, batch.folder, night.day, batch.content_hash),
            *("held" if batch.reason_code else "accepted", batch.reason_code, batch.reason),
            *(batch.encounters_received, batch.encounters_control, batch.charges_received, batch.charges_control),
        ],
    )


def hold_uncounted(night: Night, batch: Batch, source_file: str) -> None:
    """One held encounter, without an id, for each row of an encounters file that cannot be read."""
    night.con.execute(
        "CREATE OR REPLACE TEMP TABLE this_batch AS SELECT ? AS batch_id, ? AS source_file",
        [batch.batch_id, source_file],
    )
    night.con.execute(sql_file("contracts", "hold_uncounted"))
    night.con.execute(sql_file("contracts", "note_states"))


def report_faults(night: Night, drop: Drop, faults: list[tuple[Fault, str | None]], *, warn: bool = False) -> None:
    """One problem for each fault, beside the sha256 of its file."""
    for fault, source_file in faults:
        report(
            night,
            "intake",
            fault.code,
            f"Batch {drop.folder}: {fault.message}",
            fault.remedy,
            severity="warning" if warn else "error",
            source_file=source_file,
            position=fault.position or f"inbox/encounters/{drop.folder}",
        )
