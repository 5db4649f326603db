"""Encounters sent again: duplicates, later versions, changes after billing, corrections."""

import json
from datetime import date
from pathlib import Path

import pytest

from tasks.contracts import stage as contracts
from tasks.intake import stage as intake
from tasks.night import Counts, Night
from tests.intake.drops import Practice, Row, Tables, control, files, joined, sample

CLEAN = sample(1)


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path)


def _send(practice: Practice, name: str, tables: Tables, *, claims: bool = False) -> Counts:
    practice.deliver(name, tables)
    _, counts = practice.night(intake.run, contracts.run, *([_claim] if claims else []))
    return counts


def _claim(night: Night) -> Counts:
    """What the claims stage does to an encounter that is ready."""
    night.con.execute("UPDATE core.encounter SET state = 'claimed' WHERE state = 'ready'")
    return {}


def _changed(dataset: str, **values: str | None) -> Tables:
    return sample(1, **{dataset: values})


def _reason(practice: Practice, received_id: str) -> str:
    (reason,) = practice.values(f"SELECT reason FROM core.encounter WHERE received_id = '{received_id}'")
    return str(reason)


def test_the_same_content_is_a_duplicate(practice: Practice) -> None:
    _send(practice, "one", CLEAN)
    _send(practice, "two", joined(CLEAN, sample(2)))
    assert practice.states() == {
        "one/E1": ("ready", None),
        "two/E1": ("not_billable", "duplicate"),
        "two/E2": ("ready", None),
    }
    assert _reason(practice, "two/E1") == "duplicate of batch one"


def test_the_same_content_written_otherwise_is_a_duplicate(practice: Practice) -> None:
    _send(practice, "one", CLEAN)
    other = _changed("encounters", patient_paid="10")
    other["services"].reverse()
    other["patients"][0]["city"] = " BOSTON "
    _send(practice, "two", other)
    assert practice.states()["two/E1"] == ("not_billable", "duplicate")


@pytest.mark.parametrize(
    ("dataset", "values"),
    [
        ("encounters", {"place_of_service": "11"}),
        ("patients", {"city": "SALEM"}),
        ("coverages", {"member_id": "M9"}),
        ("diagnoses", {"code": "J00"}),
        ("services", {"units": "2"}),
    ],
)
def test_a_change_before_billing_replaces_the_old_version(practice: Practice, dataset: str, values: Row) -> None:
    _send(practice, "one", CLEAN)
    counts = _send(practice, "two", _changed(dataset, **values))
    assert practice.states() == {"one/E1": ("not_billable", "superseded"), "two/E1": ("ready", None)}
    assert _reason(practice, "one/E1") == "superseded by batch two"
    assert counts["superseded"] == 1
    events = practice.rows("SELECT state, reason_code FROM core.encounter_event WHERE received_id = 'one/E1'")
    assert [tuple(event.values()) for event in events] == [("ready", None), ("not_billable", "superseded")]


@pytest.mark.parametrize("state", ["held_coding", "held_edit", "held"])
def test_a_version_that_waits_is_replaced_too(practice: Practice, state: str) -> None:
    _send(practice, "one", CLEAN)
    practice.con.execute("UPDATE core.encounter SET state = ?, reason_code = 'no_coverage'", [state])
    _send(practice, "two", CLEAN)
    assert practice.states()["two/E1"] == ("not_billable", "duplicate")
    _send(practice, "three", _changed("services", units="2"))
    assert practice.states()["one/E1"] == ("not_billable", "superseded")
    assert practice.states()["three/E1"] == ("ready", None)


def test_a_change_after_billing_is_held_with_the_difference(practice: Practice) -> None:
    _send(practice, "one", CLEAN, claims=True)
    changed = _changed("encounters", place_of_service="11", rendering_last_name="SECRETNAME")
    changed["services"][0].update({"charge": "120.00", "units": "2"})
    changed["services"].append({**changed["services"][1], "line_number": "3", "charge": "1.00"})
    changed["diagnoses"].pop()
    for line in changed["services"]:
        line["diagnosis_pointers"] = "1"
    _send(practice, "two", changed, claims=True)
    assert practice.states() == {"one/E1": ("claimed", None), "two/E1": ("held", "changed_after_billing")}
    assert _reason(practice, "two/E1") == (
        "changed after it was billed from batch one: diagnoses: 1 row removed; "
        "encounters: 1 row changed (place_of_service, rendering_last_name); services: 1 row added; "
        "services: 2 rows changed (charge, diagnosis_pointers, units); total charge 171.50, billed from 150.50"
    )
    assert practice.values("SELECT count(*) FROM core.service WHERE received_id = 'two/E1'") == [3]


def test_a_patient_changed_after_billing_is_a_difference_too(practice: Practice) -> None:
    _send(practice, "one", CLEAN, claims=True)
    changed = _changed("patients", city="SALEM")
    changed["coverages"].append({**changed["coverages"][0], "coverage_id": "C9", "priority": "2"})
    _send(practice, "two", changed)
    reason = _reason(practice, "two/E1")
    assert reason.endswith("coverages: 1 row added; patients: 1 row changed (city)")


