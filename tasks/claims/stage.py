"""The claims stage: see the note of the package."""

from tasks.claims.files import write_files
from tasks.claims.holds import hold_and_claim
from tasks.claims.settings import load_settings
from tasks.night import Counts, Night
from tasks.problems import report
from tasks.warehouse import scalar, sql_file

_WAITING = """
    SELECT
        (SELECT count(*) FROM core.encounter WHERE state IN ('ready', 'held'))
        + (SELECT count(*) FROM core.claim_event WHERE event = 'voided' AND claim_id NOT IN (
            SELECT claim_id FROM core.claim_submission WHERE frequency = '8'
        ))
"""


_STEPS = ("20_parts", "25_replaced", "30_missing", "31_decision", "40_claims", "41_lines", "42_diagnoses")


def run(night: Night) -> Counts:
    """Turn every ready encounter into a claim or a hold, and write the night's 837P files."""
    if not scalar(night.con, _WAITING):
        return {"claims": 0, "self_pay": 0, "held": 0, "files": 0}
    load_settings(night)
    night.con.execute(sql_file("claims", "07_void"))
    night.con.execute(sql_file("claims", "10_candidate"))
    if not scalar(night.con, "SELECT count(*) FROM claim_candidate"):
        return {"claims": 0, "self_pay": 0, "held": 0, "files": 0}
    for step in _STEPS:
        night.con.execute(sql_file("claims", step))
    held = hold_and_claim(night)
    _report_unknown_payers(night)
    files = write_files(night)
    made, self_pay = night.con.execute(
        "SELECT count(*) FILTER (WHERE NOT self_pay), count(*) FILTER (WHERE self_pay)"
        " FROM claim_decision WHERE hold IS NULL"
    ).fetchall()[0]
    return {"claims": made, "self_pay": self_pay, "held": held, "files": files}


def _report_unknown_payers(night: Night) -> None:
    """One problem a batch for payers that payers.yaml does not know; what stands in their place may be a patient's."""
    unknown = night.con.execute(
        "SELECT DISTINCT d.batch_id, v.payer_rank > 1 FROM claim_coverage AS v"
        " INNER JOIN claim_decision AS d ON v.received_id = d.received_id"
        " WHERE v.route IS NULL AND (d.hold = 'unknown_payer' OR d.hold IS NULL) ORDER BY ALL"
    ).fetchall()
    for batch_id, other in unknown:
        effect = "claims were sent without that other coverage" if other else "the encounters are held"
        report(
            night,
            "claims",
            "unknown_payer",
            f"a coverage in force names a payer that is not in payers.yaml: {effect}",
            "Look up the payer ids in core.coverage; add them to payers.yaml, or have the practice correct them",
            severity="warning" if other else "error",
            position=f"batch {batch_id}",
        )
