"""HL7 v2: ADT tells patients, DFT charges; both become rows, and what cannot be placed is named by its path."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.intake.message_practice import MessagePractice
from tests.intake.messages import adt, batch, dft, ft1, in1


@pytest.fixture
def practice(tmp_path: Path) -> MessagePractice:
    return MessagePractice(tmp_path)


def test_a_charge_finds_the_patient_that_an_adt_told_before(practice: MessagePractice) -> None:
    practice.send(adt())
    practice.send(dft(lines=[ft1(1, F26="25~59"), ft1(2, "81002^UA^C4", "9.5")]))
    assert practice.standing() == {"V1": "ready"}
    (patient,) = practice.rows(
        "SELECT * FROM core.patient WHERE batch_id = (SELECT max_by(batch_id, rowid) FROM core.batch)"
    )
    assert (patient["patient_id"], patient["last_name"], patient["middle_name"]) == ("100.CLINIC", "SAMPLE", "Q")
    assert (patient["address_line2"], patient["postal_code"], patient["sex"]) == ("APT 2", "021080001", "F")
    lines = practice.rows("SELECT * FROM core.service ORDER BY line_number")
    assert [(line["code"], line["charge"], line["diagnosis_pointers"]) for line in lines] == [
        ("99213", Decimal("120.00"), "1"),
        ("81002", Decimal("9.50"), "1"),
    ]
    assert (lines[0]["modifier1"], lines[0]["modifier2"], lines[0]["code_system"]) == ("25", "59", "CPT")
    assert practice.values("SELECT member_id FROM core.coverage") == ["M100", "M100"]
    assert set(practice.laws().values()) == {0}


def test_a_charge_with_patient_and_insurance_needs_no_adt(practice: MessagePractice) -> None:
    practice.send(batch(dft(full=True, insurance=(in1(),))))
    assert practice.standing() == {"V1": "ready"}
    assert practice.problems() == []


@pytest.mark.parametrize("event", ["A08", "A31"])
def test_an_update_changes_who_the_patient_is(practice: MessagePractice, event: str) -> None:
    newer = adt(event=event, written="20260301100000", last="CHANGED", insurance=[in1("M200")])
    practice.send(batch(adt(), newer))
    practice.send(adt(written="20260228100000", last="OUTDATED"))
    practice.send(dft())
    query = "SELECT last_name FROM raw.patients WHERE batch_id = (SELECT batch_id FROM raw.encounters)"
    assert practice.values(query) == ["CHANGED"]
    assert practice.values(
        "SELECT member_id FROM core.coverage WHERE batch_id = (SELECT batch_id FROM raw.encounters)"
    ) == ["M200"]


def test_a_charge_for_an_unknown_patient_waits_and_is_formed_when_the_patient_is_told(
    practice: MessagePractice,
) -> None:
    practice.send(dft())
    assert practice.standing() == {"V1": "quarantined contract"}
    assert (
        "encounters",
        "patient_id",
        "message 1 PID-3",
        "no message has told who the patient is",
    ) in practice.blamed()
    practice.send(adt())
    assert practice.standing() == {"V1": "ready"}
    assert set(practice.laws().values()) == {0}


def test_equal_numbers_of_two_authorities_are_two_patients(practice: MessagePractice) -> None:
    elsewhere = adt(last="OTHER").replace("^^^CLINIC^MR", "^^^HOSPITAL^MR")
    practice.send(batch(adt(), elsewhere, dft()))
    query = "SELECT p.last_name FROM raw.encounters AS e INNER JOIN raw.patients AS p USING (batch_id, patient_id)"
    assert practice.values(query) == ["SAMPLE"]


def test_a_message_that_is_broken_stands_alone(practice: MessagePractice) -> None:
    broken = dft("V2").replace("PV1|1|O", "this is no segment")
    practice.send(batch(adt(), dft("V1"), broken, "MSH|", dft("V3")))
    states = practice.rows("SELECT encounter_id, state FROM core.encounter ORDER BY source_line")
    assert sorted((row["encounter_id"] or "", row["state"]) for row in states) == [
        ("", "quarantined"),
        ("", "quarantined"),
        ("V1", "ready"),
        ("V3", "ready"),
    ]
    assert ("encounters", None, "message 3", "line 4 of the message is not a segment") in practice.blamed()
    assert practice.values("SELECT encounters_received FROM core.batch") == [4]
    assert set(practice.laws().values()) == {0}


def test_a_broken_adt_is_a_problem_and_no_encounter(practice: MessagePractice) -> None:
    practice.send(
        batch(
            adt().replace("EVN|", "evn "), adt("101").replace("101^^^CLINIC^MR", ""), dft(full=True, insurance=(in1(),))
        )
    )
    assert practice.problems() == [("message_unreadable", "error"), ("patient_unnamed", "error")]
    assert practice.standing() == {"V1": "ready"}


@pytest.mark.parametrize(
    ("line", "blamed"),
    [
        (ft1(code="99213^VISIT"), ("code_system", "FT1[1]-25", "the code names no coding system; its look does not tell one")),
        (ft1(F7="626.2"), ("code", "FT1[1]-7", "the element names another code than the one taken, and no known system for it")),
        (ft1(code="1^X^99ZZZ"), ("code_system", "FT1[1]-25", "the mapping's table service_systems has no entry for the element")),
        (ft1(charge="about 100"), ("charge", "FT1[1]-11.1.1", "the element is not a number")),
        (ft1(charge="100&EUR"), ("charge", "FT1[1]-11.1.2", "the mapping's table currency has no entry for the element")),
        (ft1(F4="202602"), ("service_from", "FT1[1]-4.1", "the element is not a whole day")),
        (ft1(F6="CD"), (None, "FT1[1]-6", "the mapping does not say what becomes of an element of this kind")),
        (ft1(F26="1~2~3~4~5"), ("modifier4", "FT1[1]-26.1", "the line has more than four modifiers")),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_is_named_by_its_path(
    practice: MessagePractice, line: str, blamed: tuple[str | None, str, str]
) -> None:
    practice.send(batch(adt(), dft(lines=[line])))
    column, path, reason = blamed
    assert ("services", column, f"message 2 {path}", reason) in practice.blamed()
    assert practice.standing() == {"V1": "quarantined contract"}


def test_a_charge_may_name_diagnoses_that_no_dg1_tells(practice: MessagePractice) -> None:
    line = ft1(F19="R05.1^COUGH^I10C~J069^COLD^I10C")
    practice.send(batch(adt(), dft(lines=[line])))
    codes = practice.rows("SELECT sequence, code FROM core.diagnosis ORDER BY sequence")
    assert [(row["sequence"], row["code"]) for row in codes] == [(1, "J06.9"), (2, "R05.1")]
    assert practice.values("SELECT diagnosis_pointers FROM core.service") == ["2:1"]


def test_payments_and_admitting_diagnoses_are_left_out(practice: MessagePractice) -> None:
    message = dft(lines=[ft1(1), ft1(2, F6="PY")], diagnoses=("J06.9^^I10C",)) + "\rDG1|2||R05.1^^I10C|||A"
    practice.send(batch(adt(), message))
    assert practice.standing() == {"V1": "ready"}
    assert practice.values("SELECT count(*) FROM raw.services") == [1]
    assert practice.values("SELECT code FROM raw.diagnoses") == ["J06.9"]


def test_later_charges_of_a_visit_join_the_earlier_ones(practice: MessagePractice) -> None:
    practice.send(batch(adt(), dft()))
    practice.send(dft(written="20260301110000", lines=[ft1(2, "81002^UA^C4", "9.50")]))
    practice.send(dft(written="20260301120000", lines=[ft1(2, "81002^UA^C4", "8.00")]))
    assert practice.standing() == {"V1": "ready"}
    query = "SELECT charge FROM core.service INNER JOIN core.encounter USING (received_id) WHERE state = 'ready' ORDER BY line_number"
    assert practice.values(query) == [Decimal("120.00"), Decimal("8.00")]


def test_a_charge_repeated_without_a_transaction_id_is_for_a_person(practice: MessagePractice) -> None:
    practice.send(batch(adt(), dft(lines=[ft1(F2="")]), dft(written="20260301110000", lines=[ft1(F2="")])))
    assert practice.standing() == {"V1": "quarantined contract"}
    assert [path for _, _, path, _ in practice.blamed()] == ["message 3 FT1[1]-2"]


def test_escapes_other_separators_and_character_sets(practice: MessagePractice) -> None:
    told = adt(last=r"O\T\NEIL").replace("PID|1||100", "PID|1||100").encode()
    latin = adt("101", last="MUÑOZ").replace("|P|2.5", "|P|2.5||||||8859/1").encode("latin-1")
    odd = adt("102", last="ODD").translate(str.maketrans("|^~&", "#@!%")).encode()
    practice.send(told, latin, odd)
    assert practice.values("SELECT last_name FROM raw.patients ORDER BY patient_id") == ["O&NEIL", "MUÑOZ", "ODD"]


def test_types_that_the_mapping_does_not_name_are_said_and_left(practice: MessagePractice) -> None:
    practice.send(batch(adt().replace("ADT^A04", "ORU^R01"), adt(), dft(), dft("V2").replace("DFT^P03", "DFT^X")))
    assert practice.problems() == [("unmapped_message", "warning")]
    assert practice.values("SELECT encounters_received FROM core.batch") == [2]
    assert practice.standing() == {"V1": "ready"}


def test_a_trailer_that_does_not_tie_holds_its_file_alone(practice: MessagePractice) -> None:
    practice.send(batch(adt(), dft(), count=3), batch(adt("101"), dft("V2", "101")))
    states = practice.rows("SELECT encounter_id, state, reason_code FROM core.encounter ORDER BY 1")
    assert [tuple(row.values()) for row in states] == [("V1", "held", "control_totals"), ("V2", "ready", None)]
    assert practice.problems() == [("control_totals", "error")]
    practice.send(batch(adt(), dft()))
    assert practice.standing()["V1"] == "ready"
    assert set(practice.laws().values()) == {0}


def test_nothing_said_of_a_message_is_a_patients(practice: MessagePractice) -> None:
    broken = batch(
        adt(last="SECRETNAME", insurance=[in1("SECRETID")]), dft(lines=[ft1(charge="SECRETCHARGE", code="SECRETCODE")])
    )
    practice.send(broken + b"SECRETLINE\r", adt("SECRETNUMBER", last="SECRETNAME").replace("EVN|", "SECRET "))
    said = " ".join(practice.values("SELECT concat_ws(' ', message, remedy, position, code) FROM core.problem"))
    said += " ".join(practice.values("SELECT concat_ws(' ', element, reason, remedy) FROM core.quarantine"))
    assert len(said) > 100
    assert "SECRET" not in said
