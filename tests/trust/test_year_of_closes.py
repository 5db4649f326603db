"""Twelve months of ten practices, a night a week: every month's invoice is of what the ledger collected, to the cent.

After the whole year every client is replayed: all nights and closes again, every sealed file byte for byte.
YEAR_MONTHS and YEAR_CLIENTS choose how many. The short version is tests/close/test_year_short.py.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tasks.workspace import Workspace
from tests.trust import year
from tests.trust.simulation import company
from tests.trust.simulation.company import Recording

MONTHS = year.first_days(date(2026, 1, 1), int(os.environ.get("YEAR_MONTHS", "12")))
CLIENTS = int(os.environ.get("YEAR_CLIENTS", "10"))
SEED = 23


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with company.crew() as found:
        yield found


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory, pool: Executor) -> Recording:
    started = time.monotonic()
    path = tmp_path_factory.mktemp("year") / "company"
    done = year.record(path, pool, MONTHS, CLIENTS, seed=SEED, every=7)
    print(f"\n{len(done.plan.days)} nights, {len(MONTHS)} closes of {CLIENTS} in {time.monotonic() - started:.0f} s")
    return done


def test_the_bases_of_every_invoice_are_the_ledgers_collections(recording: Recording) -> None:
    total, below_zero = Decimal(0), 0
    for place, folder in enumerate(Workspace(recording.path).clients()):
        desk = "desk_payments: in" in year.AGREEMENTS[place % len(year.AGREEMENTS)]
        for period in MONTHS:
            expected = year.collected(folder, period, year.BASES[place % len(year.BASES)], desk)
            assert year.invoiced(folder, period) == expected, (folder.client_id, period)
            total += expected
            below_zero += expected < 0
    print(f"collected {total}; {below_zero} months below zero")
    assert total > 0


def test_all_months_replay_byte_for_byte_after_the_year(recording: Recording, pool: Executor, tmp_path: Path) -> None:
    clients = [folder.client_id for folder in Workspace(recording.path).clients()]
    jobs = [pool.submit(year.replay, recording.path, tmp_path / client, client) for client in clients]
    assert [job.result() for job in jobs] == [(len(MONTHS), [])] * len(clients)
