"""The work stage: see the note of the package."""

from datetime import date

from tasks.delimited import stage_files
from tasks.night import Counts, Night
from tasks.problems import report
from tasks.warehouse import fetch_dicts, scalar, sql_file

COLUMNS = ("reference", "kind", "worked_on", "quantity")
OPTIONAL = ("amount", "description")

_TWICE = "sent twice"


def run(night: Night) -> Counts:
    """Take in tonight's time files."""
    if not stage_files(night, "work", "time", COLUMNS, "staged_work", OPTIONAL):
        return {"items": 0, "faults": 0}
    night.con.execute(f"SET VARIABLE business_day = DATE '{night.day}'")
    night.con.execute(sql_file("work", "10_files"))
    night.con.execute(sql_file("work", "20_keep"))
    _report_unpriced(night)
    query = "SELECT count(*) FROM judged_work WHERE fault IS NULL"
    return {"items": int(scalar(night.con, query)), "faults": _report_faults(night)}


def _report_faults(night: Night) -> int:
    """Each line that was not taken in is a problem."""
    query = "SELECT source_file, source_line, fault FROM judged_work WHERE fault IS NOT NULL ORDER BY ALL"
    rows = fetch_dicts(night.con, query)
    for row in rows:
        twice = row["fault"] == _TWICE
        report(
            night,
            "work",
            "work_sent_twice" if twice else "work_unusable",
            "this line came before; it is not counted again" if twice else f"{row['fault']}; it is not counted",
            "Nothing needs doing" if twice else "Correct the line and send it in a new file",
            severity="warning" if twice else "error",
            source_file=row["source_file"],
            position=f"line {row['source_line']}",
        )
    return len(rows)


def _report_unpriced(night: Night) -> None:
    """Work that will stand on no invoice, since the agreement of its day has no price for it."""
    query = (
        "SELECT kind, worked_on, source_file, source_line FROM judged_work "
        "WHERE fault IS NULL AND kind <> 'pass_through' ORDER BY source_file, source_line"
    )
    for row in fetch_dicts(night.con, query):
        if not _priced(night, row["kind"], row["worked_on"]):
            report(
                night,
                "work",
                "work_not_priced",
                f"the agreement of {row['worked_on']} has no price for kind {row['kind']}: no invoice will count it",
                "If it is to be charged, add its price to `units` of the agreement (client.yaml) before the close",
                severity="warning",
                source_file=row["source_file"],
                position=f"line {row['source_line']}",
            )


def _priced(night: Night, kind: str, day: date) -> bool:
    """Does the agreement of the day, or where there is none that of tonight, price the kind?"""
    agreements = night.client.agreements
    held = [a for a in agreements if a.holds_on(day)] or [a for a in agreements if a.holds_on(night.day)]
    return any(name == kind for agreement in held for name in agreement.units)
