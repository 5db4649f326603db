"""The worklist: everything that waits for a person, once, and nothing else."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tasks.warehouse import Connection, fetch_dicts, scalar
from tests.publish.sample import build, sample_warehouse


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    con = sample_warehouse(tmp_path / "warehouse.duckdb")
    yield con
    con.close()


def worklist(con: Connection, kind: str = "%") -> list[dict[str, Any]]:
    build(con)
    return fetch_dicts(con, "SELECT * FROM marts.worklist WHERE kind LIKE ? ORDER BY item_id", [kind])


def test_everything_that_waits_is_one_item(con: Connection) -> None:
    items = {(i["kind"], i["who"], i["subject_id"]): (i["amount"], i["age_days"]) for i in worklist(con)}
    assert items == {
        ("coding", "coder", "drop-4/ZZE41"): (Decimal("100.41"), 0),
        ("coding", "coder", "drop-4/ZZE42"): (Decimal("100.42"), 0),
        ("coding", "coder", "drop-4/ZZE43"): (Decimal("100.43"), 0),
        ("denial", "biller", "R1.00007 missing_data"): (Decimal("100.00"), 2),
        ("denial", "biller", "R1.00008 unknown"): (Decimal("100.00"), 2),
        ("edit", "biller", "drop-4/ZZE46"): (Decimal("100.46"), 0),
        ("held_batch", "practice", "drop-4"): (Decimal("1004.55"), 0),
        ("problem", "poster", "p1"): (None, 0),
        ("quarantine", "practice", "drop-4/ZZE44"): (Decimal("100.44"), 0),
        ("quarantine", "practice", "drop-4/ZZE45"): (Decimal("100.45"), 0),
        ("reversal", "poster", "R2.00001"): (Decimal("0.00"), 0),
        ("rejected_claim", "biller", "RV0000000031"): (Decimal("100.31"), 1),
        ("suspense", "poster", "PP1"): (Decimal("5.00"), 0),
        ("suspense", "poster", "R2.00000"): (Decimal("77.70"), 0),
        ("suspense", "poster", "R3"): (Decimal("50.00"), 1),
        ("unmatched_deposit", "poster", "D2"): (Decimal("12.34"), 0),
        ("unmatched_remittance", "poster", "R3"): (Decimal("50.00"), 1),
    }


def test_ids_are_unique_and_every_item_says_why_and_what_to_do(con: Connection) -> None:
    items = worklist(con)
    assert len({i["item_id"] for i in items}) == len(items)
    assert all(i["reason"] and i["action"] and i["who"] for i in items)


def test_suspense_items_are_the_suspense_of_the_ledger(con: Connection) -> None:
    ledger = scalar(con, "SELECT -sum(amount) FROM ledger.posting WHERE starts_with(account, 'suspense')")
    assert sum(i["amount"] for i in worklist(con, "suspense")) == ledger


def test_a_quarantined_encounter_lists_all_its_reasons_once(con: Connection) -> None:
    con.execute("UPDATE core.quarantine SET reason = 'The state is not a state' WHERE dataset = 'patients'")
    reasons = {i["reason"] for i in worklist(con, "quarantine")}
    assert reasons == {"The birth date lies after the visit; The state is not a state"}


def test_a_rejected_claim_is_done_once_it_is_sent_again(con: Connection) -> None:
    con.execute("""
        INSERT INTO core.claim_submission
        SELECT claim_id || '02', claim_id, 2, '1', claim_file, isa_control, gs_control, st_control, charge,
               DATE '2026-11-20' FROM core.claim_submission WHERE claim_id = 'RV0000000031';
        INSERT INTO core.claim_event BY NAME
        SELECT * REPLACE ('ev2' AS event_id, claim_id || '02' AS claim_number, 'submitted' AS event,
               'submitted' AS outcome, 'us' AS source, DATE '2026-11-20' AS event_on)
        FROM core.claim_event WHERE claim_id = 'RV0000000031'
    """)
    assert worklist(con, "rejected_claim") == []


def test_a_resent_batch_is_no_longer_held(con: Connection) -> None:
    con.execute("UPDATE core.encounter SET state = 'not_billable', reason_code = 'superseded' WHERE state = 'held'")
    assert worklist(con, "held%") == []


def test_an_unreadable_batch_waits_until_its_folder_comes_again(con: Connection) -> None:
    con.execute("""
        INSERT INTO core.batch BY NAME SELECT 'drop-9' AS batch_id, 'drop-9' AS folder, DATE '2026-11-19'
        AS received_on, 'h' AS content_hash, 'held' AS status, 'no file' AS reason, 0 AS encounters_received
    """)
    assert [i["subject_id"] for i in worklist(con, "held_batch")] == ["drop-4", "drop-9"]
    con.execute("""
        INSERT INTO core.batch BY NAME SELECT * REPLACE ('drop-9-1234' AS batch_id, 'accepted' AS status)
        FROM core.batch WHERE batch_id = 'drop-9'
    """)
    assert [i["subject_id"] for i in worklist(con, "held_batch")] == ["drop-4"]


def test_a_changed_encounter_is_for_the_biller(con: Connection) -> None:
    con.execute(
        "UPDATE core.encounter SET state = 'held', reason_code = 'changed_after_billing' WHERE encounter_id = 'ZZE1'"
    )
    assert [(i["subject_id"], i["who"]) for i in worklist(con, "held_encounter")] == [("drop-0/ZZE1", "biller")]


def test_an_encounter_held_alone_is_its_own_item(con: Connection) -> None:
    con.execute("UPDATE core.encounter SET state = 'held', reason_code = 'no_coverage' WHERE encounter_id = 'ZZE1'")
    assert [(i["subject_id"], i["who"]) for i in worklist(con, "no_coverage")] == [("drop-0/ZZE1", "practice")]


SECONDARY = """
    INSERT INTO core.claim BY NAME
    SELECT * REPLACE ('RVSECOND' AS claim_id, 'COAST2' AS payer_id, 2 AS payer_priority)
    FROM core.claim WHERE claim_id = 'RV0000000001';
    INSERT INTO ledger.posting BY NAME
    SELECT * REPLACE (posting_id || 'x' AS posting_id, 'RVSECOND' AS claim_id, 'ar_insurer:COAST2' AS account)
    FROM ledger.posting WHERE account = 'ar_patient' AND claim_id = 'RV0000000001'
