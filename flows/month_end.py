"""Month-end: every client's month closed beside the others, then the company's invoice numbers, then every invoice.

A client whose close fails does not stop the others, and leaves no gap: numbers are allotted after all closes.
Prefect stores parameters, names, results and exception texts in clear, so they hold client ids, months and counts only;
waivers and reasons go to the workers beside it (`given`).
"""

import asyncio
import json
from contextlib import AsyncExitStack
from contextvars import ContextVar
from datetime import date
from typing import Any

from prefect import flow

from data_contracts.closing import parse_period
from flows.month_books import Outcome, numbers, requests
from flows.nightly import LawBroken, company_step, crew_here, end, tried
from flows.progress import announce
from reports.task import documents
from tasks.client_month import Request
from tasks.close.task import block, finish, note_events, place, reopen, seal, show
from tasks.coding.task import settings
from tasks.crew import Crew, current
from tasks.here import workspace_here
from tasks.invoice.task import draft, issue
from tasks.ledger.task import history
from tasks.month_order import CLOSED, NOT_YET, OPEN, UNFINISHED
from tasks.night import Counts
from tasks.publish.task import macros, month_marts, portfolio, publish

# What follows the commit and the company's numbers; each can be done again without harm.
AFTERWARDS = (place, issue, documents, month_marts, publish, finish)
# What a soft close, which invoices nothing, leaves out of it.
HARD_ONLY = (issue, documents)
# What became of a client that has nothing to close.
_FOUND = {CLOSED: "closed_before", NOT_YET: "not_yet"}

_asked: ContextVar[dict[str, Request]] = ContextVar("asked")
_numbers: ContextVar[dict[str, dict[str, str]]] = ContextVar("numbers")


@flow(name="client-close", flow_run_name="{client_id} close", persist_result=False)
async def client_close(client_id: str, business_day: date) -> Counts:
    """One client's month up to the commit; returns what was found, and what the steps counted.

    Raises LawBroken, StepFailed, WorkerDied, NightRefused or SettingsError; other clients go on.
    """
    crew, request = current(), _asked.get()[client_id]
    try:
        found = await crew.step(client_id, business_day, "begin_month", request.to_text())
        if found["found"] != OPEN:
            return found
        if request.reopen is not None:
            return found | await _reopen(crew, client_id, business_day)
        return found | await _close(crew, client_id, business_day, request)
    finally:
        await end(crew, client_id, business_day)


async def _reopen(crew: Crew, client_id: str, day: date) -> Counts:
    await reopen(client_id, day)
    await crew.step(client_id, day, "commit_month")
    await note_events(client_id, day)
    # Analysts, and `cleanclaim status`, are told at once.
    await publish(client_id, day)
    return {"reopened": 1}


async def _close(crew: Crew, client_id: str, day: date, request: Request) -> Counts:
    """All steps of the transaction; without a commit where something blocks, or in a preview."""
    await settings(client_id, day)
    await macros(client_id, day)
    counts: Counts = await block(client_id, day)
    if counts["blocked"] and not request.preview:
        return counts
    broken = {law: count for law, count in (await history(client_id, day)).items() if count}
    if broken:
        raise LawBroken("; ".join(f"{law}: {count}" for law, count in sorted(broken.items())))
    await seal(client_id, day)
    if request.hard:
        counts |= await draft(client_id, day)
    if request.preview:
        shown: Counts = await show(client_id, day)
        return counts | shown
    await crew.step(client_id, day, "commit_month")
    return counts | {"committed": 1}


@flow(name="client-invoice", flow_run_name="{client_id} invoice", persist_result=False)
async def client_invoice(client_id: str, business_day: date) -> Counts:
    """What follows the commit of one client's close: the folder in its place, number, documents, published file."""
    crew, request = current(), _asked.get()[client_id]
    try:
        found = await crew.step(client_id, business_day, "begin_month", request.to_text())
        await crew.step(client_id, business_day, "invoice_numbers", json.dumps(_numbers.get().get(client_id, {})))
        for step in AFTERWARDS:
            if found["hard"] or step not in HARD_ONLY:
                found |= await step(client_id, business_day)
        return found
    finally:
        await end(crew, client_id, business_day)


@flow(name="month-end", flow_run_name="close of {period}", persist_result=False)
async def month_end(
    period: str, business_day: date, clients: list[str] | None = None, soft: bool = False, preview: bool = False
) -> dict[str, Outcome]:
    """Close a month (YYYY-MM) for the named clients, or for all; returns client -> outcome, reason and counts.

    Outcomes: closed, closed_before, not_yet (its first night is later), blocked, previewed, reopened, refused,
    law_broken, failed. Waivers and reasons are in `given`.
    """
    workspace = workspace_here()
    names = clients if clients is not None else [folder.client_id for folder in workspace.clients()]
    _asked.set(requests(workspace, names, business_day, parse_period(period), soft=soft, preview=preview))
    async with AsyncExitStack() as stack:
        crew = await crew_here(stack, workspace, len(names))
        outcomes = await _all(crew, names, business_day, client_close)
        to_issue = [name for name in names if outcomes[name]["outcome"] == "to_issue"]
        _numbers.set(numbers(workspace, parse_period(period), business_day, {n: outcomes[n] for n in to_issue}))
        outcomes |= await _all(crew, to_issue, business_day, client_invoice)
    for name in names:
        announce(f"{period} {name}: {outcomes[name]['outcome']}")
    return outcomes | (await company_step("(portfolio)", portfolio, business_day) if to_issue else {})


async def _all(crew: Crew, names: list[str], day: date, what: Any) -> dict[str, Outcome]:
    """Do one flow for each client, in the crew's workers; never raises for what happened inside it."""
    outcomes = await asyncio.gather(*(_one(crew, name, day, what) for name in names))
    return dict(zip(names, outcomes, strict=True))


async def _one(crew: Crew, client_id: str, day: date, what: Any) -> Outcome:
    async with crew.hand(client_id):
        outcome, reason, counts = await tried(lambda: what(client_id, day))
        if outcome == "done":
            outcome = _outcome(counts, invoiced=what is client_invoice)
        return {"outcome": outcome, "reason": reason, **counts}


def _outcome(counts: Counts, *, invoiced: bool) -> str:
    """What became of a client, by what the flow counted."""
    if invoiced:
        return "closed"
    if counts["found"] in _FOUND:
        return _FOUND[counts["found"]]
    if counts["found"] == UNFINISHED or counts.get("committed"):
        return "to_issue"
    if counts.get("reopened"):
        return "reopened"
    return "previewed" if "previewed" in counts else "blocked"
