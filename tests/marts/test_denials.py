"""Denials: what a payer denied, and whether it still is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.warehouse import Connection
from tests.publish.sample import build, sample_warehouse


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    con = sample_warehouse(tmp_path / "warehouse.duckdb")
    yield con
    con.close()


def denials(con: Connection) -> dict[str, str]:
    build(con)
    return dict(con.execute("SELECT denial_id, status FROM marts.denials").fetchall())


def test_open_reversed_and_settled(con: Connection) -> None:
    assert denials(con) == {
        "R1.00007/16": "open",
        "R1.00008/999": "open",
        "R1.00009/197": "reversed",
        "R1.00010/197": "settled",
    }


def test_contractual_and_patient_amounts_are_no_denials(con: Connection) -> None:
    assert not {d for d in denials(con) if d.startswith(("R1.00001", "R1.00006"))}


def test_a_reason_that_the_rules_do_not_list_is_open_and_unknown(con: Connection) -> None:
    denials(con)
    row = con.execute("SELECT category, action FROM marts.denials WHERE reason_code = '999'").fetchone()
    assert row is not None
    assert row[0] == "unknown"
    assert "denial_categories.yaml" in row[1]


def test_remark_codes_are_sorted(con: Connection) -> None:
    denials(con)
    row = con.execute("SELECT remark_codes FROM marts.denials WHERE reason_code = '16'").fetchone()
    assert row == ("M51 N290",)


def test_denied_again_after_a_reversal_leaves_the_newest_open(con: Connection) -> None:
    con.execute("""
        INSERT INTO core.remittance BY NAME
        SELECT * REPLACE ('R9' AS remittance_id, DATE '2026-11-20' AS received_on, DATE '2026-11-20' AS payment_on)
        FROM core.remittance WHERE remittance_id = 'R1';
        INSERT INTO core.remit_claim BY NAME
        SELECT * REPLACE ('R9.1' AS remit_claim_id, 'R9' AS remittance_id)
        FROM core.remit_claim WHERE remit_claim_id = 'R1.00009';
        INSERT INTO core.remit_line BY NAME
        SELECT * REPLACE ('R9.1.0' AS remit_line_id, 'R9.1' AS remit_claim_id)
        FROM core.remit_line WHERE remit_claim_id = 'R1.00009';
        INSERT INTO core.remit_adjustment BY NAME
        SELECT * REPLACE ('R9.1/197' AS remit_adjustment_id, 'R9.1' AS remit_claim_id, 'R9.1.0' AS remit_line_id)
        FROM core.remit_adjustment WHERE remit_claim_id = 'R1.00009';
    """)
    found = denials(con)
    assert (found["R1.00009/197"], found["R9.1/197"]) == ("reversed", "open")
