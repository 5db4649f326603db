"""The reconciliation stage: see the note of the package."""

from data_contracts.bank_file import CARD, TRACE
from tasks.night import Counts, Night
from tasks.posting import post
from tasks.problems import report
from tasks.reconciliation.aging import append_aging
from tasks.reconciliation.files import stage_bank_files
from tasks.reconciliation.rules import load_rules
from tasks.warehouse import fetch_dicts, quoted, scalar, sql_file

_RUNGS = ("20_open", "25_person", "30_trace", "31_partial", "32_combined", "33_virtual_card", "40_keep")
_FAULTS = "SELECT source_file, source_line, fault FROM judged_deposit WHERE fault IS NOT NULL ORDER BY ALL"
_KNOWN = (
    "SELECT source_file, count(*) AS rows FROM judged_deposit WHERE fault IS NULL AND known GROUP BY ALL ORDER BY ALL"
)
_UNMATCHED = "SELECT count(*) FROM core.bank_deposit WHERE status IN ('unmatched', 'part')"
_REJECTED = """
    SELECT count(*) FROM core.remittance WHERE status = 'rejected' AND status_on = getvariable('business_day')
"""
_DECIDED = "SELECT count(*) FROM core.correction WHERE status = 'pending' AND kind = 'deposit'"
_REFUSED = """
    SELECT k.source_file, k.source_line, d.fault FROM deposit_decision AS d INNER JOIN core.correction AS k
    USING (correction_id) WHERE d.fault IS NOT NULL ORDER BY ALL
"""
_TAKEN_BACK = """
    SELECT source_file, source_line, status FROM core.bank_deposit
    WHERE kind = 'returned' AND received_on = getvariable('business_day')
    ORDER BY ALL
"""


def run(night: Night) -> Counts:
    """Take in tonight's bank files, match deposits to remittances, post them, and keep tonight's aging."""
    night.con.execute(f"SET VARIABLE business_day = DATE '{night.day}'")
    load_rules(night)
    deposits = _take_files(night)
    if scalar(night.con, _REJECTED):
        night.con.execute(sql_file("reconciliation", "15_rejected"))
    if deposits or scalar(night.con, _UNMATCHED) or scalar(night.con, _DECIDED):
        for rung in _RUNGS:
            night.con.execute(sql_file("reconciliation", rung))
        _report_refused(night)
    matched, _ = post(night, "deposits")
    if deposits:
        _report_taken_back(night)
    append_aging(night)
    return {"deposits": deposits, "matched": matched, "unmatched": int(scalar(night.con, _UNMATCHED))}


def _take_files(night: Night) -> int:
    """Take in the files; returns the number of new credits and debits."""
    if not stage_bank_files(night):
        return 0
    night.con.execute(f"SET VARIABLE trace_form = {quoted(TRACE.pattern)}; SET VARIABLE card_form = {quoted(CARD)}")
    night.con.execute(sql_file("reconciliation", "10_deposits"))
    _report_rows(night)
    return int(scalar(night.con, "SELECT count(*) FROM judged_deposit WHERE fault IS NULL AND NOT known"))


def _report_rows(night: Night) -> None:
    """Rows that cannot be used are problems with their line; deposits of an earlier file are one problem a file."""
    for row in fetch_dicts(night.con, _FAULTS):
        report(
            night,
            "reconciliation",
            "bank_row_unusable",
            f"{row['fault']}; the row was left out",
            "Export the bank file again, or correct the row",
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


def _report_refused(night: Night) -> None:
    """A person's decision that cannot be carried out is a problem with its line."""
    for row in fetch_dicts(night.con, _REFUSED):
        report(
            night,
            "reconciliation",
            "correction_refused",
            row["fault"],
            "Correct the row and send it in a new file",
            source_file=row["source_file"],
            position=f"line {row['source_line']}",
        )


def _report_taken_back(night: Night) -> None:
    """The bank took a deposit back: somebody must find out why."""
    for row in fetch_dicts(night.con, _TAKEN_BACK):
        known = row["status"] == "returned"
        report(
            night,
            "reconciliation",
            "deposit_returned",
            "the bank took a deposit back; "
            + ("its remittance is in transit again" if known else "no matched deposit has its trace and amount"),
            "Ask the payer to pay again" if known else "Find the deposit it belongs to; nothing was posted",
            source_file=row["source_file"],
            position=f"line {row['source_line']}",
        )
