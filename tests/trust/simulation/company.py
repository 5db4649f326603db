"""The company of the simulation: its nights worked with what arrives kept, and the same arrivals worked again.

`record` works the nights with partners and stories and keeps under `arrivals/` beside the workspace what lay in the
inboxes before each night. `again` works the same arrivals in a new workspace, changed on the way by a `Delivery`.
"""

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from flows.replay import AFTERWARDS as IN_A_REPLAY
from tasks.mailbox.stage import run as route_mailbox
from tasks.manifest import lay_out, read_manifests
from tasks.register import control_numbers
from tasks.sandbox import encounters
from tasks.sandbox.chance import dice
from tasks.sandbox.drop import write_drop
from tasks.sandbox.practice import write_workspace
from tasks.sandbox.stage_day import prepare
from tasks.task import STEP_OF
from tasks.workspace import Workspace
from tests.plain_night import run_night
from tests.trust.simulation.cases import Story
from tests.trust.simulation.desk import Desk, Wait

PAYERS = """
  # Of the stories.
  - {payer_id: ASPEN, name: Aspen Story Plan, payer_class: other, filing_indicator: CI, route: stories,
     deposit_window_days: 3, card_fee_percent: 3, accepts_frequencies: ["7", "8"]}
  - {payer_id: BIRCH, name: Birch Story Plan, payer_class: other, filing_indicator: CI, route: stories,
     deposit_window_days: 3}
  - {payer_id: CEDAR, name: Cedar Story Plan, payer_class: other, filing_indicator: CI, route: stories,
     deposit_window_days: 3}
"""
# Whose patients' coverages the visits of the stories have, in turn.
_COVERED = (("ASPEN",), ("ASPEN",), ("BIRCH", "CEDAR", "ASPEN"), ("ASPEN",), ("CEDAR", "ASPEN"), ("ASPEN",))
_STEPS = {step: name for name, step in STEP_OF.items()}
REPLAYED = tuple(_STEPS[step] for step in IN_A_REPLAY if step in _STEPS)
RECORDED = ("release", "journal")

Schedule = Callable[[str], Sequence[tuple[int, Story]]]


@dataclass(frozen=True)
class Plan:
    """What is simulated. Story visits come every `story_every` nights; without encounters nothing is visited at all."""

    seed: int
    days: tuple[date, ...]
    schedule: Schedule
    practices: int = 5
    visits: int = 12
    visits_every: int = 1
    story_visits: int = 14
    story_every: int = 4
    alone: str | None = None


@dataclass
class Recording:
    """A company after its nights: where it lies, what arrived, which stories never ended."""

    path: Path
    plan: Plan
    unfinished: list[str] = field(default_factory=list)

    @property
    def arrivals(self) -> Path:
        """One folder a night: `inbox` and `clients/<client>/inbox` as they lay before it."""
        return self.path.with_name(f"{self.path.name}-arrivals")

    def before(self, number: int) -> Path:
        """The workspace as it lay before night `number`, with what had arrived; where `record` was asked to keep it."""
        return self.path.with_name(f"{self.path.name}-before-{number}")


def business_days(first: date, count: int) -> tuple[date, ...]:
    """So many weekdays from `first` on."""
    every = (first + timedelta(days=n) for n in range(count * 2))
    return tuple(day for day in every if day.weekday() < 5)[:count]


@contextmanager
def crew(size: int = 2) -> Iterator[ProcessPoolExecutor]:
    """Processes that work client-nights, with what they need imported once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.plain_night", "tasks.preload", "tasks.contracts.preload"])
    with ProcessPoolExecutor(size, mp_context=context) as pool:
        yield pool


class Here(Executor):
    """Works a client-night at once, in this process: for a few nights, which no other process need be started for."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Do it now."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def found(path: Path, practices: int) -> None:
    """The workspace before its first night."""
    write_workspace(path, practices)
    for folder in Workspace(path).clients()[practices:]:
        shutil.rmtree(folder.path)
    payers = path / "payers.yaml"
    payers.write_text(payers.read_text() + PAYERS)


def work(path: Path, day: date, pool: Executor, afterwards: Sequence[str] = RECORDED) -> None:
    """One night of the company: the mailbox, then every client's night. A broken law raises."""
    workspace = Workspace(path)
    route_mailbox(workspace, day)
    jobs = [
        pool.submit(
            run_night,
            path,
            c.client_id,
            day,
            None,
            control_numbers(workspace, c.client_id, day, 1),
            afterwards=afterwards,
        )
        for c in workspace.clients()
    ]
    for job in jobs:
        job.result()


def record(
    path: Path,
    plan: Plan,
    pool: Executor,
    before: Sequence[int] = (),
    *,
    founded: Callable[[Path], None] = lambda _: None,
    after: Callable[[Path, date], None] = lambda _path, _day: None,
) -> Recording:
    """Work all nights of a plan with partners and stories; keep the workspace as it lay `before` these nights.

    `founded` is told the workspace before its first night, `after` after each night.
    """
    found(path, plan.practices)
    founded(path)
    recording = Recording(path, plan)
    desks = [Desk(folder, plan.days[0]) for folder in Workspace(path).clients()]
    for place, desk in enumerate(desks):
        desk.sisters = desks[place + 1 :] + desks[:place]
        desk.alone = plan.alone or desk.alone
    running: list[tuple[str, Wait]] = []
    for number, day in enumerate(plan.days):
        _partners(path, plan, number, day)
        for desk in desks:
            desk.day = day
            begun = [story for night, story in plan.schedule(desk.folder.client_id) if night == number]
            running += [(f"{desk.folder.client_id}: {story.__name__}", story(desk)) for story in begun]
        running = [(name, story) for name, story in running if next(story, "ended") != "ended"]
        for desk in desks:
            desk.close()
        _keep(path, recording.arrivals / day.isoformat())
        if number in before:
            shutil.copytree(path, recording.before(number))
        work(path, day, pool)
        after(path, day)
    recording.unfinished = [name for name, _ in running]
    return recording


