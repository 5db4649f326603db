"""Every edit has a folder of input rows and expected findings: some encounters it finds, some it lets through.

rows.yaml: encounters with what differs from an ordinary visit (tests/coding/desk.py); expected.csv: the findings.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from tasks.coding import assign, reference, rules
from tasks.coding.code_sets import releases as read_releases
from tasks.coding.edits import read_edit, run_edits
from tasks.coding.in_use import load_codes, load_releases
from tasks.warehouse import Connection, insert, open_warehouse, sql_file
from tasks.workspace import SQL
from tests.coding.desk import COVERAGE, PATIENT, Desk, open_desk

HERE = Path(__file__).parent
EDITS = sorted(path.stem for path in (SQL / "edits").glob("*.sql"))


@pytest.fixture(scope="module")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    con = open_warehouse(tmp_path_factory.mktemp("edits") / "warehouse.duckdb", threads=1)
    yield con
    con.close()


@pytest.fixture
def desk(tmp_path: Path, code_sets: Path, empty_warehouse: Connection) -> Iterator[Desk]:
    """One warehouse for all edits; what a test puts into it goes with its transaction."""
    empty_warehouse.begin()
    yield open_desk(tmp_path / "workspace", code_sets, empty_warehouse, patient=False)
    empty_warehouse.rollback()


def put_rows(desk: Desk, rows: dict[str, Any]) -> None:
    """Put the encounters of a rows.yaml, each with its own patient unless it names one."""
    known: set[str] = set()
    claimed: list[str] = []
    for encounter in rows["encounters"]:
        facts = dict(encounter)
        patient = facts.setdefault("patient_id", f"patient of {facts['name']}")
        birth_date, payer = facts.pop("birth_date", PATIENT["birth_date"]), facts.pop("payer", "P1")
        sex = facts.pop("sex", PATIENT["sex"])
        is_claimed, covered_to = facts.pop("claimed", False), facts.pop("covered_to", None)
        if patient not in known:
            known.add(patient)
            desk.put("core.patient", **{**PATIENT, "patient_id": patient, "birth_date": birth_date, "sex": sex})
            coverage = {"coverage_id": patient, "patient_id": patient, "payer_id": payer, "effective_to": covered_to}
            desk.put("core.coverage", **{**COVERAGE, **coverage})
        received_id = desk.encounter(**facts)
        if is_claimed:
            claimed.append(received_id)
    desk.flush()
    for received_id in claimed:
        claim(desk, received_id)


def claim(desk: Desk, received_id: str) -> None:
    """Make a live claim of an encounter, as the claims stage of an earlier night would have."""
    con = desk.night.con
    con.execute("UPDATE core.encounter SET state = 'claimed' WHERE received_id = ?", [received_id])
    con.execute(
        """
        INSERT INTO core.claim BY NAME
        SELECT received_id AS claim_id, received_id, encounter_id, patient_id, 'insurer' AS party, 1 AS payer_priority,
            '1' AS billing_npi, '1' AS billing_tax_id, rendering_npi, place_of_service, service_from, service_to,
            1 AS charge, 0 AS patient_paid, received_on AS created_on, true AS live
        FROM core.encounter WHERE received_id = ?
        """,
        [received_id],
    )
    con.execute(
        """
        INSERT INTO core.claim_line BY NAME
        SELECT received_id || line_number AS line_id, received_id AS claim_id, line_number, code_system, code,
            modifier1, modifier2, modifier3, modifier4, units, unit_basis, charge, service_from, service_to, line_number AS source_line_number, '1' AS diagnosis_pointers
        FROM core.service WHERE received_id = ?
        """,
        [received_id],
    )


def found_by(desk: Desk, rows: dict[str, Any], edit: Path) -> list[dict[str, str]]:
    """What one edit finds in the encounters of a rows.yaml, as expected.csv has it."""
    put_rows(desk, rows)
    (desk.night.folder.path / "fees.csv").write_text(
        "\n".join(["code,modifier,fee,valid_from,valid_to", *rows["fees"]])
    )
    reference.load(desk.night)
    con, folder = desk.night.con, desk.night.workspace.code_sets
    releases = read_releases(folder)
    load_releases(con, releases)
    assign.assign(con, rows.get("charges", "fee_schedule"))
    con.execute(sql_file("coding", "history"))
    load_codes(con, folder, releases)
    con.execute(sql_file("coding", "sets"))
    put_sets(con, rows.get("sets", {}))
    con.execute(sql_file("coding", "facts"))
    rules.load(con)
    con.execute(sql_file("coding", "lines"))
    con.execute(sql_file("coding", "found"))
    run_edits(con, [read_edit(edit)])
    query = """
        SELECT e.encounter_id AS encounter, coalesce(CAST(f.line_number AS VARCHAR), '') AS line_number, f.message
        FROM edit_found AS f INNER JOIN edit_encounter AS e ON f.received_id = e.received_id
        ORDER BY ALL
    """
    return desk.rows(query)


def put_sets(con: Connection, sets: dict[str, list[dict[str, Any]]]) -> None:
    """Fill tables of code sets with what a rows.yaml says of them; days are of all time unless it says others."""
    for table in con.execute("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'set\\_%' ESCAPE '\\'").fetchall():
        con.execute(f"DELETE FROM {table[0]}")
    for table, rows in sets.items():
        always = {"valid_from": date(2003, 1, 1), "valid_to": date(9999, 12, 31)}
        insert(con, table, pl.DataFrame([{**always, **row} for row in rows], infer_schema_length=None))


def read_expected(edit_id: str) -> list[dict[str, str]]:
    with (HERE / edit_id / "expected.csv").open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: tuple(row.values()))


@pytest.mark.parametrize("edit_id", EDITS)
def test_an_edit_finds_what_it_should_and_nothing_else(edit_id: str, desk: Desk) -> None:
    rows = yaml.safe_load((HERE / edit_id / "rows.yaml").read_text(encoding="utf-8"))
    expected = read_expected(edit_id)
    fires = {row["encounter"] for row in expected}
    judged = {row["name"] for row in rows["encounters"] if not row.get("claimed")}
    assert fires, "no example that fires"
    assert judged - fires, "no example that does not fire"
    assert found_by(desk, rows, SQL / "edits" / f"{edit_id}.sql") == expected


def test_every_edit_has_its_folder_and_every_folder_its_edit() -> None:
    folders = sorted(path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("_"))
    assert folders == EDITS


def test_there_are_at_least_eight_edits() -> None:
    assert len(EDITS) >= 8
