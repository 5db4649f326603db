"""The whole command killed: `cleanclaim nightly` with Prefect and its workers, its process group killed, run again.

What stays of every client is compared byte for byte with what an unhurt night leaves. Moments are drawn from a seed.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from tasks.workspace import Workspace
from tests.trust.simulation import cases, company, kills
from tests.trust.simulation.company import Plan

KILLS = int(os.environ.get("COMMAND_KILLS", "10"))
SEED = int(os.environ.get("KILL_SEED", "1"))
NIGHT = 6
CLEAR = (0, 1)


def nightly(path: Path, day: date) -> subprocess.Popen[bytes]:
    """The command in a process group of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-m", "flows.cli", "nightly", "--workspace", str(path), "--date", str(day)]
    return subprocess.Popen(
        command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def everything(path: Path) -> dict[str, dict[str, bytes]]:
    """What stays of every client, and that the mailbox is empty."""
    mailbox = repr(sorted(p.name for p in (path / "inbox").iterdir())).encode()
    clients = {folder.client_id: kills.what_stays(path, folder.client_id) for folder in Workspace(path).clients()}
    return {"mailbox": {"names": mailbox}, **clients}


def differing(found: dict[str, dict[str, bytes]], expected: dict[str, dict[str, bytes]]) -> list[str]:
    """What is not as expected: names of files and tables."""
    return sorted(
        f"{of} {name}"
        for of, wanted in expected.items()
        for name in wanted.keys() | found[of].keys()
        if found[of].get(name) != wanted.get(name)
    )


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, date]:
    """Two practices before a night of many stories, with its arrivals in mailbox and inboxes."""
    place = tmp_path_factory.mktemp("command")
    days = company.business_days(date(2026, 1, 5), NIGHT + 1)
    plan = Plan(SEED, days, lambda client: cases.schedule(SEED, client, last_beginning=5), 2, visits_every=4)
    with company.crew() as pool:
        recording = company.record(place / "recorded", plan, pool, [NIGHT])
    return recording.before(NIGHT), days[-1]


def test_a_killed_command_run_again_is_as_if_nothing_had_happened(before: tuple[Path, date], tmp_path: Path) -> None:
    start, day = before
    shutil.copytree(start, tmp_path / "unhurt")
    started = time.monotonic()
    assert nightly(tmp_path / "unhurt", day).wait() in CLEAR
    whole = time.monotonic() - started
    expected = everything(tmp_path / "unhurt")
    draw = random.Random(SEED)
    hits, wrong = 0, []
    for kill in range(KILLS):
        path, moment = tmp_path / f"killed-{kill}", draw.uniform(0.1, 1) * whole
        shutil.copytree(start, path)
        command = nightly(path, day)
        try:
            command.wait(moment)
        except subprocess.TimeoutExpired:
            os.killpg(command.pid, signal.SIGKILL)
            command.wait()
            hits += 1
        assert nightly(path, day).wait() in CLEAR, f"kill {kill} at {moment:.2f} s"
        wrong += [f"kill {kill} at {moment:.2f} s: {what}" for what in differing(everything(path), expected)]
        shutil.rmtree(path)
    print(f"\nseed {SEED}: {hits} commands of {KILLS} killed within {whole:.1f} s, {len(wrong)} files differ")
    assert not wrong, wrong
    assert hits >= KILLS * 2 // 3
