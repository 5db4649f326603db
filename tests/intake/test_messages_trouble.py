"""What goes wrong between systems over several nights: nothing of it is billed silently, and nothing is lost.

Merged patients, visits that move to another patient, visits cancelled after they were told, doses told late, packed and
torn files. All cases lie in the files of three nights of one practice, each with visits and patients of its own.
"""

import gzip
from typing import Any

import pytest

from tasks.intake.row import LOST
from tests.intake.message_practice import MessagePractice
from tests.intake.messages import (
    adt,
    batch,
    charge_item,
    condition,
    coverage,
    dft,
    encounter,
    ft1,
    in1,
    msh,
    ndjson,
    patient,
    pid,
    practitioner,
)

LATER, LAST = "20260301110000", "20260301120000"
OF_OTHER = "an earlier message told the visit of another patient"
BACK = "the visit was to be billed, and by this element it is not any more"


def visit(number: str, **told: Any) -> list[Any]:
    at = f"Encounter/{number}"
    return [encounter(number, **told), condition(f"k{number}", at), charge_item(f"i{number}", at)]


def drug(number: str) -> list[Any]:
    """A visit whose charge names a dose."""
    given = charge_item(
        f"i{number}", f"Encounter/{number}", service=[{"reference": f"MedicationAdministration/m{number}"}]
    )
    return [encounter(number), condition(f"k{number}", f"Encounter/{number}"), given]


def dose(number: str) -> dict[str, Any]:
    made = {"resourceType": "MedicationAdministration", "id": f"m{number}", "status": "completed"}
    return made | {"context": {"reference": f"Encounter/{number}"}, "dosage": {"dose": {"value": 40, "code": "mg"}}}


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> MessagePractice:
    made = MessagePractice(tmp_path_factory.mktemp("trouble"))
    merge = "\r".join([msh("ADT^A40", LATER), f"EVN|A40|{LATER}", pid("100"), "MRG|200^^^CLINIC^MR"])
    whole = dft("H3", full=True, insurance=(in1(),))
    headless = "\r".join(dft("H4", full=True).split("\r")[1:])
    people = [patient(), coverage(), practitioner()]
    made.send(
        batch(adt("100"), adt("200"), dft("H1", "100"), dft("H2", "100"), dft("H5", "100")),
        ndjson(*visit("l1", by="Practitioner/d9")),
        ndjson(
            *people, *visit("c1"), *visit("c2"), *visit("c3", status="cancelled"), *drug("d1"), dose("d2"), dose("d3")
        ),
        gzip.compress(whole.replace("\r", "\r\n").encode()),
        headless,
    )
    made.send(
        batch(merge, dft("H1", "200", LATER), dft("H2", "100", LATER, lines=[ft1(1, F6="CD")])),
        ndjson(
            practitioner("d9"),
            encounter("c1", status="entered-in-error"),
            encounter("c2", status="in-progress"),
            dose("d1"),
            *drug("d3"),
        ),
    )
    made.send(batch(dft("H1", "200", LAST)), ndjson(encounter("c2")))
    return made


def reasons(practice: MessagePractice, number: str) -> list[str]:
    """What the mapping says of a visit, over all its versions."""
    query = (
        f"SELECT DISTINCT reason FROM core.quarantine WHERE received_id LIKE '%/{number}' AND expectation = 'mapping'"
    )
    return practice.values(f"{query} ORDER BY 1")


def versions(practice: MessagePractice, number: str) -> list[str]:
    query = "SELECT coalesce(reason_code, state) FROM core.encounter WHERE encounter_id = "
    return practice.values(f"{query}'{number}' ORDER BY received_id")


def test_a_merge_is_said(practice: MessagePractice) -> None:
    (problem,) = practice.rows("SELECT severity, position, message FROM core.problem WHERE code = 'patients_merged'")
    assert (problem["severity"], problem["position"]) == ("warning", "message 1 MRG-1")


def test_a_visit_of_another_patient_stops_until_it_is_sent_again(practice: MessagePractice) -> None:
    """Neither patient is billed between: the first version is superseded, the second quarantined."""
    assert reasons(practice, "H1") == [OF_OTHER]
    assert sorted(versions(practice, "H1")) == ["ready", "superseded", "superseded"]
    query = "SELECT patient_id FROM core.encounter WHERE encounter_id = 'H1' AND state = 'ready'"
    assert practice.values(query) == ["200.CLINIC"]


def test_a_visit_whose_charges_were_taken_back_is_quarantined(practice: MessagePractice) -> None:
    assert practice.standing()["H2"] == "quarantined contract"
    assert reasons(practice, "H2") == ["every charge of the visit was taken back by a credit"]


def test_a_packed_file_is_read(practice: MessagePractice) -> None:
    assert practice.standing()["H3"] == "ready"


def test_a_message_without_its_head_is_an_encounter_in_quarantine(practice: MessagePractice) -> None:
    """One reason is said, and not beside it that each of its columns is missing."""
    query = (
        "SELECT quarantine.reason, column_name FROM core.quarantine INNER JOIN core.encounter USING (received_id) "
        "WHERE encounter_id IS NULL"
    )
    assert practice.rows(query) == [{"reason": "the message has no MSH segment", "column_name": None}]


def test_a_visit_cancelled_after_it_was_told_is_not_billed(practice: MessagePractice) -> None:
    assert (practice.standing()["c1"], reasons(practice, "c1")) == ("quarantined contract", [BACK])
    assert (practice.standing()["c2"], reasons(practice, "c2")) == ("ready", [BACK])
    assert "c3" not in practice.standing()
    assert ("resource_left", "warning") in practice.problems()


def test_a_dose_told_before_or_after_its_visit_is_the_lines(practice: MessagePractice) -> None:
    for number in ("d1", "d3"):
        query = f"SELECT dose_quantity, dose_unit FROM raw.services WHERE encounter_id = '{number}' ORDER BY batch_id"
        assert {"dose_quantity": "40", "dose_unit": "MG"} in practice.rows(query)
        assert practice.standing()[number] == "ready"
    assert "d2" not in practice.standing()


def test_a_doctor_told_later_completes_the_visits_that_waited(practice: MessagePractice) -> None:
    assert sorted(versions(practice, "l1")) == ["ready", "superseded"]
    assert reasons(practice, "l1") == [LOST]


def test_every_encounter_received_is_accounted_for(practice: MessagePractice) -> None:
    assert set(practice.laws().values()) == {0}
