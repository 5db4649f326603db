"""The corrections stage: see the note of the package."""

from dataclasses import asdict

import polars as pl

from data_contracts.corrections import ACTIONS
from tasks.corrections.table import STAGE, stage_rows
from tasks.night import Counts, Night
from tasks.posting import post
from tasks.problems import report
from tasks.warehouse import fetch_dicts, lay, scalar, sql_file

_FORM_FAULTS = """
    SELECT source_file, source_line, fault FROM judged_correction WHERE fault IS NOT NULL
    ORDER BY source_file, source_line
"""
_KNOWN = "SELECT source_file, count(*) AS rows FROM judged_correction WHERE known GROUP BY ALL ORDER BY ALL"
_OF_CODERS = "SELECT count(*) FROM judged_correction WHERE kind = 'coding' AND fault IS NULL AND NOT known"
_REFUSED = """
    SELECT k.source_file, k.source_line, k.fault
    FROM core.correction AS k
    INNER JOIN {decided} AS j USING (correction_id)
    WHERE k.status = 'refused'
    ORDER BY k.source_file, k.source_line
"""
# About money: decided by `run`; those about remittances and deposits wait for their own stages.
_DUE = """
    SELECT count(*) FROM core.correction
    WHERE status = 'pending' AND kind NOT IN ('remittance', 'deposit', 'coding')
"""

_STEPS = ("30_items", "35_again", "40_judge", "50_settle", "60_void", "61_replace", "62_again")


def take(night: Night) -> Counts:
    """Take in tonight's correction files and answer what coders decided, before coding looks at the encounters again.

    Decisions about money are kept pending for `run`.
    """
    night.con.execute(f"SET VARIABLE business_day = DATE '{night.day}'")
    if not stage_rows(night):
        return {"decisions": 0, "refused": 0}
    _lay_settings(night)
    night.con.execute(sql_file("corrections", "10_rows"))
    night.con.execute(sql_file("corrections", "15_keep"))
    refused = _report_rows(night)
    if scalar(night.con, _OF_CODERS):
        night.con.execute(sql_file("corrections", "25_coding"))
        refused += _report_refused(night, "coder_decision")
    decisions = int(scalar(night.con, "SELECT count(*) FROM judged_correction WHERE fault IS NULL AND NOT known"))
    return {"decisions": decisions, "refused": refused}


def run(night: Night) -> Counts:
    """Apply or refuse each decision about money that was taken in tonight, and post what was applied."""
    night.con.execute(f"SET VARIABLE business_day = DATE '{night.day}'")
    if not scalar(night.con, _DUE):
        return {"refused": 0, "postings": 0}
    _lay_settings(night)
    night.con.execute(sql_file("corrections", "28_due"))
    postings = _settle(night)
    return {"refused": _report_refused(night, "due_correction"), "postings": postings}


def _lay_settings(night: Night) -> None:
    """The actions, what client.yaml lets be written off, and the payers that take replacements, as tables."""
    actions = pl.DataFrame(
        [{**asdict(a), "action": a.name, "needs": list(a.needs), "may": list(a.may)} for a in ACTIONS],
        schema={"action": pl.String, "account": pl.String, "kind": pl.String, "needs": pl.List(pl.String),
                "may": pl.List(pl.String)},
    )  # fmt: skip
    limits = pl.DataFrame(
        [
            (kind, str(limit.max_amount), [name.lower() for name in limit.approvers])
            for kind, limit in sorted(night.client.write_offs.items())
        ],
        schema={"kind": pl.String, "max_amount": pl.String, "approvers": pl.List(pl.String)},
        orient="row",
    )
    lay(night.con, "correction_action", actions)
    replacing = [payer.payer_id for payer in night.payers.payers if "7" in payer.accepts_frequencies]
    lay(night.con, "write_off_limit", limits)
    lay(night.con, "replacing_payer", pl.DataFrame({"payer_id": replacing}, schema={"payer_id": pl.String}))
    night.con.execute("ALTER TABLE write_off_limit ALTER max_amount TYPE DECIMAL(14, 2)")


def _settle(night: Night) -> int:
    """Apply or refuse the decisions, those of one claim in turn: each sees what the one before it posted."""
    postings = 0
    turns = int(scalar(night.con, "SELECT coalesce(max(turn), 0) FROM due_correction"))
    for turn in range(1, turns + 1):
        night.con.execute(f"SET VARIABLE turn = {turn:d}")
        for step in _STEPS:
            night.con.execute(sql_file("corrections", step))
        postings += post(night, "corrections")[1]
    return postings


def _report_refused(night: Night, decided: str) -> int:
    """Tell of the decisions of a temporary table that were refused; returns how many."""
    refused = fetch_dicts(night.con, _REFUSED.format(decided=decided))
    for row in refused:
        _report_row(
            night, "correction_refused", row, "Look at what it names, then send another decision if one is needed"
        )
    return len(refused)


def _report_rows(night: Night) -> int:
    """Tell of rows that cannot be used or that came before; returns how many cannot be used."""
    unusable = fetch_dicts(night.con, _FORM_FAULTS)
    for row in unusable:
        _report_row(night, "correction_unusable", row, "Correct the row and send it in a new file")
    for row in fetch_dicts(night.con, _KNOWN):
        report(
            night,
            STAGE,
            "correction_sent_twice",
            f"{row['rows']} decisions of this file came before; they were not taken again",
            "Nothing needs doing; a decision that is meant twice stands in one file twice",
            severity="warning",
            source_file=row["source_file"],
        )
    return len(unusable)


def _report_row(night: Night, code: str, row: dict[str, object], remedy: str) -> None:
    report(
        night,
        STAGE,
        code,
        f"{row['fault']}; nothing was posted",
        remedy,
        source_file=str(row["source_file"]),
        position=f"line {row['source_line']}",
    )
