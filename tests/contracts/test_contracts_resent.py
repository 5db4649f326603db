"""Encounters sent again: duplicates, later versions, changes after billing, corrections."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tasks.contracts import stage as contracts
from tasks.intake import stage as intake
from tasks.night import Counts, Night
from tests.intake.drops import DAY, Practice, Tables, control, files, joined, sample

Version = Callable[[int], Tables]
READY, CLAIMED, QUARANTINED = ("ready", None), ("claimed", None), ("quarantined", "contract")
DUPLICATE, SUPERSEDED = ("not_billable", "duplicate"), ("not_billable", "superseded")
CHANGED = ("held", "changed_after_billing")
VOIDED = ("not_billable", "voided")


def _with(dataset: str, **values: str | None) -> Version:
    """The visit with some values changed in all its rows of a dataset."""
    return lambda number: sample(number, **{dataset: values})


def _written_otherwise(number: int) -> Tables:
    tables = sample(number, encounters={"patient_paid": "10"}, patients={"city": " BOSTON "})
    tables["services"].reverse()
    return tables


def _with_second_coverage(number: int) -> Tables:
    tables = sample(number, patients={"city": "SALEM"})
    tables["coverages"].append({**tables["coverages"][0], "coverage_id": f"C{number}X", "priority": "2"})
    return tables


def _much_changed(number: int) -> Tables:
    changed = sample(number, encounters={"place_of_service": "11", "rendering_last_name": "SECRETNAME"})
    changed["services"][0].update({"charge": "120.00", "units": "2"})
    changed["services"].append({**changed["services"][1], "line_number": "3", "charge": "1.00"})
    changed["diagnoses"].pop()
    for line in changed["services"]:
        line["diagnosis_pointers"] = "1"
    return changed


@dataclass(frozen=True)
class Case:
    """Versions of an encounter in batches one, two, three (a night each), and the states in which they end.

    `between` is what later stages made of the first version: claimed, or a state in which it waits.
    """

    versions: tuple[Version, ...]
    states: tuple[tuple[str, str | None], ...]
    between: str | None = None
    reason: str | None = None


CLEAN: Version = sample
DIRTY = _with("patients", sex="?")
CASES = {
    "same content": Case((CLEAN, CLEAN), (READY, DUPLICATE), reason="duplicate of batch one"),
    "same content written otherwise": Case((CLEAN, _written_otherwise), (READY, DUPLICATE)),
    "other place": Case((CLEAN, _with("encounters", place_of_service="11")), (SUPERSEDED, READY)),
    "other city": Case((CLEAN, _with("patients", city="SALEM")), (SUPERSEDED, READY)),
    "other member id": Case((CLEAN, _with("coverages", member_id="M0")), (SUPERSEDED, READY)),
    "other diagnosis": Case((CLEAN, _with("diagnoses", code="J00")), (SUPERSEDED, READY)),
    "other units": Case((CLEAN, _with("services", units="2")), (SUPERSEDED, READY)),
    "same while coding waits": Case((CLEAN, CLEAN), (("held_coding", None), DUPLICATE), "held_coding"),
    "other while coding waits": Case((CLEAN, _with("services", units="2")), (SUPERSEDED, READY), "held_coding"),
    "other while an edit holds": Case((CLEAN, _with("services", units="2")), (SUPERSEDED, READY), "held_edit"),
    "other while held": Case((CLEAN, _with("services", units="2")), (SUPERSEDED, READY), "held"),
    "same after billing": Case((CLEAN, CLEAN), (CLAIMED, DUPLICATE), "claimed"),
    "changed after billing": Case(
        (CLEAN, _much_changed),
        (CLAIMED, CHANGED),
        "claimed",
        "changed after it was billed from batch one: diagnoses: 1 row removed; "
        "encounters: 1 row changed (place_of_service, rendering_last_name); services: 1 row added; "
        "services: 2 rows changed (charge, diagnosis_pointers, units); total charge 171.50, billed from 150.50",
    ),
    "patient changed after billing": Case(
        (CLEAN, _with_second_coverage),
        (CLAIMED, CHANGED),
        "claimed",
        "changed after it was billed from batch one: coverages: 1 row added; patients: 1 row changed (city)",
    ),
    "changed twice after billing": Case(
        (CLEAN, _with("services", units="2"), _with("services", units="3")), (CLAIMED, SUPERSEDED, CHANGED), "claimed"
    ),
    "change sent twice after billing": Case(
        (CLEAN, _with("services", units="2"), _with("services", units="2")), (CLAIMED, CHANGED, DUPLICATE), "claimed"
    ),
    # A voided claim keeps its number, so nothing of its visit is billed anew.
    "same after its claim was voided": Case((CLEAN, CLEAN), (VOIDED, DUPLICATE), "not_billable"),
    "changed after its claim was voided": Case(
        (CLEAN, _with("services", units="2")), (VOIDED, CHANGED), "not_billable"
    ),
    "worse after billing": Case((CLEAN, DIRTY, CLEAN), (CLAIMED, QUARANTINED, DUPLICATE), "claimed"),
    "quarantined, corrected": Case((DIRTY, CLEAN), (SUPERSEDED, READY)),
    "quarantined, sent as it was": Case((DIRTY, DIRTY), (QUARANTINED, DUPLICATE)),
    "quarantined, sent as it was, corrected": Case((DIRTY, DIRTY, CLEAN), (SUPERSEDED, DUPLICATE, READY)),
    "quarantined, passes unchanged next day": Case(
        (_with("encounters", service_to="2026-03-03"),) * 2, (SUPERSEDED, READY)
    ),
    "worse before billing": Case((CLEAN, _with("services", units="0")), (SUPERSEDED, QUARANTINED)),
    "there and back": Case((CLEAN, _with("services", units="2"), CLEAN), (SUPERSEDED, SUPERSEDED, READY)),
}


@pytest.fixture(scope="module")
def resent(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """Three nights; case number n is encounter En."""
    practice = Practice(tmp_path_factory.mktemp("resent"))
    for night, batch in enumerate(("one", "two", "three")):
        sent = [c.versions[night](n) for n, c in enumerate(CASES.values()) if night < len(c.versions)]
        practice.deliver(batch, joined(*sent))
        practice.night(intake.run, contracts.run, *([] if night else [_later_stages]), day=DAY + timedelta(night))
    return practice


def _later_stages(night: Night) -> Counts:
    for number, case in enumerate(CASES.values()):
        if case.between:
            night.con.execute(
                "UPDATE core.encounter SET state = ?, reason_code = ? WHERE received_id = ?",
                [case.between, "voided" if case.between == "not_billable" else None, f"one/E{number}"],
            )
    return {}


@pytest.mark.parametrize("name", CASES)
def test_an_encounter_sent_again(resent: Practice, name: str) -> None:
    case, number = CASES[name], [*CASES].index(name)
    received = [f"{batch}/E{number}" for batch in ("one", "two", "three")[: len(case.versions)]]
    assert tuple(resent.states()[key] for key in received) == case.states
    reason = resent.values(f"SELECT reason FROM core.encounter WHERE received_id = '{received[-1]}'")[0]
    assert case.reason is None or reason == case.reason
    for key, state in zip(received, case.states, strict=True):
        events = resent.rows(
            f"SELECT state, reason_code FROM core.encounter_event WHERE received_id = '{key}' ORDER BY rowid"
        )
        if case.between is None or key != received[0]:
            assert tuple(events[-1].values()) == state
    replaced = [key for key, state in zip(received, case.states, strict=True) if state == SUPERSEDED]
    for key in replaced:
        assert resent.values(f"SELECT reason FROM core.encounter WHERE received_id = '{key}'")[0].startswith(
            "superseded by batch "
        )


def test_a_version_held_after_billing_keeps_its_lines(resent: Practice) -> None:
    number = [*CASES].index("changed after billing")
    assert resent.values(f"SELECT count(*) FROM core.service WHERE received_id = 'two/E{number}'") == [3]


def test_every_encounter_received_is_in_one_state(resent: Practice) -> None:
    query = """
        SELECT batch.encounters_received - count(encounter.received_id) AS difference
        FROM core.batch LEFT JOIN core.encounter ON batch.batch_id = encounter.batch_id
        GROUP BY batch.batch_id, batch.encounters_received
    """
    assert resent.values(query) == [0, 0, 0]


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path)


def _hold(practice: Practice, name: str, changed: dict[str, bytes]) -> None:
    practice.deliver(name, {**files(sample(1)), **changed})
    practice.night(intake.run, contracts.run)


def test_a_batch_whose_totals_did_not_tie_is_replaced_by_its_correction(practice: Practice) -> None:
    _hold(practice, "day", {"control.json": json.dumps({**control(sample(1)), "total_charges": "1.00"}).encode()})
    assert practice.states() == {"day/E1": ("held", "control_totals")}
    practice.deliver("day", sample(1))
    practice.night(intake.run, contracts.run)
    assert practice.states()["day/E1"] == SUPERSEDED
    assert sorted(practice.states().values()) == [SUPERSEDED, READY]


def test_a_batch_that_could_not_be_read_is_replaced_by_its_correction(practice: Practice) -> None:
    _hold(practice, "day", {"encounters.csv": b""})
    assert practice.states() == {"day/line-2": ("held", "batch_unreadable")}
    practice.deliver("other", sample(2))
    practice.night(intake.run, contracts.run)
    assert practice.states()["day/line-2"] == ("held", "batch_unreadable")
    practice.deliver("day", sample(1))
    practice.night(intake.run, contracts.run)
    assert practice.states()["day/line-2"] == SUPERSEDED


def test_a_held_batch_replaces_nothing(practice: Practice) -> None:
    practice.deliver("one", sample(1, services={"units": "2"}))
    practice.night(intake.run, contracts.run)
    _hold(practice, "two", {"control.json": json.dumps({**control(sample(1)), "total_charges": "1.00"}).encode()})
    assert practice.states() == {"one/E1": READY, "two/E1": ("held", "control_totals")}


def test_of_two_versions_in_one_night_the_later_folder_counts(practice: Practice) -> None:
    practice.deliver("b", sample(1, services={"units": "2"}))
    practice.deliver("a", sample(1))
    practice.night(intake.run, contracts.run)
    assert practice.states() == {"a/E1": SUPERSEDED, "b/E1": READY}
