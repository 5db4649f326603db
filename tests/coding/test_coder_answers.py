"""A coder answers findings by a correction file; the answer is audited, and the encounter goes on the next night."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from data_contracts.corrections import COLUMNS
from tasks.coding.code_sets import Release, write_release
from tasks.corrections import stage as corrections
from tasks.night import hmac_macro
from tests.coding.desk import DAY, Desk

BY = {"reason": "seen in the chart", "decided_by": "c. moss", "decided_on": str(DAY)}


@pytest.fixture
def night(desk: Desk) -> Desk:
    """A desk whose fees know two visits, and what a night has beside its stages."""
    desk.fees += "99214,,160.00,2020-01-01,\n99215,,200.00,2020-01-01,\n"
    desk.night.con.execute(hmac_macro(desk.night.key))
    return desk


def answer(desk: Desk, *rows: dict[str, Any], columns: tuple[str, ...] = COLUMNS) -> list[tuple[Any, ...]]:
    """The corrections stage of a night over these rows; status and fault of its decisions, in their order."""
    lines = [",".join("" if r.get(c) is None else str(r[c]) for c in columns) for r in rows]
    path = desk.night.folder.inbox("corrections") / f"{len(desk.night.inputs)}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([",".join(columns), *lines, ""]))
    corrections.take(desk.night)
    corrections.run(desk.night)
    path.unlink()
    desk.night.day += timedelta(days=1)
    query = """
        SELECT status, fault FROM core.correction
        WHERE received_on = (SELECT max(received_on) FROM core.correction) ORDER BY source_line
    """
    return desk.night.con.execute(query).fetchall()


def test_an_override_lets_the_encounter_go_and_ends_with_the_wording_of_the_edit(night: Desk, monkeypatch: Any) -> None:
    visit = night.encounter("e1", services=[{}, {}])
    other = night.encounter("e2", services=[{}, {}], patient_id="p2")
    night.run()
    assert night.state(visit) == ("held_edit", "service_repeated")
    told = answer(
        night, {"action": "override_edit", "reference": f"{visit} | service_repeated", "line_number": 2, **BY}
    )
    assert told == [("applied", None)]
    assert night.state(visit) == ("held_edit", "service_repeated")
    night.run()
    assert night.state(visit) == ("ready", None)
    assert night.state(other) == ("held_edit", "service_repeated")
    found = "SELECT severity FROM core.edit_finding WHERE edit_id = 'service_repeated' ORDER BY received_id"
    severities = night.rows(found)
    assert [row["severity"] for row in severities] == ["overridden", "hold"]
    who = "SELECT c.decided_by, c.reason FROM core.edit_override INNER JOIN core.correction AS c USING (correction_id)"
    assert [(row["decided_by"], row["reason"]) for row in night.rows(who)] == [("c. moss", "seen in the chart")]
    night.night.con.execute("UPDATE core.edit_override SET edit_hash = 'of another wording'")
    night.run()
    assert night.state(visit) == ("held_edit", "service_repeated")


def test_an_override_ends_with_the_code_set_version_of_the_day(night: Desk) -> None:
    """A later release that covers the day is loaded: what was overridden under the one before is asked again."""
    codes = night.night.workspace.code_sets
    packaged = codes.resolve()
    codes.unlink()
    codes.mkdir()
    for path in packaged.glob("*.parquet"):
        (codes / path.name).symlink_to(path)
    override = {"action": "override_edit", "reference": "b1/e1 | diagnosis_not_billable", **BY}
    visit = night.encounter("e1", [{"code": "E11"}])
    night.run()
    assert night.state(visit) == ("held_edit", "diagnosis_not_billable")
    assert answer(night, override) == [("applied", None)]
    night.run()
    assert night.state(visit) == ("ready", None)
    night.night.con.execute("UPDATE core.encounter SET state = 'held_edit'")
    night.run()
    assert night.state(visit) == ("ready", None)
    night.night.con.execute("UPDATE core.encounter SET state = 'held_edit'")
    released = Release("icd10cm", "2026-07", date(2025, 10, 1), date(2026, 9, 30), "test")
    rows = pl.read_parquet(codes / "icd10cm.2026-04.parquet").filter(pl.col("code").str.starts_with("E11"))
    write_release(codes / released.file_name, released, rows)
    night.run()
    assert night.state(visit) == ("held_edit", "diagnosis_not_billable")
    assert answer(night, {**override, "reason": "asked again"}) == [("applied", None)]
    night.run()
    assert night.state(visit) == ("ready", None)
    sets = "SELECT code_sets FROM core.edit_override ORDER BY code_sets"
    assert [row["code_sets"] for row in night.rows(sets)] == ["icd10cm 2026-04", "icd10cm 2026-07"]


def test_codes_that_a_coder_gives_take_the_place_of_those_sent(night: Desk) -> None:
    local = night.encounter("e1", [{"code_system": "SNOMED", "code": "1"}], [{"code_system": "LOCAL", "code": "X"}])
    night.run()
    assert night.state(local) == ("held_coding", "unmapped")
    told = answer(
        night,
        {"action": "replace_service_code", "reference": f"{local} | 99214 25 LT", "line_number": 1, **BY},
        {"action": "replace_diagnosis_code", "reference": f"{local} | i10", "line_number": 1, **BY},
        {"action": "replace_diagnosis_code", "reference": f"{local} | E11.65", "line_number": 1, **BY},
    )
    assert told == [("applied", None)] * 3
    night.run()
    assert night.state(local) == ("ready", None)
    line = night.rows("SELECT * FROM core.coded_service")[0]
    assert (line["code_system"], line["code"], line["modifier1"], line["modifier2"]) == ("CPT", "99214", "25", "LT")
    assert str(line["charge"]) == "160.00"
    assert line["crosswalk"].startswith("correction K")
    assert night.value("SELECT coded_code FROM core.diagnosis") == "E1165"
    assert answer(night, {"action": "replace_service_code", "reference": f"{local} | 99215", "line_number": 1, **BY})[
        0
    ] == (
        "refused",
        "no encounter of this id waits for coding or is held by an edit",
    )


def test_a_code_without_modifiers_keeps_those_sent(night: Desk) -> None:
    visit = night.encounter("e1", services=[{"code": "99299", "modifier1": "25"}])
    night.run()
    answer(night, {"action": "replace_service_code", "reference": f"{visit} | 99215", "line_number": 1, **BY})
    night.run()
    line = night.rows("SELECT code, modifier1 FROM core.coded_service")[0]
    assert (line["code"], line["modifier1"]) == ("99215", "25")


def test_a_visit_without_a_place_is_answered_with_one(night: Desk) -> None:
    distance = {"place_of_service": None, "modality": "video"}
    visit, other = (night.encounter(name, patient_id=name, **distance) for name in ("e1", "e2"))
    night.run()
    assert night.state(visit) == night.state(other) == ("held_coding", "place_undecided")
    row = {"action": "replace_place_of_service", **BY}
    # a workbook keeps 02 as the number 2
    told = answer(night, {**row, "reference": f"{visit} | 2"}, {**row, "reference": f"{other} | 97"})
    assert told == [("applied", None)] * 2
    night.run()
    assert night.state(visit) == ("ready", None)
    assert night.state(other) == ("held_edit", "place_of_service_not_valid")
    assigned = night.rows(f"SELECT * FROM core.coding_assignment WHERE received_id = '{visit}'")[0]
    assert (assigned["field"], assigned["value"], assigned["is_assigned"]) == ("place_of_service", "02", True)
    assert assigned["fact"].startswith("correction K")


def test_the_last_place_that_a_coder_gave_is_before_the_one_sent(night: Desk) -> None:
    visit = night.encounter("e1", place_of_service="97", modality="video", patient_location="home")
    night.run()
    assert night.state(visit) == ("held_edit", "place_of_service_not_valid")
    row = {"action": "replace_place_of_service", **BY}
    answer(night, {**row, "reference": f"{visit} | 11"}, {**row, "reference": f"{visit} | 10"})
    night.run()
    assert night.state(visit) == ("ready", None)
    assert night.value("SELECT value FROM core.coding_assignment WHERE field = 'place_of_service'") == "10"
    assert night.value("SELECT modifier1 FROM core.coded_service") == "95"


REFUSED = [
    (
        "override_edit",
        "b1/e9 | service_repeated",
        None,
        "no encounter of this id waits for coding or is held by an edit",
    ),
    ("override_edit", "b1/e1 | charge_zero", None, "no edit of this id holds the encounter or the line"),
    ("override_edit", "b1/e1 | service_repeated", 1, "no edit of this id holds the encounter or the line"),
    ("replace_service_code", "b1/e1 | 99215", 7, "the encounter has no such line"),
    ("replace_service_code", "b1/e1 | 9921", 1, "code is neither a CPT nor a HCPCS code"),
    ("replace_service_code", "b1/e1 | 99215 255", 1, "after the code stand up to four modifiers, a blank between them"),
    ("replace_diagnosis_code", "b1/e1 | I10", 4, "the encounter has no such diagnosis"),
    ("replace_diagnosis_code", "b1/e1 | X", 1, "code has not the form of a diagnosis code"),
    ("replace_diagnosis_code", "b1/e1", 1, "code has not the form of a diagnosis code"),
    ("replace_place_of_service", "b1/e1 | HOME", None, "code is not a place of service of two digits"),
    ("accept_diagnosis_code", "b1/e1", 1, "the diagnosis has no candidate; give the code"),
]


def test_what_cannot_be_done_is_refused_with_its_reason(night: Desk) -> None:
    visit = night.encounter("e1", services=[{}, {}])
    night.run()
    rows = [{"action": a, "reference": r, "line_number": n, **BY} for a, r, n, _ in REFUSED]
    assert answer(night, *rows) == [("refused", fault) for *_, fault in REFUSED]
    assert night.value("SELECT count(*) FROM core.problem WHERE code = 'correction_refused'") == len(REFUSED)
    night.run()
    assert night.state(visit) == ("held_edit", "service_repeated")


def test_a_worklist_that_was_filled_in_is_an_answer(night: Desk) -> None:
    answered, open_still = (night.encounter(name, services=[{}, {}], patient_id=name) for name in ("e1", "e2"))
    night.run()
    columns = (
        *("item_id", "kind", "who", "subject", "subject_id", "claim_id", "payer_id", "since", "age_days", "amount"),
        *("reason", "action", "code", "decided_by", "decided_on"),
    )
    row = {"item_id": f"edit:{answered}", "subject_id": answered, "amount": "120.00", "age_days": 1}
    done = {**row, "action": "override_edit", "code": "service_repeated", **BY}
    untouched = {**row, "subject_id": open_still, "action": "Correct it with the practice", "reason": "twice"}
    assert answer(night, done, untouched, columns=columns) == [("applied", None)]
    assert night.value("SELECT count(*) FROM core.problem") == 0
    night.run()
    assert night.state(answered) == ("ready", None)
    assert night.state(open_still)[0] == "held_edit"


def test_an_encounter_may_be_named_as_it_is_published(night: Desk) -> None:
    visit = night.encounter("e1", services=[{}, {}])
    night.run()
    name = night.value(f"SELECT substr(hmac_hex('{visit}'), 1, 20)")
    assert answer(night, {"action": "override_edit", "reference": f"{name} | service_repeated", **BY}) == [
        ("applied", None)
    ]
