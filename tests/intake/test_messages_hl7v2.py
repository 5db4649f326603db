"""HL7 v2: ADT tells patients, DFT charges; both become rows, and what cannot be placed is named by its path.

All cases lie in the files of three nights of one practice, each with visits and patients of its own.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.intake.message_practice import MessagePractice
from tests.intake.messages import adt, batch, dft, ft1, in1

# Visit -> its line, and column, path and reason of what cannot be placed.
UNPLACED = {
    "X1": (ft1(code="99213^VISIT"), "code_system", "25", "the code names no coding system; its look does not tell one"),
    "X2": (ft1(F7="626.2"), "code", "7", "the element names another code than the one taken, and no known system for it"),  # noqa: E501
    "X3": (ft1(code="1^X^99ZZZ"), "code_system", "25", "the mapping's table service_systems has no entry for 99ZZZ"),
    "X4": (ft1(charge="SECRET"), "charge", "11.1.1", "the element is not a number"),
    "X5": (ft1(charge="1&EUR"), "charge", "11.1.2", "the mapping's table currency has no entry for the element"),
    "X6": (ft1(F4="202602"), "service_from", "4.1", "the element is not a whole day"),
    "X7": (ft1(F6="CR"), None, "6", "the mapping does not say what becomes of an element of this kind"),
    "X9": (ft1(F6="CD"), None, "6", "the credit is not for a whole charge of the visit: same code, day, modifiers, units and amount"),  # noqa: E501
    "X8": (ft1(F26="1~2~3~4~5"), "modifier4", "26.1", "the line has more than four modifiers"),
}  # fmt: skip
AGAIN, LATER = "20260301110000", "20260301120000"


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> MessagePractice:
    made = MessagePractice(tmp_path_factory.mktemp("hl7v2"))
    elsewhere = adt(last="OTHER").replace("^^^CLINIC^MR", "^^^HOSPITAL^MR")
    early = [
        *(adt(), elsewhere, adt("300"), adt("300", AGAIN, event="A08", last="CHANGED", insurance=[in1("M200")])),
        *(adt("400"), adt("400", AGAIN, event="A31", last="CHANGED")),
        dft("V1", lines=[ft1(1, F26="25~59"), ft1(2, "81002^UA^C4", "9.5")]),
        *(dft("V2", "200"), dft("V3", "201", full=True, insurance=(in1(),))),
        *(dft(visit, lines=[line]) for visit, (line, *_) in UNPLACED.items()),
        dft("V4", lines=[ft1(F19="R05.1^COUGH^I10C~J069^COLD^I10C")]),
        dft("V5", lines=[ft1(1), ft1(2, F6="PY")]) + "\rDG1|2||R05.1^^I10C|||A",
        *(dft("V6"), dft("V7", lines=[ft1(F2="")]), dft("V7", written=AGAIN, lines=[ft1(F2="")])),
        *(dft("V8").replace("PV1|1|O", "SECRET line"), "MSH|", dft("V9").replace("DFT^P03", "DFT^X")),
        *(adt("500", last="SECRET").replace("EVN|", "SECRET "), adt("501").replace("501^^^CLINIC^MR", "")),
        adt("502").replace("ADT^A04", "ORU^R01"),
        *(adt("601", last=r"O\T\NEIL"), adt("603", last="ODD").translate(str.maketrans("|^~&", "#@!%"))),
    ]
    latin = adt("602", last="MUÑOZ").replace("|P|2.5", "|P|2.5||||||8859/1").encode("latin-1")
    made.send(batch(*early), latin, batch(adt("701"), dft("V10", "701"), count=3))
    made.send(
        batch(adt("200"), dft("V6", written=AGAIN, lines=[ft1(2, "81002^UA^C4", "9.50")]), dft("V11", "300")),
        batch(adt("300", "20260228100000", last="OUTDATED"), dft("V12", "400")),
    )
    made.send(batch(dft("V6", written=LATER, lines=[ft1(2, "81002^UA^C4", "8.00")]), adt("701"), dft("V10", "701")))
    return made


def _of(practice: MessagePractice, dataset: str, visit: str) -> list[dict[str, Any]]:
    """Rows of the version of a visit that stands."""
    query = (
        f"SELECT d.* FROM core.{dataset} AS d INNER JOIN core.encounter AS e USING (received_id) "
        f"WHERE e.encounter_id = '{visit}' AND e.reason_code IS DISTINCT FROM 'superseded' ORDER BY ALL"
    )
    return practice.rows(query)


def _patients(practice: MessagePractice, visit: str) -> list[str]:
    """Last name and member id that the last batch of a visit has."""
    query = (
        "SELECT last_name || ' ' || member_id FROM raw.encounters AS e INNER JOIN raw.patients USING (batch_id, patient_id) "  # noqa: E501
        f"INNER JOIN raw.coverages USING (batch_id, patient_id) WHERE encounter_id = '{visit}'"
    )
    return practice.values(query)


def test_a_charge_finds_the_patient_of_its_authority(practice: MessagePractice) -> None:
    assert practice.standing()["V1"] == "ready"
    assert _patients(practice, "V1") == ["SAMPLE M100"]
    (patient,) = practice.rows("SELECT * FROM raw.patients WHERE patient_id = '100.CLINIC' AND city = 'BOSTON' LIMIT 1")
    assert (patient["middle_name"], patient["address_line2"], patient["postal_code"]) == ("Q", "APT 2", "021080001")
    assert (patient["birth_date"], patient["sex"]) == ("1980-02-03", "F")


def test_lines_have_codes_money_modifiers_and_pointers(practice: MessagePractice) -> None:
    found = [(r["code"], r["charge"], r["modifier1"], r["diagnosis_pointers"]) for r in _of(practice, "service", "V1")]
    assert found == [("99213", Decimal("120.00"), "25", "1"), ("81002", Decimal("9.50"), None, "1")]


def test_a_charge_with_patient_and_insurance_needs_no_adt(practice: MessagePractice) -> None:
    assert practice.standing()["V3"] == "ready"


def test_updates_change_who_the_patient_is_and_older_ones_do_not(practice: MessagePractice) -> None:
    assert _patients(practice, "V11") == ["CHANGED M200"]
    assert _patients(practice, "V12") == ["CHANGED M100"]


def test_a_charge_for_an_unknown_patient_waits_until_the_patient_is_told(practice: MessagePractice) -> None:
    query = "SELECT element, reason FROM core.quarantine WHERE received_id LIKE '%/V2' AND expectation = 'mapping'"
    (blamed,) = practice.rows(query)
    assert blamed["element"].endswith(" PID-3")
    assert blamed["reason"] == "no message has told who the patient is"
    assert practice.standing()["V2"] == "ready"


@pytest.mark.parametrize("visit", UNPLACED)
def test_what_cannot_be_placed_is_named_by_its_path(practice: MessagePractice, visit: str) -> None:
    _, column, path, reason = UNPLACED[visit]
    query = (
        "SELECT column_name, split_part(element, ' ', 3) AS path, reason FROM core.quarantine "
        f"WHERE received_id LIKE '%/{visit}' AND expectation = 'mapping'"
    )
    assert (column, f"FT1[1]-{path}", reason) in {tuple(row.values()) for row in practice.rows(query)}
    assert practice.standing()[visit] == "quarantined contract"


def test_a_charge_may_name_diagnoses_that_no_dg1_tells(practice: MessagePractice) -> None:
    assert [(row["sequence"], row["code"]) for row in _of(practice, "diagnosis", "V4")] == [(1, "J06.9"), (2, "R05.1")]
    assert [row["diagnosis_pointers"] for row in _of(practice, "service", "V4")] == ["2:1"]


def test_payments_and_admitting_diagnoses_are_left_out(practice: MessagePractice) -> None:
    assert practice.standing()["V5"] == "ready"
    assert len(_of(practice, "service", "V5")) == len(_of(practice, "diagnosis", "V5")) == 1


def test_later_charges_join_the_earlier_and_replace_those_of_the_same_transaction(practice: MessagePractice) -> None:
    assert practice.standing()["V6"] == "ready"
    assert [row["charge"] for row in _of(practice, "service", "V6")] == [Decimal("120.00"), Decimal("8.00")]


def test_a_charge_repeated_without_a_transaction_id_is_for_a_person(practice: MessagePractice) -> None:
    query = "SELECT split_part(element, ' ', 3) AS path FROM core.quarantine WHERE received_id LIKE '%/V7' AND column_name IS NULL"  # noqa: E501
    assert practice.values(query) == ["FT1[1]-2"]


def test_messages_that_are_broken_stand_alone(practice: MessagePractice) -> None:
    query = (
        "SELECT quarantine.reason FROM core.quarantine INNER JOIN core.encounter USING (received_id) "
        "WHERE encounter_id IS NULL AND expectation = 'mapping' ORDER BY 1"
    )
    assert practice.values(query) == [
        "MSH does not say its separators",
        "line 4 of the message is not a segment",
        "the mapping does not name the message's type (MSH-9)",
    ]


def test_what_is_no_encounter_is_a_problem(practice: MessagePractice) -> None:
    assert practice.problems() == [
        ("control_totals", "error"),
        ("message_unreadable", "error"),
        ("patient_unnamed", "error"),
        ("unmapped_message", "warning"),
    ]


def test_a_trailer_that_does_not_tie_holds_its_file_until_it_comes_again(practice: MessagePractice) -> None:
    states = practice.rows("SELECT reason_code FROM core.encounter_event WHERE received_id LIKE '%/V10' ORDER BY ALL")
    assert {row["reason_code"] for row in states} == {"control_totals", "superseded", None}
    assert practice.standing()["V10"] == "ready"


def test_escapes_other_separators_and_character_sets(practice: MessagePractice) -> None:
    query = "SELECT last_name FROM raw.patients WHERE patient_id LIKE '60%' ORDER BY patient_id"
    assert practice.values(query) == ["O&NEIL", "MUÑOZ", "ODD"]


def test_every_encounter_received_is_accounted_for(practice: MessagePractice) -> None:
    assert set(practice.laws().values()) == {0}
    assert practice.values("SELECT sum(encounters_received) FROM core.batch") == [19 + 1 + 4 + 2]


def test_nothing_said_of_a_message_is_a_patients(practice: MessagePractice) -> None:
    said = " ".join(practice.values("SELECT concat_ws(' ', message, remedy, position, code) FROM core.problem"))
    said += " ".join(practice.values("SELECT concat_ws(' ', element, reason, remedy) FROM core.quarantine"))
    assert len(said) > 1000
    assert "SECRET" not in said


def test_the_same_file_again_is_nothing_new(tmp_path: Path) -> None:
    practice = MessagePractice(tmp_path)
    content = batch(adt(), dft())
    practice.send(content)
    before = practice.rows("SELECT * FROM raw.known ORDER BY ALL")
    practice.send(content, content)
    assert practice.values("SELECT count(*) FROM core.batch") == [1]
    assert {code for code, _ in practice.problems()} == {"file_sent_twice"}
    practice.send(content + b"\r")
    assert practice.values("SELECT reason_code FROM core.encounter ORDER BY 1") == ["duplicate", None]
    known = "SELECT * EXCLUDE (source_file) FROM raw.known ORDER BY ALL"
    assert practice.rows(known) == [{k: v for k, v in row.items() if k != "source_file"} for row in before]
