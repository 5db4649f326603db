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
from tasks.coding.dose_units import lay_dose_units
from tasks.coding.edits import Edit, read_edit, run_edits
from tasks.coding.in_use import load_codes, load_releases
from tasks.warehouse import Connection, fetch_dicts, insert, open_warehouse, sql_file
from tasks.workspace import SQL
from tests.coding.desk import COVERAGE, CROSSWALK, FEES, PATIENT, Desk, open_desk
from tests.edits.mutants import mutants

HERE = Path(__file__).parent
# Changes that no input can show: what they change cannot be, or is the same for every row that is left.
TOLERATED = {
    # these only keep the join small
    "diagnosis_excludes1": {
        "upper bound dropped: INNER JOIN span ON category.category BETWEEN left(span.first, 3) AND left(span.last, 3)",
        "lower bound dropped: INNER JOIN span ON category.category BETWEEN left(span.first, 3) AND left(span.last, 3)",
        "condition 1 of AND left out: INNER JOIN near ON coded.category = near.category "
        "AND coded.code BETWEEN near.first AND near.last || '~'",
    },
    "hcpcs_not_valid": {
        "COMPARE_GREATERTHAN turned: WHEN service_from > code_to "
        "THEN concat('Line ', line_number, ': HCPCS code ', code, ' ended with ', code_to)"
    },
    "modifier_order": {"COMPARE_LESSTHAN turned: WHERE before.place < later.place AND before.rank > later.rank"},
    "payer_unknown": {"condition 1 of AND left out: AND e.patient_id = c.patient_id"},
    "place_of_service_not_valid": {"condition 1 of AND left out: WHERE version IS NOT NULL AND NOT is_listed"},
    "service_already_claimed": {
        "COMPARE_LESSTHAN turned: WHERE o.turn < l.turn "
        "AND NOT list_has_any(l.modifiers, ['59', '76', '77', '91', 'XE', 'XP', 'XS', 'XU'])"
    },
}
EDITS = sorted(path.stem for path in (SQL / "edits").glob("*.sql"))


@pytest.fixture(scope="module")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    con = open_warehouse(tmp_path_factory.mktemp("edits") / "warehouse.duckdb")
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
            modifier1, modifier2, modifier3, modifier4, units, unit_basis, charge, service_from, service_to,
            line_number AS source_line_number, '1' AS diagnosis_pointers
        FROM core.service WHERE received_id = ?
        """,
        [received_id],
    )


def prepare(desk: Desk, rows: dict[str, Any]) -> None:
    """Judge the encounters of a rows.yaml up to the edits: everything that an edit reads is there."""
    put_rows(desk, rows)
    con, folder = desk.night.con, desk.night.workspace.code_sets
    (desk.night.folder.path / "fees.csv").write_text(FEES + "\n".join(rows["fees"]))
    (desk.night.folder.path / "crosswalk.csv").write_text(CROSSWALK + "\n".join(rows.get("crosswalk", [])))
    reference.load(desk.night)
    releases = read_releases(folder)
    load_releases(con, releases)
    lay_rules(con, rows)
    lay_dose_units(con, folder, releases)
    assign.assign(con, rows.get("charges", "fee_schedule"))
    con.execute(sql_file("coding", "history"))
    load_codes(con, folder, releases)
    put_sets(con, rows)
    assign.order_diagnoses(con)
    con.execute(sql_file("coding", "facts"))
    con.execute(sql_file("coding", "lines"))


def lay_rules(con: Connection, rows: dict[str, Any]) -> None:
    """Lay the dated rules with a first and a last day, so that it is seen whether an edit minds them."""
    rules.load(con)
    first = rows.get("rules_from", date(2004, 1, 1))
    for name in rules.SCHEMAS:
        con.execute(f"UPDATE rule_{name} SET valid_to = least(valid_to, DATE '2027-12-31')")
        con.execute(f"UPDATE rule_{name} SET valid_from = greatest(valid_from, ?)", [first])


def found_by(con: Connection, edit: Edit) -> list[dict[str, str]]:
    """What one edit finds in what was prepared, as expected.csv has it."""
    con.execute(sql_file("coding", "found"))
    run_edits(con, [edit])
    query = """
        SELECT e.encounter_id AS encounter, coalesce(CAST(f.line_number AS VARCHAR), '') AS line_number, f.message
        FROM edit_found AS f INNER JOIN edit_encounter AS e ON f.received_id = e.received_id
        ORDER BY ALL
    """
    return fetch_dicts(con, query)


def put_sets(con: Connection, rows: dict[str, Any]) -> None:
    """Lay the tables of code sets with what a rows.yaml says of them; days are of all time unless it says others."""
    con.execute(sql_file("coding", "sets"))
    always = {"valid_from": date(2003, 1, 1), "valid_to": date(9999, 12, 31)}
    for table, content in rows.get("sets", {}).items():
        insert(con, table, pl.DataFrame([{**always, **row} for row in content], infer_schema_length=None))
    if "places" in rows:
        con.execute("DELETE FROM reference.place_class")
        places = [{"place_of_service": code, "place": place} for code, place in rows["places"].items()]
        insert(con, "reference.place_class", pl.DataFrame(places))
    if "rates" in rows:
        none = {"modifier": None, "place": None, "valid_to": None, "tolerance": "0", "tolerance_percent": "0"}
        rates = [{**none, **row} for row in rows["rates"]]
        insert(con, "reference.contract_rate", pl.DataFrame(rates, infer_schema_length=None))
    if "cpt" in rows:
        release = "INSERT INTO reference.code_set VALUES ('cpt', '2026-01', DATE '2026-01-01', DATE '2026-12-31', 'x')"
        con.execute(release)
        codes = [{"code_set": "cpt", "version": "2026-01", "billable": True, **row} for row in rows["cpt"]]
        insert(con, "reference.code", pl.DataFrame(codes))


def unseen(con: Connection, edit: Edit, changed: list[tuple[str, str]]) -> set[str]:
    """The changes to an edit's SQL that change nothing in what it finds in what was prepared."""
    found = _answer(con, edit, edit.sql)
    return {what for what, query in changed if _answer(con, edit, query) == found}


def _answer(con: Connection, edit: Edit, query: str) -> list[tuple[Any, ...]]:
    judged = f"""
        SELECT f.received_id, f.line_number, f.message FROM ({query.rstrip().rstrip(";")}) AS f
        INNER JOIN edit_encounter AS e ON f.received_id = e.received_id WHERE e.service_from >= ? ORDER BY ALL
    """
    return con.execute(judged, [edit.since]).fetchall()


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
    edit = read_edit(SQL / "edits" / f"{edit_id}.sql")
    prepare(desk, rows)
    assert found_by(desk.night.con, edit) == expected
    # a third of the mistakes that can be put into the edit; tests/trust/test_edit_mutants.py has them all
    changed = mutants(desk.night.con, edit.sql)
    assert unseen(desk.night.con, edit, changed[:: max(1, len(changed) // 3)]) <= TOLERATED.get(edit_id, set())


def test_every_edit_has_its_folder_and_every_folder_its_edit() -> None:
    folders = sorted(path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("_"))
    assert folders == EDITS


def test_there_are_at_least_eight_edits() -> None:
    assert len(EDITS) >= 8
