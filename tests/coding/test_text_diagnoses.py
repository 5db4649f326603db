"""A diagnosis in words: suggested, held for a coder, taken automatically only where the client allows it."""

from datetime import date
from decimal import Decimal

from tests.coding.desk import Desk

WORDS = {"code_system": "TEXT", "code": None, "description": "T2DM with neuropathy"}


def test_words_are_held_with_candidates_and_no_code(desk: Desk) -> None:
    visit = desk.encounter("e1", [WORDS])
    desk.run()
    assert desk.state(visit) == ("held_coding", "diagnosis_text")
    assert desk.value("SELECT coded_code FROM core.diagnosis") is None
    best = desk.rows("SELECT * FROM core.diagnosis_suggestion ORDER BY rank")
    assert (best[0]["code"], best[0]["code_sets"]) == ("E1140", "icd10cm 2026-04")
    assert len(best) == 10
    assert best[0]["why"]
    message = desk.value("SELECT message FROM core.edit_finding WHERE edit_id = 'coding_diagnosis_text'")
    assert message.startswith("Diagnosis 1 is given in words; candidates: E1140 Type 2 diabetes mellitus with diabetic")


def test_words_of_a_day_without_release_are_held_without_candidates(desk: Desk) -> None:

    day = date(2019, 5, 6)
    visit = desk.encounter("e1", [WORDS], service_from=day, service_to=day)
    desk.run()
    assert desk.state(visit)[0] == "held_coding"
    assert desk.value("SELECT count(*) FROM core.diagnosis_suggestion") == 0


def test_a_threshold_of_the_client_takes_good_suggestions_alone(desk: Desk) -> None:
    desk.night.client.__dict__["accept_suggestion"] = Decimal("0.95")
    good = desk.encounter("e1", [WORDS])
    poor = desk.encounter("e2", [{**WORDS, "description": "something odd about the foot"}])
    desk.run()
    assert desk.state(good) == ("ready", None)
    query = f"SELECT coded_code FROM core.diagnosis WHERE received_id = '{good}'"
    assert desk.value(query) == "E1140"
    assert desk.state(poor) == ("held_coding", "diagnosis_text")


def test_a_text_is_asked_about_once(desk: Desk) -> None:
    desk.encounter("e1", [WORDS])
    desk.run()
    before = desk.rows("SELECT rowid, * FROM core.diagnosis_suggestion ORDER BY rank")
    desk.crosswalk += "LOCAL,X,CPT,99213,,,1,2025-01-01,\n"
    desk.run()
    assert desk.rows("SELECT rowid, * FROM core.diagnosis_suggestion ORDER BY rank") == before
