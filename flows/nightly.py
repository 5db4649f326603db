"""The night: the company's mailbox, then every client's night beside the others, then what the company keeps of it.

Prefect stores parameters, names, results and exception texts in clear, so they hold client ids, days and counts only.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import date
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact

from data_contracts.settings import SettingsError
from flows.progress import announce
from flows.turns import Turns, begin_turns, current_turns
from reports.task import month_preview, report
from tasks.acknowledgements.task import acknowledgements
from tasks.boundary import NightRefused, StepFailed
from tasks.claims.task import claims, release
from tasks.coding.task import coding
from tasks.contracts.task import contracts
from tasks.corrections.task import corrections, decisions
from tasks.crew import Crew, WorkerDied, crew_of, current, workers_for
from tasks.here import workspace_here
from tasks.intake.task import intake
from tasks.ledger.task import journal, laws, ledger
from tasks.mailbox.task import mailbox
from tasks.night import Counts
from tasks.patients.task import patients
from tasks.publish.task import marts, portfolio, publish
from tasks.reconciliation.task import reconciliation
from tasks.register import control_numbers, note_result
from tasks.remittances.task import remittances
from tasks.work.task import work
from tasks.workspace import Workspace

# The order of the night. Stages meet in tables, all inside one transaction; the laws are asked last.
STAGES = (
    intake,
    contracts,
    decisions,
    coding,
    claims,
    acknowledgements,
    corrections,
    remittances,
    patients,
    work,
    ledger,
    reconciliation,
    marts,
    laws,
)
# What lies outside the database, after the commit; each can be done again without harm.
AFTERWARDS = (release, journal, publish, report, month_preview)


class LawBroken(Exception):
    """Checks of the laws returned offenders: the night was rolled back and nothing of it published."""


@flow(name="client-night", flow_run_name="{client_id} {business_day}", persist_result=False)
async def client_night(client_id: str, business_day: date) -> Counts:
    """One client's night. Raises LawBroken, StepFailed, WorkerDied or NightRefused; other clients go on."""
    crew = current()
    try:
        opened = await crew.step(client_id, business_day, "begin")
        if opened["unfinished"]:
            await _finish(crew, client_id, business_day)
            opened = await crew.step(client_id, business_day, "begin")
        if not opened["work"]:
            return {"changed": 0, "run": opened["run"], "attention": 0}
        return await _work(crew, client_id, business_day, opened["run"])
    finally:
        await end(crew, client_id, business_day)


async def _work(crew: Crew, client_id: str, day: date, run: int) -> Counts:
    turns = current_turns()
    await turns.wait(client_id)
    numbers = control_numbers(workspace_here(), client_id, day, run)
    turns.end(client_id)
    await work_stages(crew, client_id, day, numbers)
    if not (await crew.step(client_id, day, "changed"))["changed"]:
        return {"changed": 0, "run": run, "attention": 0}
    counts = await crew.step(client_id, day, "commit")
    await _finish(crew, client_id, day)
    return {"changed": 1, "run": run, **counts}


async def work_stages(crew: Crew, client_id: str, day: date, numbers: range) -> None:
    """All stages of a client's night, in order. Raises LawBroken."""
    await crew.step(client_id, day, "numbers", numbers.start, len(numbers))
    counts: Counts = {}
    for stage in STAGES:
        counts = await stage(client_id, day)
    broken = {law: count for law, count in counts.items() if count}
    if broken:
        raise LawBroken("; ".join(f"{law}: {count}" for law, count in sorted(broken.items())))


async def _finish(crew: Crew, client_id: str, day: date) -> None:
    await crew.step(client_id, day, "clear_inbox")
    for step in AFTERWARDS:
        await step(client_id, day)
    await crew.step(client_id, day, "finish")


async def end(crew: Crew, client_id: str, day: date) -> None:
    """Let go of a client's warehouse in its worker."""
    try:
        await crew.step(client_id, day, "end")
    except WorkerDied:
        # A dead worker has nothing open; a new one is already in its place.
        return


@flow(name="nightly", flow_run_name="night of {business_day}", persist_result=False)
async def nightly(business_day: date, clients: list[str] | None = None) -> dict[str, dict[str, Any]]:
    """The night of `business_day` for the named clients, or for all; returns client -> outcome and counts.

    A client that fails does not stop the others: its outcome says where it failed. Nor does the company's own part,
    whose failure is the outcome of `(mailbox)` or `(portfolio)`.
    """
    workspace = workspace_here()
    names = clients if clients is not None else [folder.client_id for folder in workspace.clients()]
    failed = await company_step("(mailbox)", mailbox, business_day)
    async with AsyncExitStack() as stack:
        crew = await crew_here(stack, workspace, len(names))
        turns = begin_turns(names)
        results = await asyncio.gather(*(_one(crew, workspace, turns, name, business_day) for name in names))
    failed |= await company_step("(portfolio)", portfolio, business_day)
    outcomes = dict(zip(names, results, strict=True)) | failed
    await _artifact(business_day, outcomes)
    return outcomes


async def company_step(name: str, step: Callable[[date], Awaitable[Any]], day: date) -> dict[str, dict[str, Any]]:
    """Do a step that is the company's and no client's; returns its outcome under `name` if it failed, else nothing."""
    try:
        await step(day)
    except StepFailed as error:
        announce(f"{day} {name}: failed ({error})")
        return {name: {"outcome": "failed", "reason": str(error), "run": 0, "attention": 0}}
    return {}


async def crew_here(stack: AsyncExitStack, workspace: Workspace, clients: int) -> Crew:
    """The crew of the surrounding flow, or one for this night."""
    try:
        return current()
    except LookupError:
        return await stack.enter_async_context(crew_of(workspace.path, workers_for(workspace, clients)))


async def tried(work: Callable[[], Awaitable[Counts]]) -> tuple[str, str | None, Counts]:
    """Do a client's work, once more where its worker died; returns outcome, reason and counts, none where it failed.

    Outcomes: done, law_broken, failed, refused.
    """
    try:
        try:
            return "done", None, await work()
        except WorkerDied:
            return "done", None, await work()
    except LawBroken as error:
        return "law_broken", str(error), {}
    except (StepFailed, WorkerDied) as error:
        return "failed", str(error), {}
    except (NightRefused, SettingsError) as error:
        return "refused", str(error), {}


async def _one(crew: Crew, workspace: Workspace, turns: Turns, client_id: str, day: date) -> dict[str, Any]:
    """One client's night with its outcome noted; never raises for what happened inside it."""
    async with crew.hand(client_id):
        announce(f"{day} {client_id}: started")
        try:
            outcome, reason, done = await tried(lambda: client_night(client_id, day))
        finally:
            turns.end(client_id)
        counts = done or {"run": 0, "attention": 0}
        if outcome != "done" or counts.get("changed"):
            note_result(workspace, client_id, day, counts["run"], outcome, reason=reason, attention=counts["attention"])
        announce(f"{day} {client_id}: {outcome}" + (f" ({reason})" if reason else ""))
        return {"outcome": outcome, "reason": reason, **counts}


async def _artifact(day: date, outcomes: dict[str, dict[str, Any]]) -> None:
    table = [{"client": name, "outcome": o["outcome"], "attention": o["attention"]} for name, o in outcomes.items()]
    if table:
        await acreate_table_artifact(table=table, key=f"night-{day}", description=f"Night of {day}")
