"""A Synthea export as an encounter drop: everything in it, nothing added."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data_contracts.datasets.control import Control
from tasks.sandbox.synthea import convert
from tests.sandbox.synthea_world import tables_by_rule

Tables = dict[str, list[dict[str, str]]]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def source(shared: Path) -> Path:
    return shared / "encounters" / "synthea-csv"


@pytest.fixture(scope="module")
def drop(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthea") / "synthea"
    convert(source, folder, *tables_by_rule(source))
    return folder


@pytest.fixture(scope="module")
def tables(drop: Path) -> Tables:
    return {path.stem: _rows(path) for path in drop.glob("*.csv")}


def test_every_encounter_is_in_the_drop_and_its_totals_tie(drop: Path, tables: Tables, source: Path) -> None:
    control = Control.model_validate_json((drop / "control.json").read_text())
    assert control.encounters == len(tables["encounters"]) == 604
    assert {e["encounter_id"] for e in tables["encounters"]} == {e["Id"] for e in _rows(source / "encounters.csv")}
    assert control.charges == sum(Decimal(s["charge"]) for s in tables["services"])


def test_codes_stay_in_the_system_they_were_recorded_in(tables: Tables, source: Path) -> None:
    assert {s["code_system"] for s in tables["services"]} == {"SNOMED", "CVX"}
    assert {d["code_system"] for d in tables["diagnoses"]} == {"SNOMED"}
    sent = len(_rows(source / "encounters.csv")) + len(_rows(source / "procedures.csv"))
    assert len(tables["services"]) == sent + len(_rows(source / "immunizations.csv"))


def test_charges_are_those_of_the_export(tables: Tables, source: Path) -> None:
    costs = [Decimal(e["BASE_ENCOUNTER_COST"]) for e in _rows(source / "encounters.csv")]
    costs += [
        Decimal(r["BASE_COST"]) for name in ("procedures", "immunizations") for r in _rows(source / f"{name}.csv")
    ]
    assert sum(Decimal(s["charge"]) for s in tables["services"]) == sum(costs)


def test_without_tables_nothing_is_made_up(source: Path, tmp_path: Path) -> None:
    convert(source, tmp_path / "bare", {}, {})
    encounters, coverages = (_rows(tmp_path / "bare" / f"{name}.csv") for name in ("encounters", "coverages"))
    assert {e["rendering_npi"] for e in encounters} == {""}
    assert {c["payer_id"] for c in coverages} <= {p["Id"] for p in _rows(source / "payers.csv")}


def test_a_subscriber_other_than_the_patient_has_only_the_name(tables: Tables) -> None:
    others = [c for c in tables["coverages"] if c["relationship"] in ("01", "19")]
    assert others
    assert all(c["subscriber_last_name"] and not c["subscriber_birth_date"] for c in others)


def test_one_primary_coverage_a_day_and_only_those_in_force_at_a_visit(tables: Tables) -> None:
    days: dict[str, set[str]] = {}
    for encounter in tables["encounters"]:
        days.setdefault(encounter["patient_id"], set()).add(encounter["service_from"])
    primary = [c for c in tables["coverages"] if c["priority"] == "1"]
    for patient, visited in days.items():
        own = [c for c in primary if c["patient_id"] == patient]
        for day in visited:
            assert sum(c["effective_from"] <= day <= c["effective_to"] for c in own) <= 1
        assert all(any(c["effective_from"] <= day <= c["effective_to"] for day in visited) for c in own)


def test_the_uninsured_pay_themselves(tables: Tables, source: Path) -> None:
    uninsured = {p["Id"] for p in _rows(source / "payers.csv") if p["NAME"] == "NO_INSURANCE"}
    expected = {e["Id"] for e in _rows(source / "encounters.csv") if e["PAYER"] in uninsured}
    assert {e["encounter_id"] for e in tables["encounters"] if e["financial_class"] == "self_pay"} == expected


def test_lines_point_at_diagnoses_of_their_encounter_or_at_nothing(tables: Tables) -> None:
    sequences: dict[str, set[str]] = {}
    for diagnosis in tables["diagnoses"]:
        sequences.setdefault(diagnosis["encounter_id"], set()).add(diagnosis["sequence"])
    for service in tables["services"]:
        known = sequences.get(service["encounter_id"], set())
        assert service["diagnosis_pointers"] in known if known else service["diagnosis_pointers"] == ""


def test_days_are_days(tables: Tables) -> None:
    for row in (*tables["encounters"], *tables["services"]):
        assert date.fromisoformat(row["service_from"]) <= date.fromisoformat(row["service_to"])
