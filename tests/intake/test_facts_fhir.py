"""Documented facts in FHIR: times, doses, drugs, telehealth; facts of Observations as a client maps them."""

import json
from pathlib import Path
from typing import Any

import pytest

from data_contracts.mapping import PACKAGED, read_mapping
from tasks.intake.fhir_file import items
from tasks.intake.fhir_rows import Reader
from tasks.intake.known import Known
from tasks.intake.mapper import Mapper
from tasks.intake.row import Row, Visit
from tasks.night import Night
from tasks.vault import Vault
from tests.intake.drops import DAY, KEY, Practice
from tests.intake.messages import (
    Json,
    charge_item,
    claim,
    condition,
    coverage,
    encounter,
    ndjson,
    patient,
    practitioner,
)

NDC = "http://hl7.org/fhir/sid/ndc"
MORNING = {"start": "2026-02-27T10:05:00-05:00", "end": "2026-02-27T15:30:00Z"}
DETAIL = {
    "productOrService": {"coding": [{"system": NDC, "code": "00182-1061-05"}]},
    "quantity": {"value": 2, "unit": "ML"},
}
TIMES = ("start_time", "stop_time")
DRUG = ("ndc", "ndc_units", "ndc_unit_basis")


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    practice = Practice(tmp_path_factory.mktemp("facts"))
    return Night(practice.folder, DAY, 1, practice.con, Vault(practice.folder.vault), KEY, range(0))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the packaged mapping leaves to a practice, as its head shows it."""
    path = tmp_path_factory.mktemp("own") / "fhir_r4.yaml"
    path.write_text(
        "links: {Observation: [encounter]}\n"
        "tables: {place_of_service: {AMB: '11'}, modality: {'44': video, '18': audio}, "
        "patient_status: {new: new, ret: established}, patient_location: {Location/home: home}}\n"
        "datasets: {encounters: {\n"
        "  Encounter: {columns: {total_minutes: {paths: [length.value], form: minutes, "
        "only_path: [length.code, length.unit], only: minutes}}},\n"
        "  Observation: {\n"
        "    take: [{path: status, of: [final, amended], leave: [entered-in-error]}],\n"
        "    columns: {total_minutes: {paths: [\"where(code.coding.code contains 'minutes').valueQuantity.value\"], "
        "form: minutes}, mdm_risk: {paths: [\"where(code.coding.code contains 'risk').valueInteger\"]}}}}}\n"
    )
    return path


def told(night: Night, own: Path, *resources: Json | str) -> Visit:
    """The one visit that resources tell, with patient, coverage and doctor."""
    reader = Reader(Mapper(read_mapping("fhir_r4", own)), Known(night, "fhir_r4"), str(DAY))
    reader.read(items(ndjson(patient(), coverage(), practitioner(), *resources), "f" * 64) or [])
    (visit,) = reader.form().visits
    return visit


def of_charge(night: Night, own: Path, *others: Json, **item: Any) -> Row:
    """The line of a visit's one charge."""
    (row,) = told(night, own, encounter(), condition(), charge_item(**item), *others).services
    return row


def of_item(night: Night, own: Path, **told_of_it: Any) -> Row:
    """The line of a claim's one item."""
    (row,) = told(night, own, claim(item=[claim()["item"][0] | told_of_it])).services
    return row


def said(row: Row) -> list[tuple[str | None, str]]:
    return [(fault.column_name, fault.element.split(" ", 2)[2]) for fault in row.unplaced]


def cells(row: Row, *names: str) -> tuple[str | None, ...]:
    return tuple(row.cells.get(name) for name in names)


def given(status: str = "completed", **dose: Any) -> Json:
    made = {"resourceType": "MedicationAdministration", "id": "m1", "status": status, "dosage": {"dose": dose}}
    return made | {"context": {"reference": "Encounter/e1"}}


def observed(number: str, code: str, status: str = "final", at: str = "Encounter/e1", **value: Any) -> Json:
    made = {"resourceType": "Observation", "id": number, "status": status, "encounter": {"reference": at}}
    return made | {"code": {"coding": [{"code": code}]}} | value


