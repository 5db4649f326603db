"""Great Expectations is the validator: it judges alone, and what goes wrong inside it is never a pass."""

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from tasks.contracts import stage as contracts
from tasks.contracts.groups import Group
from tasks.contracts.validator import ValidationBroken, Validator, _verdict, warm
from tasks.intake import stage as intake
from tests.intake.drops import Practice, samples

REGEX = "expect_column_values_to_match_regex"
SECRET = "Secret17"


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


def test_failing_rows_are_all_named(validator: Validator) -> None:
    values = pa.table({"value": ["7"] * 500 + ["x"] * 300 + ["8"]})
    assert validator.failing(REGEX, values, {"regex": "^[0-9]$"}).tolist() == list(range(500, 800))


@pytest.mark.parametrize(
    ("kind", "kwargs"),
    [
        (REGEX, {"regex": "("}),
        (REGEX, {"regexp": "a misspelt argument"}),
        ("expect_column_values_to_be_between", {"min_value": 0}),
        ("expect_column_values_to_be_foretold", {}),
    ],
)
def test_a_validation_without_a_verdict_raises_and_quotes_no_cell(
    validator: Validator, kind: str, kwargs: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ValidationBroken) as raised:
        validator.failing(kind, pa.table({"value": [SECRET, "1"]}), kwargs)
    assert SECRET not in str(raised.value)
    assert raised.value.__cause__ is None
    assert caplog.text == ""


@pytest.mark.parametrize(
    "spoiled",
    [
        {"success": True},
        {"exception_info": {"raised_exception": True}},
        {"exception_info": {"a metric": {"exception_message": "planted"}}},
        {"result": {"element_count": 1, "unexpected_count": 1, "unexpected_index_list": [0]}},
        {"result": {"element_count": 2, "unexpected_count": 2, "unexpected_index_list": [0]}},
        {"result": {"element_count": 2, "unexpected_count": 0}},
        {"result": {}},
    ],
)
def test_a_result_that_does_not_add_up_is_no_verdict(spoiled: dict[str, Any]) -> None:
    sound = {
        "success": False,
        "exception_info": {"raised_exception": False},
        "result": {"element_count": 2, "unexpected_count": 1, "unexpected_index_list": [0]},
    }
    assert _verdict(REGEX, SimpleNamespace(**sound), 2).tolist() == [0]
    with pytest.raises(ValidationBroken):
        _verdict(REGEX, SimpleNamespace(**{**sound, **spoiled}), 2)


def test_an_error_inside_great_expectations_stops_the_night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(group: Group) -> Mapping[str, Any]:
        return {"regex": "("} if group.kind == REGEX else group.parts[0].promise.expectation.kwargs

    monkeypatch.setattr(Group, "kwargs", property(broken))
    practice = Practice(tmp_path)
    practice.deliver("day", samples((1, 2)))
    with pytest.raises(ValidationBroken):
        practice.night(intake.run, contracts.run)
    practice.con.rollback()
    assert practice.states() == {}


def test_rows_pass_by_the_word_of_great_expectations_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    original = Validator._validate

    def listening(self: Validator, kind: str, table: pa.Table, kwargs: dict[str, Any]) -> Any:
        asked.append(kind)
        return original(self, kind, table, kwargs)

    monkeypatch.setattr(Validator, "_validate", listening)
    practice = Practice(tmp_path)
    practice.deliver("day", samples((1,)))
    practice.night(intake.run, contracts.run)
    types = practice.values("SELECT DISTINCT expectation FROM core.contract_result")
    assert set(types) == set(asked)


def test_it_leaves_no_file_and_asks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.chdir(tmp_path)
    assert Validator().failing(REGEX, pa.table({"value": ["1"]}), {"regex": "1"}).size == 0
    assert list(tmp_path.iterdir()) == []
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"


def test_warming_twice_costs_nothing() -> None:
    assert warm() is warm()
