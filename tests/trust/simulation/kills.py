"""A client-night killed at a point or a moment, run again, and what then lies on disk.

Points are `before <step>`, `after <step>` (tests/plain_night.py), and inside steps `replace <n>` and `unlink <n>`:
before the n-th file of the night gets its name, or is removed. Nothing in the product knows of them.
"""

import os
import shutil
import signal
from collections.abc import Callable
from datetime import date
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from flows.nightly import STAGES
from tasks.warehouse import open_database
from tasks.workspace import Workspace
from tests.plain_night import WHOLE, run_night

STEPS = (
    "begin",
    "numbers",
    *(task.name for task in STAGES),
    "changed",
    "commit",
    "clear_inbox",
    *WHOLE,
    "finish",
    "end",
)
POINTS = tuple(f"{when} {step}" for step in STEPS for when in ("before", "after"))
INSIDE = ("replace", "unlink")


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before_nth(name: str, count: int) -> None:
    """From now on this process dies before its `count`-th call of Path.<name>."""
    real: Callable[..., Any] = getattr(Path, name)
    calls = iter(range(1, count))

    def call(*arguments: Any, **options: Any) -> Any:
        if next(calls, None) is None:
            _die()
        return real(*arguments, **options)

    setattr(Path, name, call)


def night(path: Path, client_id: str, day: date, point: str | None = None) -> None:
    """The client-night in a process of its own, which dies at `point`."""
    kind, _, number = (point or "").partition(" ")
    if kind in INSIDE:
        _before_nth(kind, int(number))
    run_night(path, client_id, day, watch=lambda place: _die() if place == point else None)


def calls_of(path: Path, client_id: str, day: date) -> dict[str, int]:
    """How often a whole night names and removes files: the points inside its steps. Works the night at `path`."""
    counts = dict.fromkeys(INSIDE, 0)
    real = {name: getattr(Path, name) for name in INSIDE}

    def counting(name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            counts[name] += 1
            return real[name](*arguments, **options)

        return call

    try:
        for name in INSIDE:
            setattr(Path, name, counting(name))
        run_night(path, client_id, day)
    finally:
        for name in INSIDE:
            setattr(Path, name, real[name])
    return counts


def what_stays(path: Path, client_id: str) -> dict[str, bytes]:
    """Journal, outbox and manifests as they lie on disk, the published ledger as sorted rows, the inbox as names."""
    folder = Workspace(path).client(client_id)
    con = open_database(folder.published, read_only=True)
    ledger = con.execute("SELECT * FROM ledger.posting ORDER BY posting_id").fetchall()
    con.close()
    files = [*folder.journal.glob("*"), *folder.claims_outbox.glob("*"), *folder.vault.glob("manifests/*")]
    return {
        **{file.relative_to(path).as_posix(): file.read_bytes() for file in files},
        "ledger": repr(ledger).encode(),
        "inbox": repr(sorted(p.name for p in folder.path.glob("inbox/*/*"))).encode(),
    }


def kill_and_rerun(
    context: ForkServerContext, before: Path, scratch: Path, client_id: str, day: date, at: str | float
) -> tuple[bool, dict[str, bytes]]:
    """Kill the night in a copy of `before` at a point or after so many seconds, run it again.

    Returns whether the kill came before the night was over, and what stays.
    """
    shutil.copytree(before, scratch)
    child = context.Process(target=night, args=(scratch, client_id, day, at if isinstance(at, str) else None))
    child.start()
    child.join(None if isinstance(at, str) else at)
    if child.is_alive() and child.pid is not None:
        os.kill(child.pid, signal.SIGKILL)
    child.join()
    again = context.Process(target=night, args=(scratch, client_id, day))
    again.start()
    again.join()
    assert again.exitcode == 0, f"the night after a kill at {at} ended with {again.exitcode}"
    stays = what_stays(scratch, client_id)
    shutil.rmtree(scratch)
    return child.exitcode == -signal.SIGKILL, stays
