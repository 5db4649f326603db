"""The new state of each encounter: claimed, or held with a reason in words."""

from collections.abc import Mapping

import polars as pl

from tasks.night import Night
from tasks.warehouse import insert, scalar

REASONS: Mapping[str, str] = {
    "no_billing_identity": "No billing identity in client.yaml holds on the first day of service",
    "not_coded": "A service line has no billable code, charge or units",
    "claim_exists": "A claim for this encounter, payer and billing identity exists already",
    "no_coverage": "No coverage was in force on the first day of service",
    "coverage_order": "Two coverages in force on the first day of service have the same first priority",
    "unknown_payer": "The payer of the first coverage is not in payers.yaml",
    "no_diagnosis": "The encounter has no diagnosis",
    "no_diagnosis_pointer": "A service line points to no diagnosis",
    "diagnosis_limit": "A service line points beyond the 12 diagnoses that a claim can carry",
    "line_limit": "The encounter has more than the 50 service lines that a claim can carry",
    "replacement_differs": "The claim that it replaces went to another payer, or under another billing identity",
    "incomplete_claim": "The claim lacks: ",
}


def hold_and_claim(night: Night) -> int:
    """Change the state of every candidate, with an event where it changed; returns how many are held tonight."""
    con = night.con
    words = pl.DataFrame({"hold": list(REASONS), "words": list(REASONS.values())})
    con.execute("CREATE OR REPLACE TEMP TABLE claim_hold_words (hold VARCHAR, words VARCHAR)")
    insert(con, "claim_hold_words", words)
    con.execute(_OUTCOME, {"day": night.day})
    con.execute(
        "UPDATE core.encounter AS e SET state = o.state, reason_code = o.reason_code, reason = o.reason,"
        " state_since = o.on_day FROM claim_outcome AS o WHERE e.received_id = o.received_id"
    )
    con.execute("INSERT INTO core.encounter_event BY NAME SELECT * FROM claim_outcome ORDER BY received_id")
    return int(scalar(con, "SELECT count(*) FROM claim_decision WHERE hold IS NOT NULL"))


_OUTCOME = """
CREATE OR REPLACE TEMP TABLE claim_outcome AS
SELECT
    d.received_id,
    $day::DATE AS on_day,
    CASE WHEN d.hold IS NULL THEN 'claimed' ELSE 'held' END AS state,
    d.hold AS reason_code,
    w.words || CASE WHEN d.hold = 'incomplete_claim' THEN d.missing ELSE '' END AS reason
FROM claim_decision AS d
LEFT JOIN claim_hold_words AS w ON d.hold = w.hold
WHERE
    d.hold IS NULL
    OR d.state_before <> 'held'
    OR d.hold IS DISTINCT FROM d.reason_code_before
    OR w.words || CASE WHEN d.hold = 'incomplete_claim' THEN d.missing ELSE '' END IS DISTINCT FROM d.reason_before
"""
