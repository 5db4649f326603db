"""The acknowledgements stage: see the note of the package."""

import polars as pl

from tasks.acknowledgements.answers import answers
from tasks.inbox import take_in
from tasks.night import Counts, Night
from tasks.problems import report
from tasks.warehouse import fetch_dicts, insert, sql_file
from tasks.x12.read import read_acknowledgements

NOTHING: Counts = {"files": 0, "answers": 0, "events": 0, "rejected": 0, "unmatched": 0}


def run(night: Night) -> Counts:
    """Take in the new files of inbox/acks and record what they say of our claims."""
    files = take_in(night, "acks")
    if not files:
        return dict(NOTHING)
    said = []
    for file in files:
        tables = read_acknowledgements(file.content, file.source_file)
        of_file = answers(tables)
        _report_findings(night, file.source_file, tables["finding"], len(of_file))
        said.append(of_file)
    _match(night, pl.concat(said))
    _report_unmatched(night)
    return {"files": len(files)} | _count(night)


def _match(night: Night, said: pl.DataFrame) -> None:
    """Answers to claims: core.acknowledgement and core.claim_event."""
    night.con.execute(sql_file("acknowledgements", "10_answer"))
    insert(night.con, "ack_answer", said.with_row_index("place").with_columns(recorded_on=pl.lit(night.day)))
    for step in ("20_match", "30_record"):
        night.con.execute(sql_file("acknowledgements", step))


def _count(night: Night) -> Counts:
    [counts] = fetch_dicts(
        night.con,
        "SELECT (SELECT count(*) FROM ack_new) AS answers, (SELECT count(*) FROM ack_event) AS events,"
        " (SELECT count(*) FROM ack_event WHERE outcome = 'rejected') AS rejected,"
        " (SELECT count(*) FROM ack_new WHERE unmatched) AS unmatched",
    )
    return counts


def _report_findings(night: Night, source_file: str, findings: pl.DataFrame, answered: int) -> None:
    """One problem a file for what could not be read in it; one when it answers nothing at all."""
    for severity in ("error", "warning"):
        found = findings.filter(pl.col("severity") == severity)
        if len(found):
            first = found.row(0, named=True)
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            report(
                night, "acknowledgements", first["code"], f"inbox/acks: {first['message']}{more}", first["remedy"],
                severity="error" if severity == "error" else "warning", source_file=source_file, position=_place(first),
            )  # fmt: skip
            return
    if not answered:
        report(
            night, "acknowledgements", "no_answer", "inbox/acks: the file holds no TA1, 999 or 277CA about our claims",
            "Put remittances into inbox/remits; else ask the sender what the file is for", source_file=source_file,
        )  # fmt: skip


def _place(finding: dict[str, object]) -> str | None:
    parts = [("ST", finding["st_control"]), ("segment", finding["segment"]), ("byte", finding["offset"])]
    return ", ".join(f"{name} {value}" for name, value in parts if value is not None) or None


def _report_unmatched(night: Night) -> None:
    """One problem a file and kind for answers that match no claim of ours."""
    rows = fetch_dicts(
        night.con,
        "SELECT source_file, kind, count(*) AS answers, min(source_position) AS first FROM ack_new"
        " WHERE unmatched GROUP BY source_file, kind ORDER BY source_file, kind",
    )
    for row in rows:
        report(
            night, "acknowledgements", "answers_no_claim",
            f"inbox/acks: {row['answers']} answer(s) of kind {row['kind']} match no claim that this client sent",
            "See core.acknowledgement with matched_claims 0; ask the sender which file they answer",
            source_file=row["source_file"], position=f"byte {row['first']}",
        )  # fmt: skip
