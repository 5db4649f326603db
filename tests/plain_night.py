"""A client's night without Prefect and without worker processes, for proofs and benchmarks: the same steps in order."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flows.nightly import AFTERWARDS, STAGES
from flows.overview import published_rows
from tasks.crew import perform
from tasks.mailbox.stage import run as route_mailbox
from tasks.night import Counts
from tasks.register import control_numbers
from tasks.task import STEP_OF
from tasks.workspace import ClientFolder, Workspace

Timer = Callable[[str, float], None]
Watch = Callable[[str], None]
Step = Callable[..., Counts]
WHOLE = tuple(task.name for task in AFTERWARDS)


def run_night(
    workspace: Path,
    client_id: str,
    day: date,
    timer: Timer | None = None,
    numbers: range | None = None,
    *,
    afterwards: Sequence[str] = WHOLE,
    watch: Watch | None = None,
) -> Counts:
    """Work one client's night as the flow does; `timer` is told each step and its seconds.

    `numbers` are the ISA control numbers of a replay; otherwise the company's register hands them out. `afterwards` are
    the steps after the commit. `watch` is told `before <step>` and `after <step>`: a proof may end the process there.
    """
    step = _stepper(workspace, client_id, day, timer, watch)
    try:
        opened = step("begin")
        if opened["unfinished"]:
            _finish(step, afterwards)
            opened = step("begin")
        if not opened["work"]:
            return {"changed": 0}
        _stages(step, numbers or control_numbers(Workspace(workspace), client_id, day, opened["run"]))
        if not step("changed")["changed"]:
            return {"changed": 0}
        counts = step("commit")
        _finish(step, afterwards)
        return {"changed": 1, **counts}
    finally:
        step("end")


def work(workspace: Path, client_id: str, day: date) -> None:
    """Begin a night and work its stages; neither committed nor ended."""
    step = _stepper(workspace, client_id, day, None, None)
    opened = step("begin")
    _stages(step, control_numbers(Workspace(workspace), client_id, day, opened["run"]))


def published(folder: ClientFolder, query: str) -> list[dict[str, Any]]:
    """The rows of a query on what a client's analysts see."""
    return published_rows(folder.published, query)


def _stepper(workspace: Path, client_id: str, day: date, timer: Timer | None, watch: Watch | None) -> Step:
    def step(name: str, *arguments: int) -> Counts:
        if watch is not None:
            watch(f"before {name}")
        started = time.perf_counter()
        counts = perform(str(workspace), client_id, day, STEP_OF.get(name, name), arguments)
        if timer is not None:
            timer(name, time.perf_counter() - started)
        if watch is not None:
            watch(f"after {name}")
        return counts

    return step


def _stages(step: Step, numbers: range) -> None:
    step("numbers", numbers.start, len(numbers))
    offenders: Counts = {}
    for task in STAGES:
        offenders = step(task.name)
    broken = {law: count for law, count in offenders.items() if count}
    if broken:
        raise AssertionError(f"laws broken: {broken}")


def _finish(step: Step, afterwards: Sequence[str]) -> None:
    step("clear_inbox")
    for name in afterwards:
        step(name)
    step("finish")


def run_company_night(workspace: Path, day: date) -> None:
    """The mailbox and every client's night, one after the other."""
    route_mailbox(Workspace(workspace), day)
    for folder in Workspace(workspace).clients():
        run_night(workspace, folder.client_id, day)
