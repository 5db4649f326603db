"""Sixty business nights of five practices: laws 1 to 3 hold every night, whatever is asked again is as it was.

A broken law raises in the night it breaks in. SIM_NIGHTS, SIM_PRACTICES and SIM_SEED choose how many and which: in
fewer nights than sixty, or with one practice, cases may be missing.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from datetime import date
from pathlib import Path

import pytest

from tasks.workspace import Workspace
from tests.trust.simulation import cases, company, proofs
from tests.trust.simulation.company import Plan, Recording

NIGHTS = int(os.environ.get("SIM_NIGHTS", "60"))
PRACTICES = int(os.environ.get("SIM_PRACTICES", "5"))
SEED = int(os.environ.get("SIM_SEED", "11"))


def plan() -> Plan:
    """What is simulated."""
    days = company.business_days(date(2026, 1, 5), NIGHTS)
    return Plan(
        SEED, days, lambda client: cases.schedule(SEED, client, last_beginning=NIGHTS - 14), PRACTICES, visits_every=4
    )


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with company.crew() as found:
        yield found


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory, pool: Executor) -> Recording:
    started = time.monotonic()
    done = company.record(tmp_path_factory.mktemp("sixty") / "company", plan(), pool)
    print(f"\nseed {SEED}: {NIGHTS} nights of {PRACTICES} practices in {time.monotonic() - started:.0f} s")
    return done


def test_every_case_is_present(recording: Recording) -> None:
    assert recording.unfinished == []
    found = proofs.presence(recording.path)
    print("\n" + "\n".join(f"{count:6} {case}" for case, count in found.items()))
    assert [case for case, count in found.items() if not count] == []


def test_laws_agings_and_deposits_hold_of_the_whole_history(recording: Recording) -> None:
    wrong = {folder.client_id: proofs.wrong_books(folder) for folder in Workspace(recording.path).clients()}
    assert not any(wrong.values()), wrong


def test_a_replay_of_every_night_gives_the_same_journal(recording: Recording, pool: Executor, tmp_path: Path) -> None:
    clients = [folder.client_id for folder in Workspace(recording.path).clients()]
    jobs = [pool.submit(company.replay, recording.path, tmp_path / client, client) for client in clients]
    for job in jobs:
        job.result()
    found = {client: proofs.journals(tmp_path / client)[client] for client in clients}
    assert found == proofs.journals(recording.path)


def test_the_order_of_arrival_changes_no_byte_of_the_journal(
    recording: Recording, pool: Executor, tmp_path: Path
) -> None:
    company.again(recording, tmp_path / "company", company.in_another_order(SEED), pool)
    assert proofs.journals(tmp_path / "company") == proofs.journals(recording.path)


def test_every_file_delivered_twice_changes_no_byte_of_the_journal(
    recording: Recording, pool: Executor, tmp_path: Path
) -> None:
    company.again(recording, tmp_path / "company", company.twice(SEED, NIGHTS - 1), pool)
    assert proofs.journals(tmp_path / "company") == proofs.journals(recording.path)
