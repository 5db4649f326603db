"""What people decided about held and suspended money (core.correction, kind remittance): judged, and refusals told."""

from tasks.night import Night
from tasks.problems import report
from tasks.warehouse import fetch_dicts, sql_file

_REFUSED = """
    SELECT correction_id, source_file, source_line, action, fault FROM decision
    WHERE fault IS NOT NULL
    ORDER BY correction_id
"""


def judge_decisions(night: Night) -> None:
    """Lay tonight's decisions into `decision`, and what they take up again into `reread_set` and `reread_claim`."""
    night.con.execute(sql_file("remittances", "02_decisions"))


def report_refused(night: Night) -> None:
    """A decision that cannot be carried out is a problem with its line; nothing of it was done."""
    for row in fetch_dicts(night.con, _REFUSED):
        report(
            night,
            "remittances",
            "decision_refused",
            f"{row['action']} was refused: {row['fault']}",
            "Look at the remittance again and send another decision",
            source_file=row["source_file"],
            position=f"line {row['source_line']}",
        )
