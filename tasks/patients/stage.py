"""The patients stage: see the note of the package."""

from tasks.delimited import stage_files
from tasks.night import Counts, Night
from tasks.problems import report
from tasks.warehouse import fetch_dicts, scalar, sql_file

COLUMNS = ("payment_reference", "claim_number", "paid_on", "amount", "method")
OPTIONAL = ("kind",)

_TWICE = "sent twice"
_COUNT = "SELECT count(*) FROM core.patient_payment"


def run(night: Night) -> Counts:
    """Take in tonight's patient payment files and desk payments of new claims; payments go along with their visits."""
    night.con.execute(f"SET VARIABLE business_day = DATE '{night.day}'")
    before = int(scalar(night.con, _COUNT))
    faults = _take_files(night)
    taken = int(scalar(night.con, _COUNT))
    night.con.execute(sql_file("patients", "25_moved"))
    night.con.execute(sql_file("patients", "30_desk"))
    return {"payments": taken - before, "faults": faults, "desk": int(scalar(night.con, _COUNT)) - taken}


def _take_files(night: Night) -> int:
    """Take in the files; returns how many rows have a fault."""
    if not stage_files(night, "patients", "patient_payments", COLUMNS, "staged_payment", OPTIONAL):
        return 0
    night.con.execute(sql_file("patients", "10_files"))
    night.con.execute(sql_file("patients", "20_keep"))
    return _report_faults(night)


def _report_faults(night: Night) -> int:
    """Each row that was not taken in is a problem with its line."""
    query = "SELECT source_file, source_line, fault FROM judged_payment WHERE fault IS NOT NULL ORDER BY ALL"
    rows = fetch_dicts(night.con, query)
    for row in rows:
        twice = row["fault"] == _TWICE
        report(
            night,
            "patients",
            "payment_sent_twice" if twice else "payment_unusable",
            "this payment came before; it was not posted again" if twice else f"{row['fault']}; it was not posted",
            "Nothing needs doing" if twice else "Have the practice correct the row and send it in a new file",
            severity="warning" if twice else "error",
            source_file=row["source_file"],
            position=f"line {row['source_line']}",
        )
    return len(rows)
