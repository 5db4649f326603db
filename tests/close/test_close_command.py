"""What the command `close` says, and its exit status."""

from pathlib import Path
from typing import Any

import pytest

from data_contracts.closing import Waiver
from flows.close_command import show, show_idle, status_of
from tasks.workspace import Workspace

CLOSED = {
    "outcome": "closed",
    "reason": None,
    "version": 1,
    "hard": 1,
    "base_cents": 0,
    "fee_cents": -5,
    "due_cents": 123456,
}
BLOCKED = {"outcome": "blocked", "reason": None, "version": 1, "open": 3, "blocked": 2, "blocked unmatched_eft": 2}


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ([CLOSED], 0),
        ([CLOSED, BLOCKED], 1),
        ([BLOCKED | {"outcome": "previewed"}], 1),
        ([{"outcome": "previewed", "open": 2, "blocked": 0}], 0),
        ([CLOSED, {"outcome": "refused"}], 2),
        ([{"outcome": "closed_before"}], 2),
        ([CLOSED, {"outcome": "closed_before"}], 0),
        ([BLOCKED, {"outcome": "failed"}], 3),
        ([CLOSED, {"outcome": "law_broken"}], 3),
    ],
)
def test_the_worst_of_all_clients_is_the_exit_status(outcomes: list[dict[str, Any]], status: int) -> None:
    assert status_of({f"client{place}": outcome for place, outcome in enumerate(outcomes)}) == status


def test_amounts_have_cents_and_a_client_without_an_invoice_has_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    soft = {"outcome": "closed", "reason": None, "version": 1, "hard": 0}
    show(Workspace(tmp_path), "2026-11", {"meadow": CLOSED, "upland": BLOCKED, "ridge": soft})
    told = capsys.readouterr()
    lines = {line.split()[0]: line.split() for line in (told.out + told.err).splitlines() if line.strip()}
    assert lines["meadow"][2:] == ["1", "0.00", "-0.05", "1,234.56"]
    assert lines["ridge"] == ["ridge", "closed", "(soft)", "1"]
    assert "unmatched_eft 2. Listed in clients/upland/closed/2026-11/open.csv" in " ".join(
        (told.out + told.err).split()
    )


def test_a_waiver_is_told_when_it_names_nothing_at_any_client(capsys: pytest.CaptureFixture[str]) -> None:
    waivers = (Waiver("unmatched_eft", "A", "b"), Waiver("suspended_remittance:R0", "A", "b"))
    outcomes = {"meadow": BLOCKED | {"idle waiver 0": 1, "idle waiver 1": 1}, "upland": BLOCKED | {"idle waiver 1": 1}}
    show_idle(waivers, outcomes)
    show_idle(waivers, {"meadow": {"outcome": "refused"}})
    told = capsys.readouterr()
    assert (told.out + told.err).strip() == "waived nothing: suspended_remittance:R0 stands open at no client"