"""


def test_a_secondary_claim_with_a_balance_that_nobody_sent_waits(con: Connection) -> None:
    con.execute(SECONDARY)
    assert [(i["claim_id"], i["payer_id"], i["amount"]) for i in worklist(con, "secondary_claim")] == [
        ("RVSECOND", "COAST2", Decimal("10.00"))
    ]


@pytest.mark.parametrize(
    "done",
    [
        "INSERT INTO core.claim_submission BY NAME "
        "SELECT * REPLACE ('RVSECOND01' AS claim_number, 'RVSECOND' AS claim_id) "
        "FROM core.claim_submission WHERE claim_id = 'RV0000000001'",
        "UPDATE core.remit_claim SET status_code = '19' WHERE claim_id = 'RV0000000001'",
    ],
    ids=["sent", "forwarded by the payer before"],
)
def test_a_secondary_claim_is_done_once_it_is_on_its_way(con: Connection, done: str) -> None:
    con.execute(SECONDARY)
    con.execute(done)
    assert worklist(con, "secondary_claim") == []


def test_a_payment_on_its_way_is_not_looked_for_before_its_day_is_over(con: Connection) -> None:
    assert [i["subject_id"] for i in worklist(con, "unmatched_remittance")] == ["R3"]
    con.execute("UPDATE core.remittance SET payment_on = DATE '2026-11-20' WHERE remittance_id = 'R3'")
    assert worklist(con, "unmatched_remittance") == []


def test_a_problem_is_listed_for_thirty_days_and_a_warning_never(con: Connection) -> None:
    assert [i["subject_id"] for i in worklist(con, "problem")] == ["p1"]
    con.execute("UPDATE core.problem SET found_on = DATE '2026-10-21'")
    assert worklist(con, "problem") == []
