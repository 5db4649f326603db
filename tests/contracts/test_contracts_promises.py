"""Every promise of the datasets can be broken: each has an example that breaks it, all in one drop."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from data_contracts.datasets.kinds import AMOUNT, QUANTITY
from tasks.contracts import stage as contracts
from tasks.contracts.cells import PROMISES, Promise
from tasks.intake import stage as intake
from tests.intake.drops import Practice, Row, Tables, joined, sample

Breaking = Callable[[Tables], None]


def _set(dataset: str, **values: str | None) -> Breaking:
    return lambda tables: tables[dataset][0].update(values)


def _drop(dataset: str) -> Breaking:
    return lambda tables: tables[dataset].clear()


def _repeat(dataset: str) -> Breaking:
    return lambda tables: tables[dataset].append(dict(tables[dataset][0]))


def _rival(tables: Tables) -> None:
    row: Row = dict(tables["coverages"][0])
    tables["coverages"].append({**row, "coverage_id": f"{row['coverage_id']}X", "effective_from": "2025-01-01"})


FACTS: dict[tuple[str, str], Breaking] = {
    ("patients", "days_since_birth"): _set("patients", birth_date="2026-03-03"),
    ("coverages", "patient_rows"): _set("coverages", patient_id="NOBODY"),
    ("coverages", "effective_days"): _set("coverages", effective_from="2026-12-31", effective_to="2026-12-30"),
    ("coverages", "rival_coverages"): _rival,
    ("encounters", "patient_rows"): _set("encounters", patient_id="NOBODY"),
    ("encounters", "coverage_rows"): _drop("coverages"),
    ("encounters", "diagnosis_rows"): _drop("diagnoses"),
    ("encounters", "service_rows"): _drop("services"),
    ("encounters", "days_of_visit"): _set("encounters", service_to="2026-02-26"),
    ("encounters", "days_until_delivery"): _set("encounters", service_to="2026-03-03"),
    ("encounters", "days_of_life"): _set("patients", birth_date="2026-02-28"),
    ("encounters", "days_since_accident"): _set("encounters", accident_date="2026-03-01"),
    ("encounters", "days_since_onset"): _set("encounters", onset_date="2026-03-01"),
    ("encounters", "patient_paid_cents"): _set("encounters", patient_paid="-0.01"),
    ("encounters", "rendering_npi_luhn"): _set("encounters", rendering_npi="1234567894"),
    ("encounters", "referring_npi_luhn"): _set("encounters", referring_npi="1000000040"),
    ("encounters", "supervising_npi_luhn"): _set("encounters", supervising_npi="1000000021"),
    ("encounters", "facility_npi_luhn"): _set("encounters", facility_npi="1000000029"),
    ("diagnoses", "encounter_rows"): _set("diagnoses", encounter_id="NOTHING"),
    ("services", "encounter_rows"): _set("services", encounter_id="NOTHING"),
    ("services", "days_of_service"): _set("services", service_to="2026-02-26"),
    ("services", "days_after_visit_start"): _set("services", service_from="2026-02-26"),
    ("services", "days_before_visit_end"): _set("services", service_to="2026-03-01"),
    ("services", "charge_cents"): _set("services", charge="-0.01"),
    ("services", "units_thousandths"): _set("services", units="0"),
    ("services", "ndc_units_thousandths"): _set("services", ndc_units="0.000"),
    ("services", "unknown_pointers"): _set("services", diagnosis_pointers="1:7"),
    ("services", "repeated_pointers"): _set("services", diagnosis_pointers="1:2:1"),
}


def breaking(promise: Promise) -> Breaking:
    """What breaks a promise in an otherwise faultless visit; a KeyError for a fact without an example."""
    expectation, dataset = promise.expectation, promise.dataset.name
    column = expectation.columns[0]
    if expectation.when == "code_system = 'TEXT'":
        return _set(dataset, code_system="TEXT", code=None, description=None)
    match expectation.type:
        case "expect_column_values_to_not_be_null":
            return _set(dataset, **{column: None})
        case "expect_column_values_to_match_regex":
            return _set(dataset, **{column: "a\x01b" if _is_text(promise) else "x"})
        case "expect_column_values_to_be_in_set":
            return _set(dataset, **{column: "ZZZ"})
        case "expect_column_values_to_be_unique" | "expect_compound_columns_to_be_unique":
            return _repeat(dataset)
        case _:
            return FACTS[dataset, column]


def _is_text(promise: Promise) -> bool:
    (column,) = (c for c in promise.dataset.columns if c.name == promise.expectation.columns[0])
    return column.kind not in (AMOUNT, QUANTITY)


@dataclass(frozen=True)
class Judged:
    """A night over one drop with a visit a promise, each breaking its own."""

    practice: Practice
    lines: dict[tuple[int, str], range]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    visits = [sample(number) for number in range(len(PROMISES) + 1)]
    for promise in PROMISES:
        breaking(promise)(visits[promise.number])
    lines = {}
    for dataset in visits[0]:
        line = 2
        for number, visit in enumerate(visits):
            lines[number, dataset] = range(line, line + len(visit[dataset]))
            line += len(visit[dataset])
    practice = Practice(tmp_path_factory.mktemp("promises"))
    practice.deliver("day", joined(*visits))
    practice.night(intake.run, contracts.run)
    return Judged(practice, lines)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda p: f"{p.dataset.name}-{p.expectation.title[:40]}")
def test_each_promise_can_be_broken(judged: Judged, promise: Promise) -> None:
    expectation, dataset = promise.expectation, promise.dataset.name
    own = judged.lines[promise.number, dataset]
    found = judged.practice.con.execute(
        "SELECT source_line FROM core.quarantine WHERE dataset = ? AND expectation = ? AND reason = ?",
        [dataset, expectation.type, expectation.reason],
    ).fetchall()
    assert {line for (line,) in found} & set(own)


def test_the_faultless_visit_of_that_drop_is_ready(judged: Judged) -> None:
    assert judged.practice.states()[f"day/E{len(PROMISES)}"] == ("ready", None)


def test_the_counts_of_the_page_are_those_of_the_rows(judged: Judged) -> None:
    rows = judged.practice.con.execute(
        "SELECT dataset, reason, count(DISTINCT source_line) FROM core.quarantine GROUP BY ALL"
    )
    failed = {(dataset, reason): lines for dataset, reason, lines in rows.fetchall()}
    results = judged.practice.rows("SELECT * FROM core.contract_result")
    assert len(results) == len(PROMISES)
    for promise, result in zip(PROMISES, results, strict=True):
        assert (result["dataset"], result["title"]) == (promise.dataset.name, promise.expectation.title)
        assert 0 < result["rows_failed"] <= result["rows_checked"]
        assert result["rows_failed"] == failed[result["dataset"], promise.expectation.reason]
