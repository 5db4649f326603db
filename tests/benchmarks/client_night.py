"""The cost of a client-night, per stage, orchestration apart.

Three practice clients are worked for four nights; then the fifth night is timed for each client (200 encounters, and
about as many remitted claims), a further day without input (quiet night), and the same day again (nothing to do). Times
are from an open process with its libraries imported, as a worker has them. Then the same busy night runs through
Prefect, and a profile says which share Great Expectations, DuckDB and rendering have.
"""

import asyncio
import cProfile
import os
import pstats
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from flows.settings import prepare_prefect
from tasks.mailbox.stage import run as route_mailbox
from tasks.sandbox.practice import write_workspace
from tasks.sandbox.stage_day import prepare
from tasks.workspace import Workspace

NIGHTS = (date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30), date(2026, 2, 2), date(2026, 2, 3))
SEED = 20260128
PER_CLIENT = 200


def main() -> None:
    """Print the figures as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready"
        prepare_prefect(ready)
        _four_nights(ready)
        prepare(ready, NIGHTS[-1], SEED, PER_CLIENT)
        route_mailbox(Workspace(ready), NIGHTS[-1])
        _stages(ready, Path(folder) / "timed")
        _profile(ready, Path(folder) / "profiled")
        _through_prefect(ready, Path(folder) / "prefect")


def _four_nights(path: Path) -> None:
    from tests.plain_night import run_company_night

    write_workspace(path)
    for night in NIGHTS[:-1]:
        prepare(path, night, SEED, PER_CLIENT)
        run_company_night(path, night)


def _copy(ready: Path, to: Path) -> list[str]:
    shutil.copytree(ready, to)
    return [folder.client_id for folder in Workspace(to).clients()]


def _stages(ready: Path, path: Path) -> None:
    """Seconds per step: the median over the clients, of the busy night, a quiet one and a repeated one."""
    from tests.plain_night import run_night

    clients = _copy(ready, path)
    quiet = NIGHTS[-1] + timedelta(days=1)
    columns = {"busy": NIGHTS[-1], "quiet": quiet, "again": quiet}
    taken: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in columns}
    for name, day in columns.items():
        for client_id in clients:
            run_night(path, client_id, day, lambda step, s, name=name: taken[name][step].append(s))  # type: ignore[misc]
    remitted = _remitted(path, clients)
    print(
        f"Clients {len(clients)}, encounters a client {PER_CLIENT}, remitted claims a client {remitted}, seed {SEED}\n"
    )
    print("| step | busy night, s | quiet night, s | nothing new, s |\n|---|---|---|---|")
    for step in taken["busy"]:
        cells = [_median(taken[name].get(step)) for name in columns]
        print(f"| {step} | {' | '.join(cells)} |")
    totals = [sum(statistics.median(v) for v in taken[name].values()) for name in columns]
    print(f"| **all** | {' | '.join(f'**{t:.2f}**' for t in totals)} |\n")


def _median(values: list[float] | None) -> str:
    return f"{statistics.median(values):.3f}" if values else "–"


def _remitted(path: Path, clients: list[str]) -> str:
    from tasks.warehouse import open_database, scalar

    counts = []
    for client_id in clients:
        con = open_database(Workspace(path).client(client_id).published, read_only=True)
        counts.append(
            scalar(
                con,
                "SELECT count(*) FROM core.remit_claim JOIN core.remittance USING (remittance_id) "
                "WHERE received_on = ?",
                [NIGHTS[-1]],
            )
        )
        con.close()
    return "/".join(map(str, counts))


def _profile(ready: Path, path: Path) -> None:
    """Shares of a busy night by a profile (which slows Python down more than libraries in C)."""
    from tests.plain_night import run_night

    client_id = _copy(ready, path)[0]
    profile = cProfile.Profile()
    profile.runcall(run_night, path, client_id, NIGHTS[-1])
    stats = pstats.Stats(profile)
    whole = stats.total_tt  # type: ignore[attr-defined]
    rows = stats.stats.items()  # type: ignore[attr-defined]
    validation = sum(r[3] for k, r in rows if k[2] == "_validate" and k[0].endswith("contracts/validator.py"))
    # Methods of the compiled module come under pybind11's name in a profile.
    database = sum(r[2] for k, r in rows if k[0] == "~" and ("duckdb" in k[2].lower() or "pybind11" in k[2]))
    rendering = sum(r[3] for k, r in rows if k[2] == "write_page")
    print("| share of a busy night | |\n|---|---|")
    for name, seconds in (("Great Expectations", validation), ("DuckDB", database), ("rendering", rendering)):
        print(f"| {name} | {100 * seconds / whole:.0f} % |")
    print(f"| everything else | {100 * (whole - validation - database - rendering) / whole:.0f} % |\n")


def _through_prefect(ready: Path, path: Path) -> None:
    """The same busy night for all clients through the whole flow, and a night in which nothing is new."""
    _copy(ready, path)
    environment = {**os.environ, "CLEANCLAIM_WORKSPACE": str(path)}
    script = "from tests.benchmarks.client_night import flow_times; flow_times()"
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)


def flow_times() -> None:
    """In a process of its own: seconds of the flow for all clients, busy and with nothing new."""
    from flows.nightly import nightly
    from tasks.crew import crew_of, preload, workers_for
    from tasks.here import workspace_here

    preload(contracts=True)
    workspace = workspace_here()

    async def both() -> None:
        async with crew_of(workspace.path, workers_for(workspace, 3)) as crew:
            # The embedded server and the workers start before the clock does.
            await nightly(NIGHTS[-1], [])
            async with crew.hand("one"), crew.hand("two"):
                await asyncio.gather(*(crew.step(name, NIGHTS[-1], "end") for name in ("one", "two")))
            print("| all clients through Prefect | s |\n|---|---|")
            for name, night in (("busy night", NIGHTS[-1]), ("same night again", NIGHTS[-1])):
                started = time.perf_counter()
                await nightly(night)
                print(f"| {name}, {os.cpu_count()} workers | {time.perf_counter() - started:.2f} |")

    asyncio.run(both())


if __name__ == "__main__":
    main()
