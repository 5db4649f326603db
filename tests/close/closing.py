"""A close of one client's month without Prefect and without worker processes: the same steps in order."""

import json
import os
import signal
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import get_args

from data_contracts.closing import CloseKind, Waiver, parse_period
from flows.month_books import KINDS
from flows.month_end import AFTERWARDS, HARD_ONLY
from tasks.client_month import Request
from tasks.close.csv_bytes import OWN_ACCOUNT, csv_of
from tasks.crew import perform
from tasks.invoice.numbers import allot
from tasks.month_order import OPEN, UNFINISHED
from tasks.night import Counts
from tasks.register import own_account
from tasks.task import STEP_OF
from tasks.workspace import Workspace

EVERYTHING = tuple(Waiver(kind, "M. Alvarez", "practice data") for kind in get_args(CloseKind))
Watch = Callable[[str], None]


def close_month(
    workspace: Path,
    client_id: str,
    day: date,
    period: str,
    *,
    hard: bool = True,
    waivers: Sequence[Waiver] = EVERYTHING,
    preview: bool = False,
    watch: Watch = lambda _: None,
) -> Counts:
    """Close a month of one client as the flow does; returns what its steps counted.

    `watch` is told `before <step>` and `after <step>`: a proof may end the process there.
    """
    own = csv_of(own_account(Workspace(workspace), client_id, day), OWN_ACCOUNT)
    asked = Request(parse_period(period), hard, preview, tuple(waivers), own).to_text()

    def step(name: str, *arguments: str) -> Counts:
        watch(f"before {name}")
        counts = perform(str(workspace), client_id, day, STEP_OF.get(name, name), arguments)
        watch(f"after {name}")
        return counts

    try:
        counts = step("begin_month", asked)
        if counts["found"] == OPEN:
            counts |= _transaction(step, hard=hard, preview=preview)
            if not counts.get("committed"):
                return counts
        elif counts["found"] != UNFINISHED:
            return counts
        step("end")
        watch("before numbers")
        drafts = [(parse_period(period), client_id, counts["version"], kind) for kind in KINDS if counts.get(kind)]
        numbers = {kind: number for (*_, kind), number in allot(Workspace(workspace), drafts, day).items()}
        step("begin_month", asked)
        step("invoice_numbers", json.dumps(numbers))
        for task in AFTERWARDS:
            if counts["hard"] or task not in HARD_ONLY:
                step(task.name)
        return counts
    finally:
        step("end")


def kill_at(workspace: Path, client_id: str, day: date, period: str, point: str) -> None:
    """Close a month in this process up to a point, where the process is killed."""

    def watch(now: str) -> None:
        if now == point:
            os.kill(os.getpid(), signal.SIGKILL)

    close_month(workspace, client_id, day, period, watch=watch)


def _transaction(step: Callable[..., Counts], *, hard: bool, preview: bool) -> Counts:
    step("settings")
    step("macros")
    counts = step("open items")
    if counts["blocked"] and not preview:
        return counts
    broken = {law: count for law, count in step("laws over all").items() if count}
    assert not broken, broken
    step("seal")
    if hard:
        counts |= step("invoice draft")
    if preview:
        return counts | step("preview")
    step("commit_month")
    return counts | {"committed": 1}


def reopen_month(workspace: Path, client_id: str, day: date, period: str, reason: str = "M. Alvarez: late") -> None:
    """Open the newest closed month of a client again."""
    asked = Request(parse_period(period), reopen=reason).to_text()
    try:
        for name, *arguments in (
            ("begin_month", asked), ("reopen",), ("commit_month",), ("note events",), ("publish",),
        ):  # fmt: skip
            perform(str(workspace), client_id, day, STEP_OF.get(name, name), tuple(arguments))
    finally:
        perform(str(workspace), client_id, day, "end", ())
