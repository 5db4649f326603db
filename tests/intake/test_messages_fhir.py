"""FHIR R4: resources become rows, references are followed, and what cannot be placed is named by its path.

All cases lie in the files of a few nights of one practice, each with visits and patients of its own.
"""

from decimal import Decimal
from typing import Any

import pytest

from tests.intake.message_practice import MessagePractice
from tests.intake.messages import (
    Json,
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

SERVER = "https://ehr.example/fhir/Patient/p1"
REFERENCES = {"r1": "urn:uuid:0f1e", "r2": SERVER, "r3": "Patient/p3", "r4": "Patient/p4/_history/3"}
PRICES = {"m1": ("0.1", "0.1"), "m2": ("1E2", "100"), "m3": ("120.10", "120.10"), "m4": ("33.3300", "33.33"), "m5": ("33.333", "33.333")}  # fmt: skip  # noqa: E501
_ITEM = claim()["item"][0]
_ELSEWHERE = _ITEM | {"productOrService": {"coding": [{"system": "urn:elsewhere", "code": "99213"}]}}
# Claim -> what is other in it, and path and reason of what cannot be placed.
UNPLACED: dict[str, tuple[Json, str, str]] = {
    "x1": ({"type": {"coding": [{"code": "pharmacy"}]}}, "Claim.type.coding.code", "the mapping does not say what becomes of an element of this kind"),  # noqa: E501
    "x2": ({"billablePeriod": {"start": "2026-02"}}, "Claim.billablePeriod.start", "the element is not a whole day"),
    "x3": ({"patient": {"reference": "Patient/none"}}, "Claim.patient.resolve().id", "the element refers to something that no file has told"),  # noqa: E501
    "x4": ({"item": [_ITEM, _ELSEWHERE]}, "Claim.item[1].productOrService", "the mapping's table service_systems has no entry for urn:elsewhere"),  # noqa: E501
}  # fmt: skip
ODD = [
    (name, value)
    for name in ("patient", "item", "diagnosis", "careTeam", "contained", "meta", "type", "billablePeriod")
    for value in (7, "text", [], {}, [7], [[]], {"reference": [1]}, None, True)
]


def visit(number: str, of: str = "Patient/p1", price: str = "120.10", **told: Any) -> list[Json | str]:
    at = f"Encounter/{number}"
    return [encounter(number, of, **told), condition(f"k{number}", at), charge_item(f"i{number}", at, price)]


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> MessagePractice:
    made = MessagePractice(tmp_path_factory.mktemp("fhir"))
    by = "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|1234567893"
    items = [_ITEM | {"encounter": [{"reference": "Encounter/e2"}]}]
    answer = claim("a2", claim={"reference": "Claim/q2"}) | {"resourceType": "ExplanationOfBenefit"}
    first = ndjson(
        *(patient(), coverage(), practitioner(), *visit("e1"), *visit("e3", by=by), claim("q1")),
        *(encounter("e2") | {"class": {"code": "VR"}}, claim("q2", item=items), answer),
        *(resource for number, (price, _) in PRICES.items() for resource in visit(number, price=price)),
        *(claim(number, **told) for number, (told, *_) in UNPLACED.items()),
        *(claim(f"o{number}", **{name: value}) for number, (name, value) in enumerate(ODD)),
        *(encounter("w2"), condition("kw2", "Encounter/w2")),
        *(*visit("w1", "Patient/later"), charge_item("iw3", "Encounter/w3"), *visit("w4", status="in-progress")),
    )
    broken = b'{"resourceType":"Encounter","id":"SECRET"\n[1]\n{"resourceType":"Patient","id":"SECRET"\n'
    people = [patient("p1"), patient("p3"), patient("p4"), coverage("c1", REFERENCES["r1"])]
    people += [coverage("c3", REFERENCES["r3"]), coverage("c4", REFERENCES["r4"])]
    visits = [resource for number, of in REFERENCES.items() for resource in visit(number, of)]
    urls = {"p1": REFERENCES["r1"]}
    two = bundle(patient("p1"), coverage("c1", SERVER), *visit("r2", SERVER), urls={"p1": SERVER})
    torn = bundle(*visit("t1"), encounter("t2"))
    made.send(first + broken, torn[: torn.rindex(b'"participant"')])
    made.send(bundle(*people, *visits, urls=urls), two)
    made.send(
        ndjson(patient("later"), coverage("cl", "Patient/later"), charge_item("iw2", "Encounter/w2")),
        ndjson(encounter("w3"), condition("kw3", "Encounter/w3"), encounter("w4"), patient("p3", gender="male")),
        ndjson(*visit("n1", "Patient/p3")),
    )
    return made


def _lines(practice: MessagePractice, number: str) -> list[dict[str, Any]]:
    query = (
        "SELECT s.* FROM core.service AS s INNER JOIN core.encounter AS e USING (received_id) "
        f"WHERE e.encounter_id = '{number}' AND e.state = 'ready' ORDER BY line_number"
    )
    return practice.rows(query)


def test_a_visit_of_resources(practice: MessagePractice) -> None:
    assert practice.standing()["e1"] == "ready"
    (row,) = practice.rows("SELECT * FROM core.encounter WHERE encounter_id = 'e1'")
    assert (row["rendering_npi"], row["rendering_last_name"], str(row["service_to"])) == (
        "1234567893",
        "WHO",
        "2026-02-27",
    )
    (line,) = _lines(practice, "e1")
    assert (line["code"], line["charge"], line["diagnosis_pointers"]) == ("99213", Decimal("120.10"), "1")


@pytest.mark.parametrize("number", PRICES)
def test_money_is_the_text_that_was_written(practice: MessagePractice, number: str) -> None:
    query = f"SELECT charge FROM raw.services WHERE encounter_id = '{number}'"
    assert practice.values(query) == [PRICES[number][1]]


def test_more_decimals_than_a_cent_has_are_found(practice: MessagePractice) -> None:
    query = "SELECT split_part(element, ' ', 3) || ' ' || split_part(element, ' ', 4) FROM core.quarantine WHERE received_id LIKE '%/m5' AND column_name = 'charge'"  # noqa: E501
    assert practice.values(query) == ["ChargeItem: priceOverride.value"]


def test_a_claim_stands_for_itself_with_what_it_contains(practice: MessagePractice) -> None:
    (line,) = _lines(practice, "q1")
    assert (line["charge"], line["diagnosis_pointers"], line["modifier1"]) == (Decimal("120.10"), "2:1", "25")
    assert practice.values("SELECT place_of_service FROM core.encounter WHERE encounter_id = 'q1'") == ["11"]


def test_a_claim_of_an_encounter_is_not_billed_beside_it(practice: MessagePractice) -> None:
    standing = practice.standing()
    assert standing["e2"] == "ready"
    assert not {"q2", "a2"} & set(standing)
    assert [line["charge"] for line in _lines(practice, "e2")] == [Decimal("120.10")]


@pytest.mark.parametrize("number", REFERENCES)
def test_references_of_every_form(practice: MessagePractice, number: str) -> None:
    assert practice.standing()[number] == "ready"


def test_a_conditional_reference_tells_the_number(practice: MessagePractice) -> None:
    assert practice.values("SELECT rendering_npi FROM core.encounter WHERE encounter_id = 'e3'") == ["1234567893"]


@pytest.mark.parametrize("number", ["w1", "w2", "w3", "w4"])
def test_what_is_told_later_completes_a_visit(practice: MessagePractice, number: str) -> None:
    """The patient; the charges; the Encounter itself; an Encounter that was not over."""
    earlier = practice.values(
        f"SELECT state FROM core.encounter_event WHERE received_id LIKE '%/{number}' ORDER BY ALL"
    )
    assert ("quarantined" in earlier) is (number != "w4")
    assert practice.standing()[number] == "ready"


def test_a_patient_told_anew_is_so_from_then_on(practice: MessagePractice) -> None:
    query = "SELECT sex FROM raw.encounters AS e INNER JOIN raw.patients AS p USING (batch_id, patient_id) WHERE encounter_id = 'n1'"  # noqa: E501
    assert practice.values(query) == ["M"]


@pytest.mark.parametrize("number", UNPLACED)
def test_what_cannot_be_placed_is_named_by_its_path(practice: MessagePractice, number: str) -> None:
    _, path, reason = UNPLACED[number]
    query = (
        "SELECT split_part(element, ' ', 3) AS path, reason FROM core.quarantine "
        f"WHERE received_id LIKE '%/{number}' AND expectation = 'mapping'"
    )
    assert (path, reason) in {tuple(row.values()) for row in practice.rows(query)}


def test_resources_that_are_broken_stand_alone(practice: MessagePractice) -> None:
    assert practice.problems() == [
        ("resource_left", "warning"),
        ("resource_unreadable", "error"),
        ("unreadable_file", "error"),
    ]
    reasons = set(practice.values("SELECT reason FROM core.quarantine WHERE expectation = 'mapping'"))
    assert {"the resource is not JSON in UTF-8", "the element is no resource: it has no resourceType"} <= reasons


def test_a_bundle_that_is_no_json_is_held_with_the_encounters_it_seems_to_hold(practice: MessagePractice) -> None:
    query = "SELECT state, encounter_id FROM core.encounter WHERE reason_code = 'batch_unreadable'"
    assert [tuple(row.values()) for row in practice.rows(query)] == [("held", None), ("held", None)]


def test_odd_types_are_rows_and_nothing_else(practice: MessagePractice) -> None:
    assert sum(number.startswith("o") for number in practice.standing()) == len(ODD)


def test_every_encounter_received_is_accounted_for(practice: MessagePractice) -> None:
    assert set(practice.laws().values()) == {0}
    said = " ".join(practice.values("SELECT concat_ws(' ', message, remedy, position) FROM core.problem"))
    said += " ".join(practice.values("SELECT concat_ws(' ', element, reason, remedy) FROM core.quarantine"))
    assert "SECRET" not in said
