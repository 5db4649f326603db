"""The month-end of a billing company: one practice's month, per step, and 200 practices through Prefect.

A practice is worked for the five nights of the demo; the others are copies of its folder under names of their own, each
with its warehouse. `python -m tests.benchmarks.closing [practices]`.
"""

import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

from data_contracts.closing import Waiver
from flows.settings import prepare_prefect
from tasks.sandbox.practice import write_workspace
from tasks.sandbox.stage_day import prepare
from tasks.workspace import Workspace

NIGHTS = (date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30), date(2026, 2, 2), date(2026, 2, 3))
PERIOD = "2026-01"
SEED = 20260128
PER_NIGHT = 200
PRACTICES = 200
ALONE = 5


def main(practices: int = PRACTICES) -> None:
    """Print the figures as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready"
        prepare_prefect(ready)
        _worked(ready)
        _many(ready, practices)
        _steps(ready, Path(folder) / "alone")
        _company(ready, practices)


def _worked(path: Path) -> None:
    """One practice after its nights."""
    from tests.plain_night import run_company_night

    write_workspace(path)
    for folder in Workspace(path).clients():
        if folder.client_id != "lakeside":
            shutil.rmtree(folder.path)
    for night in NIGHTS:
        prepare(path, night, SEED, PER_NIGHT)
        run_company_night(path, night)


def _many(path: Path, practices: int) -> None:
    """The same practice under other names: what a close reads does not know the name."""
    like = Workspace(path).client("lakeside")
    for number in range(2, practices + 1):
        folder = Workspace(path).client(f"lakeside-{number}")
        shutil.copytree(like.path, folder.path)
        text = folder.settings_file.read_text(encoding="utf-8").replace("lakeside", folder.client_id)
        folder.settings_file.write_text(text.replace("claim_prefix: LKS", f"claim_prefix: {_prefix(number)}"))


def _prefix(number: int) -> str:
    return "K" + chr(65 + number // 676) + chr(65 + number // 26 % 26) + chr(65 + number % 26)


def _steps(ready: Path, path: Path) -> None:
    """Seconds per step of a close: the median over a few practices, one after the other."""
    from tests.close.closing import close_month

    shutil.copytree(ready, path)
    taken: dict[str, list[float]] = defaultdict(list)
    for folder in Workspace(path).clients()[:ALONE]:
        started: dict[str, float] = {}

        def watch(now: str, started: dict[str, float] = started) -> None:
            when, _, step = now.partition(" ")
            if when == "before":
                started[step] = time.perf_counter()
            else:
                taken[step].append(time.perf_counter() - started[step])

        close_month(path, folder.client_id, NIGHTS[-1], PERIOD, watch=watch)
    rows = Workspace(path).clients()[0].path / "closed" / PERIOD / "v1" / "postings.csv"
    postings = len(rows.read_text().splitlines()) - 1
    print(f"\n### The close of one practice ({postings} postings in the month), seconds, median of {ALONE}\n")
    print("| step | s |\n|---|---:|")
    for step, seconds in taken.items():
        print(f"| {step} | {statistics.median(seconds):.3f} |")
    print(f"| all | {sum(map(statistics.median, taken.values())):.3f} |")


def _company(path: Path, practices: int) -> None:
    """The close of all practices through Prefect and worker processes."""
    from flows.demo import WAIVERS
    from flows.month_books import Given, given
    from flows.month_end import month_end

    waivers: tuple[Waiver, ...] = WAIVERS
    given.set(Given(waivers=waivers))
    began = time.perf_counter()
    outcomes = asyncio.run(month_end(PERIOD, NIGHTS[-1]))
    took = time.perf_counter() - began
    closed = sum(outcome["outcome"] == "closed" for outcome in outcomes.values())
    assert closed == practices, sorted({str(outcome) for outcome in outcomes.values()})
    print(f"\n{closed} practices closed and invoiced through Prefect: {took:.0f} s, {took / closed:.2f} s each")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
