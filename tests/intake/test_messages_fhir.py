"""FHIR R4: resources become rows, references are followed, and what cannot be placed is named by its path."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.intake.message_practice import MessagePractice
from tests.intake.messages import (
    bundle,
    charge_item,
    claim,
    condition,
    coverage,
    encounter,
    ndjson,
    patient,
    practitioner,
)

PEOPLE = (patient(), coverage(), practitioner())
VISIT = (encounter(), condition(), charge_item())


@pytest.fixture
def practice(tmp_path: Path) -> MessagePractice:
    return MessagePractice(tmp_path)


@pytest.mark.parametrize("form", [ndjson, bundle])
def test_a_visit_of_resources(practice: MessagePractice, form: object) -> None:
    practice.send(form(*PEOPLE, *VISIT))  # type: ignore[operator]
    assert practice.standing() == {"e1": "ready"}
    (row,) = practice.rows("SELECT * FROM core.encounter")
    assert (row["rendering_npi"], row["rendering_last_name"], str(row["service_to"])) == (
        "1234567893",
        "WHO",
        "2026-02-27",
    )
    (line,) = practice.rows("SELECT * FROM core.service")
    assert (line["code"], line["charge"], line["diagnosis_pointers"]) == ("99213", Decimal("120.10"), "1")
    assert set(practice.laws().values()) == {0}


@pytest.mark.parametrize(
    ("price", "sent"), [("0.1", "0.1"), ("1E2", "100"), ("120.10", "120.10"), ("33.3300", "33.33")]
)
def test_money_is_the_text_that_was_written(practice: MessagePractice, price: str, sent: str) -> None:
    practice.send(ndjson(*PEOPLE, encounter(), condition(), charge_item(price=price)))
    assert practice.values("SELECT charge FROM raw.services") == [sent]


def test_more_decimals_than_a_cent_has_are_found(practice: MessagePractice) -> None:
    practice.send(ndjson(*PEOPLE, encounter(), condition(), charge_item(price="33.333")))
    (blamed,) = practice.blamed()
    assert blamed[:3] == ("services", "charge", "line 6 ChargeItem: priceOverride.value")


def test_a_claim_stands_for_itself_with_what_it_contains(practice: MessagePractice) -> None:
    practice.send(ndjson(patient(), coverage(), claim()))
    assert practice.standing() == {"q1": "ready"}
    (line,) = practice.rows("SELECT * FROM core.service")
    assert (line["charge"], line["diagnosis_pointers"], line["modifier1"]) == (Decimal("120.10"), "2:1", "25")
    assert practice.values("SELECT place_of_service FROM core.encounter") == ["11"]


def test_a_claim_of_an_encounter_is_not_billed_beside_it(practice: MessagePractice) -> None:
    items = [{**claim()["item"][0], "encounter": [{"reference": "Encounter/e1"}]}]
    answer = claim("a1", item=claim()["item"], claim={"reference": "Claim/q1"}) | {
        "resourceType": "ExplanationOfBenefit"
    }
    unplaced = encounter() | {"class": {"code": "VR"}}
    practice.send(ndjson(*PEOPLE, unplaced, claim(item=items), answer))
    assert practice.standing() == {"e1": "ready"}
    assert practice.values("SELECT charge FROM core.service") == [Decimal("120.10")]


@pytest.mark.parametrize(
    "reference",
    ["urn:uuid:0f1e", "https://ehr.example/fhir/Patient/p1", "Patient/p1", "Patient/p1/_history/3"],
)
def test_references_of_every_form(practice: MessagePractice, reference: str) -> None:
    urls = {"p1": "urn:uuid:0f1e" if reference.startswith("urn") else "https://ehr.example/fhir/Patient/p1"}
    people = (patient(), coverage(of=reference), practitioner())
    practice.send(bundle(*people, encounter(of=reference), condition(), charge_item(), urls=urls))
    assert practice.standing() == {"e1": "ready"}


def test_a_conditional_reference_tells_the_number(practice: MessagePractice) -> None:
    by = "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|1234567893"
    practice.send(ndjson(*PEOPLE, encounter(by=by), condition(), charge_item()))
    assert practice.standing() == {"e1": "ready"}


def test_resources_of_an_earlier_night_are_known(practice: MessagePractice) -> None:
    practice.send(ndjson(*PEOPLE))
    practice.send(ndjson(encounter(), condition()))
    assert practice.standing() == {"e1": "quarantined contract"}
    practice.send(ndjson(charge_item()))
    assert practice.standing() == {"e1": "ready"}
    practice.send(ndjson(patient(gender="male")))
    practice.send(ndjson(encounter("e2"), condition("k2", "Encounter/e2"), charge_item("i2", "Encounter/e2")))
    query = (
        "SELECT sex FROM core.patient WHERE batch_id = (SELECT batch_id FROM raw.encounters WHERE encounter_id = 'e2')"
    )
    assert practice.values(query) == ["M"]
    assert set(practice.laws().values()) == {0}


def test_a_patient_told_later_mends_the_visit(practice: MessagePractice) -> None:
    practice.send(ndjson(practitioner(), *VISIT))
    reason = "the element refers to something that no file has told"
    assert ("encounters", "patient_id", "line 2 Encounter.subject.resolve().id", reason) in practice.blamed()
    practice.send(ndjson(patient(), coverage()))
    assert practice.standing() == {"e1": "ready"}


def test_charges_of_an_encounter_that_nothing_told_are_kept(practice: MessagePractice) -> None:
    practice.send(ndjson(*PEOPLE, charge_item(at="Encounter/e9")))
    reason = "the element refers to an Encounter that no file has told"
    assert ("encounters", None, "line 4 ChargeItem", reason) in practice.blamed()
    practice.send(ndjson(encounter("e9"), condition(at="Encounter/e9")))
    assert practice.standing() == {"e9": "ready"}


def test_a_resource_that_is_broken_stands_alone(practice: MessagePractice) -> None:
    lines = ndjson(*PEOPLE, *VISIT) + b'{"resourceType":"Encounter","id":"e2"\n[1]\n{"resourceType":"Patient"\n'
    practice.send(lines)
    states = practice.rows("SELECT encounter_id, state FROM core.encounter ORDER BY 1")
    assert [tuple(row.values()) for row in states] == [("e1", "ready"), (None, "quarantined"), (None, "quarantined")]
    assert practice.problems() == [("resource_unreadable", "error")]
    paths = {path: reason for _, _, path, reason in practice.blamed()}
    assert paths["line 7"] == "the resource is not JSON in UTF-8"
    assert paths["line 8"] == "the element is no resource: it has no resourceType"
    assert set(practice.laws().values()) == {0}


def test_a_bundle_that_is_no_json_is_held_with_the_encounters_it_seems_to_hold(practice: MessagePractice) -> None:
    whole = bundle(*PEOPLE, *VISIT, encounter("e2"))
    practice.send(whole[: whole.rindex(b'"participant"')], ndjson(*PEOPLE, *VISIT))
    states = practice.rows("SELECT encounter_id, state, reason_code FROM core.encounter ORDER BY 1")
    assert [tuple(row.values()) for row in states] == [
        ("e1", "ready", None),
        (None, "held", "batch_unreadable"),
        (None, "held", "batch_unreadable"),
    ]
    assert set(practice.laws().values()) == {0}


def test_visits_that_are_not_over_wait_without_being_counted(practice: MessagePractice) -> None:
    practice.send(ndjson(*PEOPLE, encounter(status="in-progress"), condition(), charge_item()))
    assert practice.problems() == [("resource_left", "warning")]
    assert practice.values("SELECT encounters_received FROM core.batch") == [0]
    practice.send(ndjson(encounter()))
    assert practice.standing() == {"e1": "ready"}


@pytest.mark.parametrize(
    ("told", "path", "reason"),
    [
        ({"type": {"coding": [{"code": "pharmacy"}]}}, "type.coding.code", "the mapping does not say what becomes of an element of this kind"),
        ({"billablePeriod": {"start": "2026-02"}}, "billablePeriod.start", "the element is not a whole day"),
        ({"patient": {"reference": "Patient/none"}}, "patient.resolve().id", "the element refers to something that no file has told"),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_is_named_by_its_path(
    practice: MessagePractice, told: dict[str, object], path: str, reason: str
) -> None:
    practice.send(ndjson(patient(), coverage(), claim(**told)))
    assert (f"line 3 Claim.{path}", reason) in {blamed[2:] for blamed in practice.blamed()}


def test_a_code_of_an_unknown_system_is_found_at_its_item(practice: MessagePractice) -> None:
    item = claim()["item"][0] | {"productOrService": {"coding": [{"system": "urn:elsewhere", "code": "99213"}]}}
    practice.send(ndjson(patient(), coverage(), claim(item=[claim()["item"][0], item])))
    reason = "the mapping's table service_systems has no entry for the element"
    assert practice.blamed() == [("services", "code_system", "line 3 Claim.item[1].productOrService", reason)]


def test_what_has_odd_types_is_a_row_or_a_fault_and_nothing_else(practice: MessagePractice) -> None:
    odd = [
        claim(f"o{number}", **{name: value})
        for number, (name, value) in enumerate(
            (name, value)
            for name in ("patient", "item", "diagnosis", "careTeam", "contained", "meta", "type", "billablePeriod")
            for value in (7, "text", [], {}, [7], [[]], {"reference": [1]}, None, True)
        )
    ]
    practice.send(ndjson(patient(), coverage(), *odd))
    assert len(practice.standing()) == len(odd)
    assert set(practice.laws().values()) == {0}