def test_times_of_a_charge_are_those_of_its_period_or_procedure(night: Night, own: Path) -> None:
    assert cells(of_charge(night, own, occurrencePeriod=MORNING), *TIMES) == ("10:05", "10:30")
    service = [{"reference": "Procedure/s1"}, {"reference": "DiagnosticReport/never-sent"}]
    procedure = {"resourceType": "Procedure", "id": "s1", "status": "completed", "performedPeriod": MORNING}
    row = of_charge(night, own, procedure, service=service)
    assert (cells(row, *TIMES), row.unplaced) == (("10:05", "10:30"), [])
    row = of_charge(night, own, procedure | {"status": "entered-in-error"}, service=service)
    assert (cells(row, *TIMES), row.unplaced) == ((None, None), [])


def test_times_of_an_item_and_of_a_procedure(night: Night, own: Path) -> None:
    period = {"servicedDate": None, "servicedPeriod": MORNING}
    assert cells(of_item(night, own, **period), *TIMES) == ("10:05", "10:30")
    late = {"servicedDate": None, "servicedPeriod": {"start": MORNING["end"], "end": MORNING["start"]}}
    assert said(of_item(night, own, **late)) == [("stop_time", "Claim.item[0].servicedPeriod.end")]


def test_a_dose_is_that_of_what_was_given(night: Night, own: Path) -> None:
    service = [{"reference": "MedicationAdministration/m1"}]
    row = of_charge(night, own, given(value=40, code="mg"), service=service)
    assert (cells(row, "dose_quantity", "dose_unit"), row.unplaced) == (("40", "MG"), [])
    row = of_charge(night, own, given("entered-in-error", value=40, code="mg"), service=service)
    assert cells(row, "dose_quantity", "dose_unit") == (None, None)
    row = of_charge(night, own, given(value=40, code="drops"), service=service)
    assert [column for column, _ in said(row)] == ["dose_unit"]


def test_a_drug_is_the_product_of_a_charge_or_a_detail_of_an_item(night: Night, own: Path) -> None:
    product = {"coding": [{"system": NDC, "code": "0182-1061-05"}]}
    shot = {
        "resourceType": "Immunization",
        "id": "v1",
        "status": "completed",
        "doseQuantity": {"value": 0.5, "code": "mL"},
    }
    service = [{"reference": "Immunization/v1"}]
    row = of_charge(night, own, shot, productCodeableConcept=product, service=service)
    assert cells(row, *DRUG, "units") == ("00182106105", "0.5", "ML", "1")
    row = of_item(night, own, detail=[DETAIL])
    assert (cells(row, *DRUG), row.unplaced) == (("00182106105", "2", "ML"), [])


@pytest.mark.parametrize(("quantity", "units"), [({"value": 2}, "2"), ({"value": 2, "unit": "each"}, "2")])
def test_a_count_is_units(night: Night, own: Path, quantity: Json, units: str) -> None:
    assert cells(of_charge(night, own, quantity=quantity), "units") == (units,)


@pytest.mark.parametrize("quantity", [{"value": 2, "code": "mL"}, {"value": 60, "unit": "minutes"}])
def test_a_measure_is_no_number_of_units(night: Night, own: Path, quantity: Json) -> None:
    row = of_charge(night, own, quantity=quantity)
    ((column, path),) = said(row)
    assert (column, path.rpartition(".quantity.")[2] in quantity, row.cells["units"]) == ("units", True, None)


def test_telehealth_and_new_patients_by_the_codes_of_a_practice(night: Night, own: Path) -> None:
    names = ("modality", "patient_status", "patient_location", "place_of_service")
    kinds = [{"coding": [{"code": "ret"}, {"code": "44"}]}, {"coding": [{"code": "unknown"}]}]
    at_home = {"class": {"code": "VR"}, "type": kinds, "location": [{"location": {"reference": "Location/home"}}]}
    visit = told(night, own, encounter(**at_home), condition(), charge_item())
    assert (cells(visit.encounter, *names), visit.encounter.unplaced) == (("video", "established", "home", None), [])
    both = encounter(type=[*kinds, {"coding": [{"code": "18"}]}])
    visit = told(night, own, both, condition(), charge_item())
    assert said(visit.encounter) == [("modality", "Encounter.type.coding.code")]


