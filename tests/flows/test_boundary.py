"""Law 5 at the boundary: what leaves a worker names a place in our code, never a value."""

import pickle
import traceback
from datetime import date
from pathlib import Path

import pytest

from tasks.boundary import NightRefused, StepFailed
from tasks.crew import perform
from tasks.sandbox.practice import write_workspace

DAY = date(2026, 1, 28)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_workspace(tmp_path / "company")
    return tmp_path / "company"


def test_a_failing_stage_tells_its_place_and_nothing_of_its_message(workspace: Path) -> None:
    perform(str(workspace), "lakeside", DAY, "begin", ())
    try:
        with pytest.raises(StepFailed) as caught:
            perform(str(workspace), "lakeside", DAY, "tests.flows.faulty", ())
    finally:
        perform(str(workspace), "lakeside", DAY, "end", ())
    told = "".join(traceback.format_exception(caught.value)) + repr(pickle.loads(pickle.dumps(caught.value)))
    assert "SMITH" not in told
    assert "tests/flows/faulty.py:7 (ValueError)" in str(caught.value)


def test_a_failed_night_leaves_nothing_in_the_warehouse(workspace: Path) -> None:
    perform(str(workspace), "lakeside", DAY, "begin", ())
    with pytest.raises(StepFailed):
        perform(str(workspace), "lakeside", DAY, "tests.flows.faulty", ())
    perform(str(workspace), "lakeside", DAY, "end", ())
    again = perform(str(workspace), "lakeside", DAY, "begin", ())
    perform(str(workspace), "lakeside", DAY, "end", ())
    assert again == {"run": 1, "unfinished": 0, "work": 1}


def test_a_night_before_the_last_one_is_refused(workspace: Path) -> None:
    perform(str(workspace), "lakeside", DAY, "begin", ())
    perform(str(workspace), "lakeside", DAY, "commit", ())
    perform(str(workspace), "lakeside", DAY, "clear_inbox", ())
    perform(str(workspace), "lakeside", DAY, "finish", ())
    perform(str(workspace), "lakeside", DAY, "end", ())
    with pytest.raises(NightRefused, match="the past stays"):
        perform(str(workspace), "lakeside", date(2026, 1, 27), "begin", ())
