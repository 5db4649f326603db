"""Visits at a distance get place and modifier by payer and day; diagnoses come in an order that a claim may have."""

from datetime import date
from typing import Any

import pytest

from tasks.warehouse import Connection, fetch_dicts, sql_file
from tests.coding.desk import COVERAGE, FEES, PATIENT, Desk

DAY = date(2026, 3, 2)
CASES: list[tuple[str, date, dict[str, Any], str | None, str | None]] = [
    # payer, day, facts; place and modifier that follow (None: no place, and a person gives it)
    ("P1", DAY, {"modality": "video", "patient_location": "home"}, "10", "95"),
    ("P1", DAY, {"modality": "audio", "patient_location": "elsewhere"}, "02", "93"),
    ("P2", DAY, {"modality": "video", "patient_location": "home"}, "10", None),
    ("P2", DAY, {"modality": "audio", "patient_location": "home"}, "10", "93"),
    ("P2", date(2023, 12, 31), {"modality": "video", "patient_location": "home"}, None, None),
    ("P3", DAY, {"modality": "video", "patient_location": "elsewhere"}, "02", None),
    ("P1", DAY, {"modality": "video"}, None, None),
    ("P1", DAY, {"modality": "video", "patient_location": "home", "place_of_service": "11"}, "11", None),
    ("P1", DAY, {"modality": "audio", "patient_location": "home", "place_of_service": "02"}, "02", "93"),
]


def put(desk: Desk, name: str, payer: str, day: date, facts: dict[str, Any], **line: Any) -> str:
    """An encounter of a patient of its own, without a place unless the facts say one."""
    desk.put("core.patient", **{**PATIENT, "patient_id": name})
    desk.put("core.coverage", **{**COVERAGE, "coverage_id": name, "patient_id": name, "payer_id": payer})
    place = {"place_of_service": None, **facts}
    return desk.encounter(name, services=[line], service_from=day, service_to=day, patient_id=name, **place)


def test_place_and_modifier_follow_payer_day_and_modality(desk: Desk) -> None:
    ids = [put(desk, f"e{n}", payer, day, facts) for n, (payer, day, facts, *_) in enumerate(CASES)]
    desk.run()
    place = "SELECT value FROM core.coding_assignment WHERE field = 'place_of_service' AND received_id = '{}'"
    line = "SELECT modifier1 FROM core.coded_service WHERE received_id = '{}'"
    for received_id, (_, _, facts, expected, modifier) in zip(ids, CASES, strict=True):
        found = [row["value"] for row in desk.rows(place.format(received_id))]
        assert found == ([expected] if expected and "place_of_service" not in facts else [])
        assert desk.value(line.format(received_id)) == modifier
        if expected is None:
            assert desk.state(received_id) == ("held_coding", "place_undecided")


def test_a_modifier_that_was_sent_stays_alone(desk: Desk) -> None:
    distance = {"modality": "video", "patient_location": "home"}
    put(desk, "e1", "P1", DAY, distance, modifier1="GT")
    # only visits get one
    desk.fees += "97110,,50.00,2020-01-01,\n"
    put(desk, "e2", "P1", DAY, distance, code="97110")
    desk.run()
    rows = desk.rows("SELECT modifier1, modifier2 FROM core.coded_service ORDER BY received_id")
    assert [tuple(row.values()) for row in rows] == [("GT", None), (None, None)]


def test_a_payer_has_its_own_modifier(desk: Desk) -> None:
    path = desk.night.workspace.path / "payers.yaml"
    policy = "coding: [{telehealth_video: GT, valid_from: 2026-01-01}]"
    path.write_text(path.read_text().replace("payer_id: P3", f"{policy}\n  payer_id: P3"))
    put(desk, "e1", "P3", DAY, {"modality": "video", "patient_location": "home"})
    desk.run()
    assert desk.value("SELECT modifier1 FROM core.coded_service") == "GT"


def test_a_fee_of_the_assigned_modifier_is_taken(desk: Desk) -> None:
    desk.fees = FEES + "99213,,120.00,2020-01-01,\n99213,95,90.00,2020-01-01,\n"
    put(desk, "e1", "P1", DAY, {"modality": "video", "patient_location": "home"})
    desk.run()
    assert str(desk.value("SELECT charge FROM core.coded_service")) == "90.00"


ORDERS = [
    # codes as sent, places on the claim by sequence, whether the order is another than the practice's
    (["W01.0XXA", "S93.401A", "M54.50"], [2, 1, 3], True),
    (["W01.0XXA", "Y92.009", "S93.401A"], [2, 3, 1], True),
    (["S93.401A", "W01.0XXA"], [1, 2], False),
    (["W01.0XXA", "Y92.009"], [1, 2], False),
    # dementia in Alzheimer's disease: the note of F02 names G30 to be coded first
    (["F02.80", "G30.9"], [2, 1], True),
    (["F02.80", "I10", "G30.9"], [2, 3, 1], True),
    # two diseases that the note names, or none: a person decides
    (["F02.80", "G30.9", "G20.A1"], [1, 2, 3], False),
    (["F02.80", "I10"], [1, 2], False),
    (["E11.9", "I10", "E11.9"], [1, 2, 1], True),
]


@pytest.mark.parametrize(("codes", "places", "is_told"), ORDERS)
def test_diagnoses_in_order(desk: Desk, codes: list[str], places: list[int], is_told: bool) -> None:
    desk.encounter("e1", [{"code": code} for code in codes])
    desk.run()
    desk.night.con.execute("UPDATE core.encounter SET state = 'held_edit'")
    desk.run()
    kept = desk.rows("SELECT coded_position FROM core.diagnosis ORDER BY sequence")
    assert [r["coded_position"] for r in kept] == places
    events = "SELECT count(*) FROM core.encounter_event WHERE reason_code = 'diagnoses_ordered'"
    assert desk.value(events) == int(is_told)


def claim_diagnoses(con: Connection) -> tuple[list[str], list[str]]:
    """Codes and pointers of the one encounter as sql/claims/20_parts.sql numbers them."""
    con.execute("CREATE TEMP TABLE claim_candidate AS SELECT received_id FROM core.encounter")
    con.execute(sql_file("claims", "20_parts"))
    codes = fetch_dicts(con, "SELECT code FROM claim_code ORDER BY position")
    lines = fetch_dicts(con, "SELECT pointers FROM claim_service ORDER BY line_number")
    return [row["code"] for row in codes], [row["pointers"] for row in lines]


def test_pointers_follow_the_order_on_the_claim(desk: Desk) -> None:
    """The lines name sequences; the claim has the codes in order, a repeated one once, and pointers to them."""
    diagnoses = [{"code": code} for code in ("W01.0XXA", "S93.401A", "M54.50", "S93.401A")]
    desk.encounter("e1", diagnoses, [{"diagnosis_pointers": "4:3"}, {"diagnosis_pointers": "2:1"}])
    desk.run()
    assert claim_diagnoses(desk.night.con) == (["S93401A", "W010XXA", "M5450"], ["1:3", "1:2"])