def test_the_billed_version_sent_again_is_a_duplicate(practice: Practice) -> None:
    _send(practice, "one", CLEAN, claims=True)
    _send(practice, "two", CLEAN)
    assert practice.states()["two/E1"] == ("not_billable", "duplicate")


def test_a_second_change_after_billing_replaces_the_first_that_waits(practice: Practice) -> None:
    _send(practice, "one", CLEAN, claims=True)
    _send(practice, "two", _changed("services", units="2"))
    _send(practice, "three", _changed("services", units="3"))
    assert practice.states() == {
        "one/E1": ("claimed", None),
        "two/E1": ("not_billable", "superseded"),
        "three/E1": ("held", "changed_after_billing"),
    }


def test_a_quarantined_encounter_corrected(practice: Practice) -> None:
    _send(practice, "one", _changed("patients", sex="?"))
    assert practice.states() == {"one/E1": ("quarantined", "contract")}
    _send(practice, "two", CLEAN)
    assert practice.states() == {"one/E1": ("not_billable", "superseded"), "two/E1": ("ready", None)}


def test_a_quarantined_encounter_sent_again_as_it_was(practice: Practice) -> None:
    dirty = _changed("patients", sex="?")
    _send(practice, "one", dirty)
    _send(practice, "two", dirty)
    assert practice.states() == {"one/E1": ("quarantined", "contract"), "two/E1": ("not_billable", "duplicate")}


def test_a_quarantined_encounter_that_passes_unchanged_on_a_later_day(practice: Practice) -> None:
    early = sample(1, encounters={"service_to": "2026-03-03"})
    practice.deliver("one", early)
    practice.night(intake.run, contracts.run)
    assert practice.states() == {"one/E1": ("quarantined", "contract")}
    practice.deliver("two", early)
    practice.night(intake.run, contracts.run, day=date(2026, 3, 3))
    assert practice.states() == {"one/E1": ("not_billable", "superseded"), "two/E1": ("ready", None)}


def test_a_worse_version_before_billing_waits_for_its_correction(practice: Practice) -> None:
    _send(practice, "one", CLEAN)
    _send(practice, "two", _changed("services", units="0"))
    assert practice.states() == {"one/E1": ("not_billable", "superseded"), "two/E1": ("quarantined", "contract")}


def test_a_batch_whose_totals_did_not_tie_is_replaced_by_its_correction(practice: Practice) -> None:
    wrong = json.dumps({**control(CLEAN), "total_charges": "1.00"}).encode()
    practice.deliver("day", {**files(CLEAN), "control.json": wrong})
    practice.night(intake.run, contracts.run)
    assert practice.states() == {"day/E1": ("held", "control_totals")}
    _send(practice, "day", CLEAN)
    assert practice.states()["day/E1"] == ("not_billable", "superseded")
    assert sorted(practice.states().values()) == [("not_billable", "superseded"), ("ready", None)]


def test_a_batch_that_could_not_be_read_is_replaced_by_its_correction(practice: Practice) -> None:
    practice.deliver("day", {**files(CLEAN), "encounters.csv": b""})
    practice.night(intake.run, contracts.run)
    assert practice.states() == {"day/line-2": ("held", "batch_unreadable")}
    _send(practice, "other", sample(2))
    assert practice.states()["day/line-2"] == ("held", "batch_unreadable")
    _send(practice, "day", CLEAN)
    assert practice.states()["day/line-2"] == ("not_billable", "superseded")


def test_a_held_batch_replaces_nothing(practice: Practice) -> None:
    _send(practice, "one", CLEAN)
    changed = _changed("services", units="2")
    wrong = json.dumps({**control(changed), "total_charges": "1.00"}).encode()
    practice.deliver("two", {**files(changed), "control.json": wrong})
    practice.night(intake.run, contracts.run)
    assert practice.states() == {"one/E1": ("ready", None), "two/E1": ("held", "control_totals")}


def test_two_versions_in_one_night_the_later_folder_counts(practice: Practice) -> None:
    practice.deliver("b", _changed("services", units="2"))
    practice.deliver("a", CLEAN)
    practice.night(intake.run, contracts.run)
    assert practice.states() == {"a/E1": ("not_billable", "superseded"), "b/E1": ("ready", None)}


def test_every_encounter_received_is_in_one_state(practice: Practice) -> None:
    _send(practice, "one", joined(CLEAN, sample(2, patients={"sex": ""})), claims=True)
    _send(practice, "two", joined(_changed("services", units="2"), sample(2), sample(3)))
    query = """
        SELECT batch.encounters_received - count(encounter.received_id) AS difference
        FROM core.batch LEFT JOIN core.encounter ON batch.batch_id = encounter.batch_id
        GROUP BY batch.batch_id, batch.encounters_received
    """
    assert practice.values(query) == [0, 0]
    last = """
        SELECT encounter.received_id FROM core.encounter
        INNER JOIN (
            SELECT received_id, arg_max(state, rowid) AS state FROM core.encounter_event GROUP BY received_id
        ) AS event ON encounter.received_id = event.received_id
        WHERE encounter.state <> event.state AND encounter.state <> 'claimed'
    """
    assert practice.values(last) == []
