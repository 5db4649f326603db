"""Dirt in a drop: the encounter lands in quarantine with the right reason, file line and remedy; the rest goes on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tasks.contracts import stage as contracts
from tasks.intake import stage as intake
from tests.intake.drops import Practice, Tables, files, joined, sample, samples


@dataclass(frozen=True)
class Dirt:
    """A row of a dataset (by place, from 0), what is done to it, and what must come of it."""

    dataset: str
    place: int
    change: dict[str, str | None]
    reason: str
    column: str | None = None
    blamed: tuple[str, ...] = ("E2",)
    told_of: str | None = None


# Each is planted among visits of its own: E1 and E2 with a patient each, E3 (insured) and E4 (self-pay) of patient P3.
DIRT = {
    "birth date missing": Dirt("patients", 1, {"birth_date": ""}, "birth_date is missing", "birth_date"),
    "no day of the calendar": Dirt(
        "patients", 1, {"birth_date": "2001-02-30"}, "birth_date is not a day", "birth_date"
    ),
    "day in another order": Dirt(
        "encounters", 1, {"onset_date": "02/01/2026"}, "onset_date is not a day", "onset_date"
    ),
    "born after the visit": Dirt(
        "patients", 1, {"birth_date": "2026-03-01"}, "service_from lies before the patient's", told_of="encounters"
    ),
    "sex": Dirt("patients", 1, {"sex": "female"}, "sex is not one of F, M, U", "sex"),
    "no address": Dirt("patients", 1, {"address_line1": "  "}, "address_line1 is missing", "address_line1"),
    "state": Dirt("patients", 1, {"state": "Massachusetts"}, "state is not a two-letter", "state"),
    "zip": Dirt("patients", 1, {"postal_code": "2108"}, "postal_code is not a ZIP code", "postal_code"),
    "separator in a name": Dirt("patients", 1, {"last_name": "SM*TH"}, "last_name is not text", "last_name"),
    "patient of two encounters": Dirt(
        "patients", 2, {"first_name": None}, "first_name is missing", blamed=("E3", "E4")
    ),
    "coverage of two encounters": Dirt("coverages", 2, {"member_id": ""}, "member_id is missing", blamed=("E3",)),
    "subscriber": Dirt(
        "coverages", 1, {"subscriber_birth_date": ""}, "subscriber_birth_date is missing", "subscriber_birth_date"
    ),
    "relationship": Dirt("coverages", 1, {"relationship": "CHILD"}, "relationship is not one of", "relationship"),
    "coverage ends first": Dirt("coverages", 1, {"effective_to": "2019-01-01"}, "effective_to lies before", blamed=()),
    "npi": Dirt("encounters", 1, {"rendering_npi": "1234567890"}, "the check digit of rendering_npi", "rendering_npi"),
    "npi too short": Dirt(
        "encounters", 1, {"rendering_npi": "123456"}, "rendering_npi is not a national", "rendering_npi"
    ),
    "referring without npi": Dirt("encounters", 1, {"referring_npi": ""}, "referring_npi is missing", "referring_npi"),
    "accident without date": Dirt("encounters", 1, {"accident_date": ""}, "accident_date is missing", "accident_date"),
    "auto accident without state": Dirt("encounters", 1, {"accident_state": ""}, "accident_state is missing"),
    "future service": Dirt(
        "encounters", 1, {"service_to": "2026-03-03"}, "the day of the delivery lies before", "service_to"
    ),
    "ends before it starts": Dirt("encounters", 1, {"service_to": "2026-02-26"}, "service_to lies before service_from"),
    "unknown patient": Dirt("encounters", 1, {"patient_id": "P0"}, "no row of the patients file", "patient_id"),
    "negative charge": Dirt("services", 2, {"charge": "-1.00"}, "charge is below 0", "charge"),
    "charge no amount": Dirt("services", 2, {"charge": "1e3"}, "charge is not an amount", "charge"),
    "no units": Dirt("services", 2, {"units": "0"}, "units are 0 or less", "units"),
    "code system": Dirt("services", 2, {"code_system": "ICD9"}, "code_system is not one of", "code_system"),
    "pointer": Dirt("services", 2, {"diagnosis_pointers": "1:3"}, "a diagnosis pointer names no", "diagnosis_pointers"),
    "line outside the visit": Dirt(
        "services", 2, {"service_from": "2026-02-20"}, "service_from lies before the encounter"
    ),
    "ndc units": Dirt("services", 2, {"ndc_units": ""}, "ndc_units is missing", "ndc_units"),
    "diagnosis code": Dirt("diagnoses", 2, {"code": None}, "code is missing", "code"),
    "orphan service": Dirt("services", 2, {"encounter_id": "E0"}, "no row of the encounters file", blamed=()),
    "orphan diagnosis": Dirt("diagnoses", 3, {"encounter_id": "E0"}, "no row of the encounters file", blamed=()),
}


def _drop(base: int = 0) -> Tables:
    """Four visits of three patients, with numbers from `base`."""
    tables = samples((base + 1, base + 2, base + 3))
    fourth = sample(base + 4, encounters={"patient_id": f"P{base + 3}", "financial_class": "self_pay"})
    for dataset in ("encounters", "diagnoses", "services"):
        tables[dataset] += fourth[dataset]
    return tables


def _night(path: Path, tables: Tables) -> Practice:
    practice = Practice(path)
    practice.deliver("day", tables)
    practice.night(intake.run, contracts.run)
    return practice


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """A night over all dirt at once: kind number n among the visits 10n+1 to 10n+4."""
    drops = [_drop(10 * number) for number in range(len(DIRT))]
    for number, dirt in enumerate(DIRT.values()):
        drops[number][dirt.dataset][dirt.place].update(dirt.change)
    return _night(tmp_path_factory.mktemp("dirt"), joined(*drops))


@pytest.mark.parametrize("kind", DIRT)
def test_dirt_lands_in_quarantine(dirty: Practice, kind: str) -> None:
    dirt, number = DIRT[kind], [*DIRT].index(kind)
    dataset = dirt.told_of or dirt.dataset
    line = number * len(_drop()[dataset]) + dirt.place + 2
    found = dirty.rows(f"SELECT * FROM core.quarantine WHERE dataset = '{dataset}' AND source_line = {line}")
    told = [row for row in found if row["reason"].startswith(dirt.reason)]
    assert told, {row["reason"] for row in found}
    blamed = {f"day/E{10 * number + int(encounter[1:])}" for encounter in dirt.blamed}
    assert {row["received_id"] for row in told} == (blamed or {None})
    assert dirt.column is None or {row["column_name"] for row in told} == {dirt.column}
    assert all(row["remedy"] and row["source_file"] and row["expectation"].startswith("expect_") for row in told)
    states = {encounter: dirty.states()[f"day/E{10 * number + encounter}"] for encounter in (1, 2, 3, 4)}
    assert states[1] == ("ready", None)
    assert {state for key, state in states.items() if f"E{key}" in dirt.blamed} <= {("quarantined", "contract")}


def test_exactly_the_blamed_are_quarantined(dirty: Practice) -> None:
    quarantined = {key for key, (state, _) in dirty.states().items() if state == "quarantined"}
    blamed = dirty.values("SELECT DISTINCT received_id FROM core.quarantine WHERE received_id IS NOT NULL")
    assert quarantined == set(blamed)
    assert len(dirty.states()) == 4 * len(DIRT)


def test_a_clean_drop_passes_every_promise(tmp_path: Path) -> None:
    drop = _drop()
    drop["diagnoses"][-1].update(code_system="TEXT", code="", description="chest pain")
    practice = _night(tmp_path, drop)
    assert set(practice.states().values()) == {("ready", None)}
    (totals,) = practice.rows("SELECT sum(rows_failed) AS failed, min(rows_checked) AS least FROM core.contract_result")
    assert totals["failed"] == 0
    assert totals["least"] > 0
    for table, rows in (("patient", 3), ("coverage", 3), ("diagnosis", 8), ("service", 8)):
        assert practice.values(f"SELECT count(*) FROM core.{table}") == [rows]


def test_typed_rows_say_what_was_sent(tmp_path: Path) -> None:
    tables = samples((1,))
    tables["coverages"][0].update(
        dict.fromkeys((c for c in tables["coverages"][0] if c.startswith("subscriber")), None)
    )
    tables["coverages"][0].update({"relationship": "18", "effective_to": None})
    tables["services"][0]["charge"] = " 100 "
    practice = _night(tmp_path, tables)
    (encounter,) = practice.rows("SELECT * FROM core.encounter")
    assert str(encounter["service_from"]) == "2026-02-27"
    assert str(encounter["charge_received"]) == "150.50"
    assert str(encounter["patient_paid"]) == "10.00"
    (coverage,) = practice.rows("SELECT * FROM core.coverage")
    assert (coverage["subscriber_last_name"], coverage["subscriber_postal_code"]) == ("LAST1", "021080001")
    assert str(coverage["subscriber_birth_date"]) == "2001-02-03"
    assert coverage["effective_to"] is None
    service, _ = practice.rows("SELECT * FROM core.service ORDER BY line_number")
    assert (str(service["charge"]), str(service["units"]), service["minutes"]) == ("100.00", "1.000", 20)


def test_an_encounter_counts_once_with_all_its_reasons(tmp_path: Path) -> None:
    tables = _drop()
    tables["patients"][1]["sex"] = ""
    tables["services"][2].update({"units": "0", "charge": "x"})
    practice = _night(tmp_path, tables)
    assert practice.states()["day/E2"] == ("quarantined", "contract")
    assert len(practice.values("SELECT reason FROM core.quarantine WHERE received_id = 'day/E2'")) == 3
    (reason,) = practice.values("SELECT reason FROM core.encounter WHERE received_id = 'day/E2'")
    assert reason.count(";") == 2
    assert practice.values("SELECT count(*) FROM core.encounter_event") == [4]
    assert practice.values("SELECT count(*) FROM core.service WHERE received_id = 'day/E2'") == [0]


def test_an_id_sent_twice_in_a_batch_quarantines_both(tmp_path: Path) -> None:
    tables = _drop()
    tables["encounters"].append({**tables["encounters"][1], "place_of_service": "11"})
    practice = _night(tmp_path, tables)
    assert practice.states()["day/E2"] == practice.states()["day/E2#2"] == ("quarantined", "contract")
    lines = practice.values("SELECT source_line FROM core.quarantine WHERE received_id LIKE 'day/E2%' ORDER BY 1")
    assert lines == [3, 6]


def test_an_encounter_without_a_usable_id_is_named_by_its_line(tmp_path: Path) -> None:
    bad = {"E11": "", "E12": "E/2", "E13": "E 2#1", "E21": "line-2", "E22": "é"}
    tables = joined(*(_drop(base) for base in (10, 20)))
    for dataset in ("encounters", "diagnoses", "services"):
        for row in tables[dataset]:
            row["encounter_id"] = bad.get(str(row["encounter_id"]), row["encounter_id"])
    states = _night(tmp_path, tables).states()
    quarantined = ("quarantined", "contract")
    expected = {2: quarantined, 3: quarantined, 4: quarantined, 6: ("ready", None), 7: quarantined}
    assert {line: states[f"day/line-{line}"] for line in expected} == expected
    assert len(states) == 8


def test_a_coverage_that_the_visit_does_not_need_quarantines_nothing(tmp_path: Path) -> None:
    tables = _drop()
    old = {**tables["coverages"][1], "coverage_id": "OLD", "effective_from": "2010-01-01", "effective_to": "2011-01-01"}
    tables["coverages"].append({**old, "member_id": ""})
    practice = _night(tmp_path, tables)
    assert set(practice.states().values()) == {("ready", None)}
    (row,) = practice.rows("SELECT * FROM core.quarantine")
    assert (row["received_id"], row["row_key"], row["source_line"]) == (None, "OLD", 5)
    assert practice.values("SELECT count(*) FROM core.coverage WHERE coverage_id = 'OLD'") == [0]


def test_no_value_of_a_failing_row_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    secret = "XyZZy17*"
    tables = _drop()
    for rows in tables.values():
        row: dict[str, Any] = rows[1]
        row.update(dict.fromkeys(set(row) - {"patient_id", "encounter_id", "coverage_id"}, secret))
    made = files(tables)
    practice = Practice(tmp_path)
    practice.deliver("day", made)
    practice.night(intake.run, contracts.run)
    assert len(practice.rows("SELECT * FROM core.quarantine")) > 60
    for query in (
        "SELECT concat_ws(' ', reason, remedy, expectation, column_name) FROM core.quarantine",
        "SELECT concat_ws(' ', message, remedy) FROM core.problem",
        "SELECT reason FROM core.encounter WHERE reason IS NOT NULL",
        "SELECT concat_ws(' ', title, column_name) FROM core.contract_result",
    ):
        assert not any(secret in text for text in practice.values(query))
    assert capfd.readouterr() == ("", "")
