"""The worker processes in which client-nights are worked: one client at a time a worker, as many workers as cores.

A worker that dies (out of memory, killed) takes one client's night along, never another's. Exceptions are stripped of
their text on the way out: messages of databases and parsers quote values, and those may be a patient's (law 5).
"""

import asyncio
import importlib
import multiprocessing
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import date
from multiprocessing import forkserver
from pathlib import Path

from tasks.boundary import without_values
from tasks.client_month import Request, begin_month, forget_preview, take_numbers
from tasks.client_night import (
    OpenNight,
    begin,
    changed,
    clear_inbox,
    close,
    commit,
    finish,
    has_work,
    is_unfinished,
    note_counts,
)
from tasks.month import Month
from tasks.night import Counts
from tasks.workspace import Workspace


class WorkerDied(Exception):
    """The worker process of a client's night ended without an answer."""


_open: dict[str, OpenNight] = {}


def perform(workspace: str, client_id: str, day: date, step: str, arguments: tuple[int | str, ...]) -> Counts:
    """Do one step of a client's night in this process.

    Raises NightRefused (its text is safe) or StepFailed without the original's text.
    """
    with without_values(step):
        return _perform(Workspace(Path(workspace)), client_id, day, step, arguments)


def _perform(workspace: Workspace, client_id: str, day: date, step: str, arguments: tuple[int | str, ...]) -> Counts:
    if step == "begin":
        _abandon(client_id)
        opened = _open[client_id] = begin(workspace.client(client_id), day)
        return {
            "run": opened.night.run,
            "unfinished": int(is_unfinished(opened)),
            "work": int(is_unfinished(opened) or has_work(opened)),
        }
    if step == "begin_month":
        _abandon(client_id)
        request = Request.of_text(str(arguments[0]))
        _open[client_id], found = begin_month(workspace.client(client_id), day, request)
        return found
    if step == "invoice_numbers":
        return take_numbers(_month_of(client_id), str(arguments[0]))
    if step == "end":
        _abandon(client_id)
        return {}
    opened = _open[client_id]
    night = opened.night
    if step == "numbers":
        first, size = map(int, arguments)
        night.control_numbers = range(first, first + size)
        return {}
    if step in _LIFE:
        return _LIFE[step](opened)
    module, _, function = step.partition(":")
    counts: Counts = getattr(importlib.import_module(module), function or "run")(night)
    if not function:
        note_counts(night, module.split(".")[1], counts)
    return counts


def _committed(opened: OpenNight) -> Counts:
    opened.night.con.commit()
    return {}


_LIFE: dict[str, Callable[[OpenNight], Counts]] = {
    "commit_month": _committed,
    "changed": lambda opened: {"changed": int(changed(opened))},
    "commit": commit,
    "clear_inbox": lambda opened: clear_inbox(opened.night),
    "finish": lambda opened: finish(opened.night),
}


def _month_of(client_id: str) -> Month:
    month = _open[client_id].night
    if not isinstance(month, Month):
        raise TypeError("a night is open, not a month")
    return month


def _abandon(client_id: str) -> None:
    opened = _open.pop(client_id, None)
    if opened is not None:
        close(opened)
        if isinstance(opened.night, Month):
            forget_preview(opened.night)


class Crew:
    """Workers for the client-nights of one workspace."""

    def __init__(self, workspace: Path, workers: int) -> None:
        self._workspace = workspace
        self._context = multiprocessing.get_context("forkserver")
        self._idle: asyncio.Queue[ProcessPoolExecutor] = asyncio.Queue()
        self._hands: dict[str, ProcessPoolExecutor] = {}
        for _ in range(workers):
            self._idle.put_nowait(self._hire())

    def _hire(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=self._context)

    @asynccontextmanager
    async def hand(self, client_id: str) -> AsyncIterator[None]:
        """Keep one worker for one client's night; waits until one is idle."""
        worker = await self._idle.get()
        self._hands[client_id] = worker
        try:
            yield
        finally:
            worker = self._hands.pop(client_id)
            self._idle.put_nowait(worker)

    async def step(self, client_id: str, day: date, step: str, *arguments: int | str) -> Counts:
        """Do one step of a client's night in the worker kept for it.

        Raises StepFailed, NightRefused or WorkerDied; none carries a value from a file.
        """
        loop = asyncio.get_running_loop()
        worker = self._hands[client_id]
        try:
            return await loop.run_in_executor(worker, perform, str(self._workspace), client_id, day, step, arguments)
        except BrokenProcessPool:
            worker.shutdown(wait=False)
            self._hands[client_id] = self._hire()
            raise WorkerDied(f"{step}: the worker process ended (killed, or out of memory)") from None

    def close(self) -> None:
        """Let all workers go."""
        while not self._idle.empty():
            self._idle.get_nowait().shutdown(wait=True, cancel_futures=True)


def preload(*, contracts: bool) -> None:
    """Have the fork server import what workers need, once for all of them, while other things start.

    `contracts`: Great Expectations too, which takes seconds to import; only for nights with encounters to validate.
    The server serves every crew of this process, so the first call decides; a worker imports itself what is missing.
    """
    modules = ["tasks.preload", *(["tasks.contracts.preload"] if contracts else [])]
    multiprocessing.set_forkserver_preload(modules)
    forkserver.ensure_running()


def encounters_wait(workspace: Workspace) -> bool:
    """True when some client has encounters in its inbox."""
    return any(any(folder.inbox("encounters").glob("*")) for folder in workspace.clients())


def workers_for(workspace: Workspace, clients: int) -> int:
    """How many workers serve so many clients: `workers` of company.yaml or one a core, never more than clients."""
    return max(1, min(workspace.company.workers or os.cpu_count() or 1, clients))


_crew: ContextVar[Crew] = ContextVar("crew")


@asynccontextmanager
async def crew_of(workspace: Path, workers: int) -> AsyncIterator[Crew]:
    """Workers for the flows inside this context."""
    crew = Crew(workspace, workers)
    token = _crew.set(crew)
    try:
        yield crew
    finally:
        _crew.reset(token)
        crew.close()


def current() -> Crew:
    """The crew of the running flow."""
    return _crew.get()
