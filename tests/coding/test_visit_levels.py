"""Levels of visits from documented facts: two of three elements or minutes, by day, status and payer; with reasons."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.coding import rules
from tasks.warehouse import Connection, insert, scratch, sql_file
from tests.coding.desk import CROSSWALK, FEES, Desk

LEVELS = FEES + "".join(
    f"{code},,100.00,2015-01-01,\n"
    for code in (
        *("99202", "99203", "99204", "99205", "99212", "99213", "99214", "99215"),
        *("99221", "99222", "99223", "99231", "99232", "99233", "99417", "99418"),
    )
)
VISIT: dict[str, Any] = {"code_system": "VISIT", "code": "OFFICE"}


@pytest.fixture
def night(desk: Desk) -> Desk:
    """A desk whose fees know every visit."""
    desk.fees = LEVELS
    return desk


def coded(desk: Desk, received_id: str, number: int = 1) -> str | None:
    query = "SELECT code FROM core.coded_service WHERE received_id = '{}' AND line_number = {}"
    return str(desk.value(query.format(received_id, number)) or "") or None


def facts(desk: Desk, received_id: str, field: str = "visit_code") -> dict[str, Any]:
    query = f"SELECT * FROM core.coding_assignment WHERE received_id = '{received_id}' AND field = '{field}'"
    return desk.rows(query)[0]


CASES = [
    # days, facts of the encounter, kind of visit, code that follows (None: a person decides)
    (date(2026, 3, 2), {"patient_status": "new", "total_minutes": 45}, "OFFICE", "99204"),
    (date(2026, 3, 2), {"patient_status": "new", "total_minutes": 44}, "OFFICE", "99203"),
    (date(2026, 3, 2), {"patient_status": "established", "total_minutes": 9}, "OFFICE", None),
    (date(2026, 3, 2), {"patient_status": "established", "total_minutes": 10}, "OFFICE", "99212"),
    (date(2026, 3, 2), {"patient_status": "established", "mdm_problems": 4, "mdm_risk": 3}, "OFFICE", "99214"),
    (date(2026, 3, 2), {"patient_status": "established", "mdm_problems": 4}, "OFFICE", None),
    (date(2026, 3, 2), {"total_minutes": 30}, "OFFICE", None),
    (date(2021, 1, 1), {"patient_status": "established", "total_minutes": 40}, "OFFICE", "99215"),
    (date(2020, 12, 31), {"patient_status": "established", "total_minutes": 40}, "OFFICE", None),
    (date(2026, 3, 2), {"total_minutes": 55}, "HOSPITAL-INITIAL", "99222"),
    (date(2026, 3, 2), {"mdm_problems": 2, "mdm_data": 2, "mdm_risk": 2}, "HOSPITAL-INITIAL", "99221"),
    (date(2026, 3, 2), {"mdm_problems": 4, "mdm_data": 4}, "HOSPITAL-SUBSEQUENT", "99233"),
    (date(2022, 12, 31), {"total_minutes": 55}, "HOSPITAL-INITIAL", None),
    (date(2026, 3, 2), {"total_minutes": 55, "patient_status": "new"}, "HOUSE-CALL", None),
]


def test_an_open_visit_gets_the_level_that_the_facts_decide(night: Desk) -> None:
    ids = [
        night.encounter(f"e{n}", services=[{**VISIT, "code": kind}], service_from=day, service_to=day, **given)
        for n, (day, given, kind, _) in enumerate(CASES)
    ]
    night.run()
    assert [coded(night, received_id) for received_id in ids] == [case[3] for case in CASES]
    undecided = {i for i, case in zip(ids, CASES, strict=True) if case[3] is None}
    query = "SELECT received_id FROM core.edit_finding WHERE edit_id = 'coding_visit_undecided'"
    assert {row["received_id"] for row in night.rows(query)} == undecided
    assert {night.state(i) for i in undecided} == {("held_coding", "visit_undecided")}


def test_the_fact_that_decided_is_told(night: Desk) -> None:
    known = {"patient_status": "established", "mdm_problems": 3, "mdm_data": 1, "mdm_risk": 3}
    by_time = night.encounter("time", services=[VISIT], **{**known, "total_minutes": 41})
    by_mdm = night.encounter("mdm", services=[VISIT], **{**known, "total_minutes": 12})
    billed = night.encounter("billed", services=[{"code": "99215"}], **{**known, "total_minutes": 30})
    night.run()
    assert facts(night, by_time)["fact"].startswith("decided by time; grade 3 (problems 3, data 1, risk 3); 41 minutes")
    assert facts(night, by_mdm)["fact"].startswith("decided by decision making; ")
    assert facts(night, by_mdm)["is_assigned"] is True
    row = facts(night, billed)
    assert (row["value"], row["is_assigned"], row["rule"]) == ("99214", False, "visit_levels")
    assert row["fact"].startswith("decided by decision making and by time alike")
    # what the clinician billed stays
    assert coded(night, billed) == "99215"
    assert night.state(billed) == ("ready", None)


def test_an_item_of_the_charge_master_may_be_an_open_visit(night: Desk) -> None:
    night.crosswalk = CROSSWALK + "LOCAL,OV,VISIT,OFFICE,25,,1,2020-01-01,\n"
    item = {"code_system": "LOCAL", "code": "OV"}
    visit = night.encounter("e1", services=[item], patient_status="new", total_minutes=30)
    night.run()
    row = night.rows("SELECT code, modifier1, charge, crosswalk FROM core.coded_service")[0]
    assert (row["code"], row["modifier1"], str(row["charge"])) == ("99203", "25", "100.00")
    assert row["crosswalk"] == "LOCAL:OV from 2020-01-01"
    assert night.state(visit) == ("ready", None)


@pytest.mark.parametrize(
    ("minutes", "code", "units"), [(54, None, None), (55, "99417", 1), (84, "99417", 2), (85, "99417", 3)]
)
def test_time_beyond_the_highest_level(night: Desk, minutes: int, code: str | None, units: int | None) -> None:
    lines = [VISIT, {"code_system": "VISIT", "code": "PROLONGED"}]
    visit = night.encounter("e1", services=lines, patient_status="established", total_minutes=minutes)
    night.run()
    assert coded(night, visit) == "99215"
    assert coded(night, visit, 2) == code
    if units is not None:
        assert night.value("SELECT units FROM core.coded_service WHERE line_number = 2") == units


def test_rules_are_sorted_by_level() -> None:
    """Each level of a family asks for more than the one before, on every day."""
    con = scratch()
    rules.load(con)
    query = "SELECT * FROM rule_visit_levels ORDER BY family, status, valid_from, level"
    for _, rows in con.execute(query).pl().group_by("family", "status", "valid_from"):
        assert all(rows[name].is_sorted() for name in ("level", "grade", "minutes_from", "code"))


grades = st.one_of(st.none(), st.integers(1, 4))


@settings(max_examples=20, derandomize=True, deadline=None)
@given(st.lists(st.tuples(grades, grades, grades), min_size=30, max_size=60))
def test_two_of_three_elements(elements: list[tuple[int | None, ...]]) -> None:
    """A grade is reached when at least two elements reach it: counted here, sorted there."""
    con = scratch()
    lay_visits(con, elements)
    con.execute(sql_file("coding", "visit"))
    found = con.execute("SELECT grade, code FROM coding_visit ORDER BY CAST(received_id AS INTEGER)").fetchall()
    codes = {4: "99215", 3: "99214", 2: "99213", 1: "99212", None: None}
    for three, (grade, code) in zip(elements, found, strict=True):
        reached = [g for g in (1, 2, 3, 4) if sum(1 for e in three if e is not None and e >= g) >= 2]
        assert grade == (max(reached) if reached else None)
        assert code == codes[grade]


def lay_visits(con: Connection, elements: list[tuple[int | None, ...]]) -> None:
    """What sql/coding/visit.sql reads: an established patient's open office visit for each three elements."""
    rules.load(con)
    con.execute(
        """
        CREATE SCHEMA core; CREATE SCHEMA reference;
        CREATE TABLE core.claim (claim_id VARCHAR, received_id VARCHAR, encounter_id VARCHAR, patient_id VARCHAR,
            service_from DATE, live BOOLEAN);
        CREATE TABLE core.claim_line (claim_id VARCHAR, service_from DATE, code VARCHAR);
        CREATE TABLE reference.coding_policy (payer_id VARCHAR, policy VARCHAR, value VARCHAR);
        CREATE TABLE core.encounter (received_id VARCHAR, mdm_problems INTEGER, mdm_data INTEGER, mdm_risk INTEGER);
        """
    )
    names = ["mdm_problems", "mdm_data", "mdm_risk"]
    rows = pl.DataFrame(elements, schema=dict.fromkeys(names, pl.Int32), orient="row").with_row_index("received_id")
    insert(con, "core.encounter", rows.with_columns(pl.col("received_id").cast(pl.String)))
    con.execute(
        """
        ALTER TABLE core.encounter ADD COLUMN total_minutes INTEGER;
        ALTER TABLE core.encounter ADD COLUMN rendering_taxonomy VARCHAR;
        ALTER TABLE core.encounter ADD COLUMN patient_status VARCHAR DEFAULT 'established';
        CREATE TEMP TABLE coding_mapped AS SELECT received_id, 1 AS line_number, DATE '2026-03-02' AS service_from,
            'VISIT' AS code_system, 'OFFICE' AS code FROM core.encounter;
        CREATE TEMP TABLE edit_encounter AS SELECT received_id, received_id AS encounter_id, received_id AS patient_id,
            DATE '2026-03-02' AS service_from FROM core.encounter;
        CREATE TEMP TABLE coding_policy (received_id VARCHAR, policy VARCHAR, value VARCHAR, said_by VARCHAR);
        CREATE TEMP TABLE coding_assigned (received_id VARCHAR, line_number INTEGER, field VARCHAR, value VARCHAR,
            is_assigned BOOLEAN, fact VARCHAR, rule VARCHAR, source VARCHAR);
        """
    )
