"""Law 3 against SIGKILL: a client-night killed anywhere and run again leaves what an unhurt one leaves.

Journal, emitted claim files, manifests and the rows of the ledger are compared byte for byte. Two nights of a simulated
practice are killed at every named point, before every file that they name or remove, and at moments drawn from a seed
that is printed. KILLS and KILL_SEED choose how many moments and which: most of them in the night that is sooner over.
"""

import multiprocessing
import os
import random
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tasks.mailbox.stage import run as route_mailbox
from tasks.workspace import Workspace
from tests.trust.simulation import cases, company, kills
from tests.trust.simulation.company import Plan

KILLS = int(os.environ.get("KILLS", "120"))
SEED = int(os.environ.get("KILL_SEED", "1"))
CLIENT = "harbor"
FIRST = date(2026, 1, 5)
STORIES = tuple(story for story in cases.STORIES if story.__name__ != "of_a_sister")
# A night without visits, and one with; the practice's stories are in full swing in both.
KILLED = {9: KILLS * 5 // 6, 8: KILLS // 6}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """The workspace before each night that will be killed, with its arrivals in the inboxes."""
    days = company.business_days(FIRST, max(KILLED) + 1)
    plan = Plan(SEED, days, lambda client: cases.schedule(SEED, client, STORIES, last_beginning=8), 1, visits_every=4)
    with company.crew() as pool:
        recording = company.record(tmp_path_factory.mktemp("kills") / "recorded", plan, pool, list(KILLED))
    for number in KILLED:
        route_mailbox(Workspace(recording.before(number)), days[number])
    return {number: recording.before(number) for number in KILLED}


@pytest.mark.parametrize("number", KILLED)
def test_a_killed_night_run_again_is_as_if_nothing_had_happened(
    before: dict[int, Path], number: int, tmp_path: Path
) -> None:
    start, day = before[number], company.business_days(FIRST, number + 1)[number]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.trust.simulation.kills", "tasks.preload", "tasks.contracts.preload"])
    shutil.copytree(start, tmp_path / "unhurt")
    calls = kills.calls_of(tmp_path / "unhurt", CLIENT, day)
    expected = kills.what_stays(tmp_path / "unhurt", CLIENT)
    shutil.copytree(start, tmp_path / "timed")
    started = time.monotonic()
    timed = context.Process(target=kills.night, args=(tmp_path / "timed", CLIENT, day))
    timed.start()
    timed.join()
    whole = time.monotonic() - started
    draw = random.Random(f"{SEED}|{day}")
    inside = [f"{name} {n}" for name, count in calls.items() for n in range(1, count + 1)]
    inside = inside if len(inside) <= 30 else draw.sample(inside, 30)
    moments = [draw.uniform(0, whole) for _ in range(KILLED[number])]
    places: list[str | float] = [*kills.POINTS, *inside, *moments]

    def mismatch(one: tuple[int, str | float]) -> tuple[bool, str | None]:
        count, at = one
        hit, stays = kills.kill_and_rerun(context, start, tmp_path / f"killed-{count}", CLIENT, day, at)
        return hit, None if stays == expected else f"{at}: {sorted(k for k in expected if stays.get(k) != expected[k])}"

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(mismatch, enumerate(places)))
    hits, wrong = sum(hit for hit, _ in found), [mismatched for _, mismatched in found if mismatched is not None]
    print(
        f"\nseed {SEED}, {day}: {hits} kills ({len(kills.POINTS)} points, {len(inside)} before files, {len(moments)}"
        f" moments within {whole:.1f} s), {len(wrong)} mismatches, {time.monotonic() - started:.0f} s"
    )
    assert wrong == []
    # How many moments hit depends on how busy the machine was when the whole night was timed.
    assert hits >= len(kills.POINTS) + len(inside)
