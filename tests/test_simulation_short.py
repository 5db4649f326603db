"""The sixty nights of `make trust` in short: one practice, five nights, balances taken over, four kills."""

import multiprocessing
import signal
from datetime import date
from pathlib import Path

import pytest

from tasks.workspace import Workspace
from tests.plans import pairwise
from tests.trust.simulation import cases, company, kills, proofs
from tests.trust.simulation.company import Plan, Recording

SEED = 5
NIGHTS = 5
CASES = (
    "BPR02 = 0 with PLB", "CLP02 1", "CLP02 22", "PLB ZZ", "PLB taken FB", "interest", "suspended remittance",
    "released", "same trace, other content: held", "held, posted by post_remittance", "opening balance",
    "reversal and correction in one file",
    "correction reverse_write_off", "correction apply_payment", "correction match_deposit", "XLSX",
    "BAI2", "deposit partial", "fee of a virtual card", "deposit returned", "unapplied", "patient refund in a file",
)  # fmt: skip
# Where the night of each day after the first is killed.
POINTS = ("after remittances", "before commit", "after commit", "unlink 2")


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory, plans: dict[str, str]) -> Recording:
    days = company.business_days(date(2026, 1, 5), NIGHTS)
    told = [(0, cases.opening_balances), *((1, story) for story in cases.ALONE)]
    plan = Plan(SEED, days, lambda _: told, practices=1, alone=cases.TAKEN_OVER)
    return company.record(tmp_path_factory.mktemp("short") / "company", plan, company.Here())


def test_the_books_hold_and_the_cases_are_there(recording: Recording) -> None:
    found = proofs.presence(recording.path)
    assert [case for case in CASES if not found[case]] == []
    (client,) = Workspace(recording.path).clients()
    assert proofs.wrong_books(client) == {}


def test_no_statement_compares_every_row_with_every_row(recording: Recording, plans: dict[str, str]) -> None:
    assert len(plans) > 200
    assert pairwise(plans) == []


def test_another_order_every_file_twice_and_a_kill_a_night_change_no_byte(recording: Recording, tmp_path: Path) -> None:
    path = tmp_path / "company"
    company.found(path, 1)
    (client,) = Workspace(path).clients()
    deliveries = (company.twice(SEED, NIGHTS - 1), company.in_another_order(SEED))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.trust.simulation.kills", "tasks.preload"])
    for number, (day, point) in enumerate(zip(recording.plan.days, ("", *POINTS), strict=True)):
        for deliver in deliveries:
            deliver(path, company.arrived(recording, day), number)
        if point:
            child = context.Process(target=kills.night, args=(path, client.client_id, day, point))
            child.start()
            child.join()
            assert child.exitcode == -signal.SIGKILL, point
        company.work(path, day, company.Here(), company.REPLAYED)
    assert proofs.journals(path) == proofs.journals(recording.path)