def test_minutes_of_a_visit_are_told_only_where_a_client_says_so(night: Night, own: Path) -> None:
    timed = encounter(length={"value": 34, "code": "min"})
    assert "total_minutes" not in told(night, Path("none"), timed, condition(), charge_item()).encounter.cells
    assert told(night, own, timed, condition(), charge_item()).encounter.cells["total_minutes"] == "34"
    visit = told(night, own, encounter(length={"value": 1, "unit": "h"}), condition(), charge_item())
    assert [column for column, _ in said(visit.encounter)] == ["total_minutes"]


def test_observations_tell_facts_of_their_visit(night: Night, own: Path) -> None:
    facts = [observed("o1", "minutes", valueQuantity={"value": 34}), observed("o2", "risk", valueInteger=3)]
    facts += [observed("o3", "risk", "entered-in-error", valueInteger=4), observed("o4", "pressure", valueInteger=120)]
    facts += [observed("o5", "risk", at="Encounter/never-sent", valueInteger=4)]
    visit = told(night, own, encounter(), condition(), charge_item(), *facts)
    assert (cells(visit.encounter, "total_minutes", "mdm_risk"), visit.encounter.unplaced) == (("34", "3"), [])
    visit = told(night, own, encounter(), condition(), charge_item(), *facts, observed("o6", "risk", valueInteger=2))
    assert [column for column, _ in said(visit.encounter)] == ["mdm_risk"]
    assert len(told(night, Path("none"), encounter(), condition(), charge_item(), *facts).services) == 1


def test_authorization_accident_onset_and_supervision(night: Night, own: Path) -> None:
    names = ("authorization_number", "accident_date", "accident_cause", "accident_state", "onset_date")
    accident = {"date": "2026-02-01", "type": {"coding": [{"code": "MVA"}]}, "locationAddress": {"state": "MA"}}
    onset = [{"category": {"coding": [{"code": "onset"}]}, "timingDate": "2026-02-02"}]
    team = [*claim()["careTeam"], {"provider": {"reference": "#doc"}, "role": {"coding": [{"code": "supervisor"}]}}]
    sent = claim(insurance=[{"preAuthRef": ["A1"]}], accident=accident, supportingInfo=onset, careTeam=team)
    row = told(night, own, sent).encounter
    assert cells(row, *names) == ("A1", "2026-02-01", "AA", "MA", "2026-02-02")
    assert cells(row, "supervising_npi", "supervising_last_name") == ("1234567893", "WHO")


def test_what_may_change_the_meaning_of_all_else_is_for_a_person(night: Night, own: Path) -> None:
    negated = {"modifierExtension": [{"url": "https://ehr.example/negated", "valueBoolean": True}]}
    visit = told(night, own, encounter(**negated), condition(), charge_item(**negated))
    assert said(visit.encounter) == [(None, "Encounter.modifierExtension")]
    assert said(visit.services[0]) == [(None, "ChargeItem.modifierExtension")]
    assert said(of_item(night, own, **negated)) == [(None, "Claim.item[0].modifierExtension")]


def test_a_list_of_resources_and_torn_lines(night: Night) -> None:
    listed = items(json.dumps([patient(), claim()]).encode(), "f")
    assert [item.place for item in listed or []] == ["[0] Patient", "[1] Claim", "[1] Claim.contained[0] Practitioner"]
    lines = ndjson(patient(), claim(), coverage()).splitlines()
    for torn in range(3):
        spoiled = [line[:-9] if number == torn else line for number, line in enumerate(lines)]
        found = items(b"\r\n".join(spoiled), "f") or []
        assert [item.place for item in found if item.broken] == [f"line {torn + 1}"]
        assert {item.kind for item in found} >= {"Patient", "Claim", "Coverage"}
    assert items(json.dumps(claim(), indent=1).encode()[:-3], "f") is None


def test_the_example_of_the_packaged_mapping_is_one(tmp_path: Path) -> None:
    """The comment at its head, without its marks, is a client's mapping; so is that of HL7 v2."""
    for name in ("fhir_r4", "hl7v2"):
        head = (PACKAGED / f"{name}.yaml").read_text(encoding="utf-8").split("\n\n")[0]
        lines = [line[4:] for line in head.splitlines() if line.startswith("#   ")]
        (tmp_path / "own.yaml").write_text("\n".join(lines))
        laid, packaged = read_mapping(name, tmp_path / "own.yaml"), read_mapping(name, Path("none"))
        assert len(lines) > 8
        assert laid.datasets["encounters"] != packaged.datasets["encounters"]
