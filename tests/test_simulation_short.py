"""The sixty nights of `make trust` in short: one practice, five nights, balances taken over, four kills."""

import multiprocessing
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tasks.workspace import Workspace
from tests.plans import watched
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


# Where each row is compared with each because one side is a handful: a practice's billing identities, three sums.
FEW = ("opening_identity", "id: deposit_identity")


@pytest.fixture(scope="module")
def plans() -> Iterator[dict[str, str]]:
    with watched() as found:
        yield found


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
    """A condition on one side of an outer join alone, or an OR between two keys: a night would grow with its square."""
    assert len(plans) > 200
    slow = [text for text, plan in plans.items() if "BLOCKWISE_NL_JOIN" in plan]
    assert [text[:200] for text in slow if not any(name in text for name in FEW)] == []
    assert len(slow) == len(FEW)


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
