"""The reconciliation stage: see the note of the package."""

from tasks.delimited import stage_files
from tasks.night import Counts, Night
from tasks.posting import post
from tasks.problems import report
from tasks.reconciliation.aging import append_aging
from tasks.warehouse import fetch_dicts, scalar, sql_file

COLUMNS = ("deposited_on", "amount", "trace", "payer_name", "description")

_FAULTS = """
    SELECT source_file, source_line, fault, dollars IS NOT NULL AND deposit_day IS NOT NULL AS readable
    FROM judged_deposit WHERE fault IS NOT NULL
    ORDER BY ALL
"""
_KNOWN = (
    "SELECT source_file, count(*) AS rows FROM judged_deposit WHERE fault IS NULL AND known GROUP BY ALL ORDER BY ALL"
)


def run(night: Night) -> Counts:
    """Take in tonight's bank files, match deposits to remittances, post them, and keep tonight's aging."""
    night.con.execute(f"SET VARIABLE business_day = DATE '{night.day}'")
    deposits = _take_files(night)
    if scalar(night.con, "SELECT count(*) FROM core.bank_deposit WHERE remittance_id IS NULL"):
        night.con.execute(sql_file("reconciliation", "20_match"))
    matched, _ = post(night, "deposits")
    append_aging(night)
    unmatched = scalar(night.con, "SELECT count(*) FROM core.bank_deposit WHERE remittance_id IS NULL")
    return {"deposits": deposits, "matched": matched, "unmatched": int(unmatched)}


def _take_files(night: Night) -> int:
    """Take in the files; returns the number of new deposits."""
    if not stage_files(night, "reconciliation", "bank", COLUMNS, "staged_deposit"):
        return 0
    night.con.execute(sql_file("reconciliation", "10_deposits"))
    _report(night)
    return int(scalar(night.con, "SELECT count(*) FROM judged_deposit WHERE fault IS NULL AND NOT known"))


def _report(night: Night) -> None:
    """Rows that are no deposits are problems with their line; deposits of an earlier file are one problem a file."""
    for row in fetch_dicts(night.con, _FAULTS):
        report(
            night,
            "reconciliation",
            "bank_row_left_out" if row["readable"] else "bank_row_unusable",
            f"{row['fault']}; the row was left out",
            "Nothing needs doing" if row["readable"] else "Export the bank file again, or correct the row",
            severity="warning" if row["readable"] else "error",
            source_file=row["source_file"],
            position=f"line {row['source_line']}",
        )
    for row in fetch_dicts(night.con, _KNOWN):
        report(
            night,
            "reconciliation",
            "deposit_sent_twice",
            f"{row['rows']} deposits of this file came before; they were not taken in again",
            "Nothing needs doing",
            severity="warning",
            source_file=row["source_file"],
        )
