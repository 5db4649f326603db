"""What lies in an inbox while a month is closed is told, as long as a night of the month could post it."""

from datetime import date
from pathlib import Path

import pytest

from flows.close_waiting import waiting
from tasks.workspace import Workspace

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    for client in ("meadow", "upland"):
        (tmp_path / "clients" / client / "inbox" / "remits").mkdir(parents=True)
    (tmp_path / "clients" / "meadow" / "inbox" / "remits" / "DOE-JANE.835").write_text("ISA")
    (tmp_path / "clients" / "meadow" / "inbox" / "encounters" / "drop").mkdir(parents=True)
    (tmp_path / "inbox" / "client_payments").mkdir(parents=True)
    (tmp_path / "inbox" / ".half.835").write_text("ISA")
    return Workspace(tmp_path)


def test_files_that_the_month_could_still_have_are_counted_and_never_named(place: Workspace) -> None:
    outcomes = {name: {"outcome": "blocked", "nights_left": 1} for name in ("meadow", "upland")}
    (told,) = waiting(place, NOVEMBER, outcomes)
    assert "the inbox of meadow holds 2 " in told
    assert "a night up to 2026-11-30" in told
    assert "DOE" not in told
    (place.inbox / "all.835").write_text("ISA")
    assert "the company's mailbox holds 1 " in waiting(place, NOVEMBER, outcomes)[-1]


def test_once_the_month_is_closed_they_are_the_next_months(place: Workspace) -> None:
    (told,) = waiting(place, NOVEMBER, {"meadow": {"outcome": "closed", "nights_left": 1}})
    assert told.endswith("they are of the open month now")


def test_a_client_with_a_later_night_is_not_told_of_it(place: Workspace) -> None:
    assert waiting(place, NOVEMBER, {"meadow": {"outcome": "blocked", "nights_left": 0}}) == []