def _partners(path: Path, plan: Plan, number: int, day: date) -> None:
    """What practices, clearinghouse, payers and bank send before a night, and the visits of the stories."""
    if plan.alone is not None:
        return
    prepare(path, day, plan.seed, plan.visits)
    for place, folder in enumerate(Workspace(path).clients()):
        if (number + place) % plan.visits_every:
            shutil.rmtree(folder.inbox("encounters"))
            folder.inbox("encounters").mkdir()
        if (number + place) % plan.story_every == 0:
            _story_visits(path, folder.client_id, plan, day)


def _story_visits(path: Path, client_id: str, plan: Plan, day: date) -> None:
    """A drop of visits whose patients are covered by the payers of the stories."""
    practice = encounters._practice(path, client_id, plan.seed)
    draw = dice(plan.seed, client_id, "story visits", day)
    visits = encounters._visits(practice, day, plan.story_visits, set(), draw, first=8001)
    for place, visit in enumerate(visits):
        visit.encounter |= {"financial_class": "insurance", "patient_paid": ""}
        visit.patient["patient_id"] = visit.encounter["patient_id"] = f"S{day:%y%m%d}{place:03d}"
        visit.coverages = [
            {
                "coverage_id": f"{visit.patient['patient_id']}-{n}", "patient_id": visit.patient["patient_id"],
                "payer_id": payer, "priority": str(n), "member_id": f"{payer[:2]}{day:%y%m%d}{place:03d}{n}",
                "relationship": "18", "effective_from": "2024-01-01",
            }
            for n, payer in enumerate(_COVERED[place % len(_COVERED)], 1)
        ]  # fmt: skip
    write_drop(path / "clients" / client_id / "inbox" / "encounters" / f"{day}-stories", visits)


def _keep(path: Path, to: Path) -> None:
    for inbox in [path / "inbox", *path.glob("clients/*/inbox")]:
        shutil.copytree(inbox, to / inbox.relative_to(path))


@dataclass(frozen=True)
class Parcel:
    """A file or drop that arrived: where it lies among the arrivals, its place in the workspace."""

    source: Path
    place: Path

    def lay(self, workspace: Path, name: str | None = None, moment: float | None = None) -> None:
        """Put it into the inbox, under another name or with another time if told."""
        target = workspace / self.place if name is None else (workspace / self.place).with_name(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if self.source.is_dir():
            shutil.copytree(self.source, target)
        else:
            shutil.copyfile(self.source, target)
        if moment is not None:
            os.utime(target, (moment, moment))


Delivery = Callable[[Path, list[Parcel], int], None]
"""Lays what arrived before night number n into a workspace."""


def arrived(recording: Recording, day: date) -> list[Parcel]:
    """What arrived before a night, in order of place."""
    root = recording.arrivals / day.isoformat()
    found_ones = [*root.glob("inbox/*"), *root.glob("clients/*/inbox/*/*")]
    return [Parcel(path, path.relative_to(root)) for path in sorted(found_ones)]


def in_another_order(seed: int) -> Delivery:
    """Every file under a name drawn by chance, laid in an order drawn by chance, with times drawn by chance.

    The folder of a drop keeps its name: it is part of what the practice promises.
    """

    def deliver(workspace: Path, parcels: list[Parcel], night: int) -> None:
        draw = Random(f"{seed}|{night}")
        for parcel in draw.sample(parcels, len(parcels)):
            name = None if parcel.source.is_dir() else f"{draw.getrandbits(48):012x}{parcel.source.suffix}"
            parcel.lay(workspace, name, 1_700_000_000 + draw.randrange(10**8))

    return deliver


def twice(seed: int, last: int) -> Delivery:
    """Every file again under another name the same night, and again one to three nights later."""
    waiting: dict[int, list[Parcel]] = {}

    def deliver(workspace: Path, parcels: list[Parcel], night: int) -> None:
        draw = Random(f"{seed}|{night}")
        for parcel in parcels:
            parcel.lay(workspace)
            parcel.lay(workspace, f"again-{parcel.source.name}")
            waiting.setdefault(min(night + draw.randint(1, 3), last), []).append(parcel)
        for parcel in waiting.pop(night, []):
            parcel.lay(workspace, f"late-{night}-{parcel.source.name}")

    return deliver


def again(recording: Recording, path: Path, deliver: Delivery, pool: Executor) -> None:
    """Work the recorded arrivals in a new workspace at `path`."""
    found(path, recording.plan.practices)
    for number, day in enumerate(recording.plan.days):
        deliver(path, arrived(recording, day), number)
        work(path, day, pool, REPLAYED)


def replay(original: Path, scratch: Path, client_id: str) -> None:
    """A client's nights from its vault alone, in an empty folder: what flows/replay.py does, without Prefect."""
    folder, copy = Workspace(original).client(client_id), Workspace(scratch).client(client_id)
    for manifest in read_manifests(folder):
        lay_out(folder, copy, manifest)
        first, size = manifest["control_numbers"]
        day = date.fromisoformat(manifest["night"])
        run_night(scratch, client_id, day, None, range(first, first + size), afterwards=REPLAYED)
