"""The contracts as data: they fit the tables, the facts, and themselves."""

import json
import re
from datetime import date, timedelta

import pytest
from pydantic import ValidationError
from stdnum import luhn

from data_contracts.datasets import DATASETS, Dataset
from data_contracts.datasets.control import Control
from data_contracts.datasets.kinds import DAY, MINUTES, POINTERS
from tasks.contracts.sent import add_facts, prepare
from tasks.warehouse import Connection, create_schema, scalar, scratch, sql_file
from tests.intake.drops import control, sample

EACH = pytest.mark.parametrize("dataset", DATASETS, ids=lambda d: d.name)


@pytest.fixture(scope="module")
def con() -> Connection:
    con = scratch()
    create_schema(con, "schema")
    prepare(con, "none", date(2026, 3, 2))
    add_facts(con)
    return con


def _columns(con: Connection, table: str) -> list[str]:
    return [row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()]


@EACH
def test_columns_are_those_of_the_raw_table(con: Connection, dataset: Dataset) -> None:
    assert _columns(con, f"raw.{dataset.name}") == ["batch_id", "source_file", "source_line", *dataset.column_names]


@EACH
def test_facts_are_those_that_the_query_adds(con: Connection, dataset: Dataset) -> None:
    facts = [fact.name for fact in dataset.facts]
    assert _columns(con, f"judged_{dataset.name}") == ["source_file", "source_line", *dataset.column_names, *facts]


@EACH
def test_expectations_speak_of_known_columns_and_every_fact_is_used(dataset: Dataset) -> None:
    facts = {fact.name for fact in dataset.facts}
    spoken = {column for expectation in dataset.expectations for column in expectation.columns}
    assert spoken <= facts | set(dataset.column_names)
    assert facts <= spoken
    assert {e.shown for e in dataset.expectations} <= {None, *dataset.column_names}
    assert set(dataset.key) <= set(dataset.column_names)


@EACH
def test_every_expectation_says_what_why_and_what_to_do(dataset: Dataset) -> None:
    told = [(e.type, e.title) for e in dataset.expectations]
    assert len(set(told)) == len(told)
    assert all(e.title and e.reason and e.remedy for e in dataset.expectations)
    assert all(column.meaning.endswith((".", "…", ":")) for column in dataset.columns)


@EACH
def test_patterns_are_anchored(dataset: Dataset) -> None:
    patterns = [column.kind.pattern for column in dataset.columns if column.kind.pattern]
    assert all(p.startswith("^") and p.endswith("$") and re.compile(p) for p in patterns)
    assert all("|" not in re.sub(r"\(.*\)|\[[^\]]*\]", "", p) for p in patterns)


def test_a_day_is_every_day_of_the_calendar_and_nothing_else() -> None:
    pattern = re.compile(str(DAY.pattern))
    first, last = date(1900, 1, 1), date(2099, 12, 31)
    days = {(first + timedelta(n)).isoformat() for n in range((last - first).days + 1)}
    assert all(pattern.search(day) for day in days)
    written = (f"{y:04}-{m:02}-{d:02}" for y in range(1895, 2105) for m in range(14) for d in range(33))
    assert not [day for day in written if day not in days and pattern.search(day)]


@pytest.mark.parametrize(
    ("value", "fits"), [("0", True), ("1440", True), ("1441", False), ("-1", False), ("1.5", False)]
)
def test_minutes(value: str, fits: bool) -> None:
    assert bool(re.search(str(MINUTES.pattern), value)) is fits


@pytest.mark.parametrize(
    ("value", "fits"), [("1", True), ("1:2:3:12", True), ("1:2:3:4:5", False), ("13", False), ("1,2", False)]
)
def test_pointers(value: str, fits: bool) -> None:
    assert bool(re.search(str(POINTERS.pattern), value)) is fits


def test_the_check_digit_is_the_standard_one(con: Connection) -> None:
    con.execute(sql_file("contracts", "macros"))
    numbers = [*range(1_000_000_000, 1_000_000_400), *range(1_234_567_800, 1_234_568_000), 1_999_999_999]
    found = con.execute("SELECT npi, npi_luhn(npi) FROM unnest(?) AS one (npi)", [[str(n) for n in numbers]]).fetchall()
    assert dict(found) == {str(number): luhn.checksum(f"80840{number}") for number in numbers}
    assert scalar(con, "SELECT npi_luhn('12345678x3')") is None


def test_a_true_control_is_read() -> None:
    read = Control.model_validate(json.loads(json.dumps(control(sample(1)))))
    assert (read.encounters, str(read.charges), read.datasets.services.rows) == (1, "150.50", 2)


@pytest.mark.parametrize(
    "change",
    [
        {"encounters": "1"},
        {"encounters": -1},
        {"encounters": True},
        {"total_charges": 150.5},
        {"total_charges": "150.5"},
        {"datasets": {}},
        {"more": 1},
    ],
)
def test_a_false_control_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Control.model_validate({**control(sample(1)), **change})
