"""Five nights of a practice billing company, with a practice clearinghouse, payers and bank that answer, and the close
of the month that ends in them, with its invoices."""

import asyncio
from datetime import date
from typing import Any, get_args

from prefect import flow, task

from data_contracts.closing import CloseKind, Waiver
from flows.month_books import Given, given
from flows.month_end import month_end
from flows.nightly import nightly
from flows.progress import announce
from tasks.boundary import without_values
from tasks.crew import crew_of, workers_for
from tasks.here import workspace_here
from tasks.register import last_nights
from tasks.sandbox.stage_day import prepare

NIGHTS = (date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30), date(2026, 2, 2), date(2026, 2, 3))
SEED = 20260128
ENCOUNTERS_A_NIGHT = 200
PERIOD = "2026-01"
# Practice data leave things open on purpose: somebody must waive them by name.
WAIVERS = tuple(Waiver(kind, "M. Alvarez", "practice data: settled in the next month") for kind in get_args(CloseKind))


@task(name="trading partner", persist_result=False)
async def trading_partner(business_day: date) -> None:
    """Lay drops and answers for the night into the inboxes, as practices, payers and the bank would by day."""
    with without_values("trading partner"):
        await asyncio.to_thread(prepare, workspace_here().path, business_day, SEED, ENCOUNTERS_A_NIGHT)


@flow(name="demo", persist_result=False)
async def demo() -> dict[str, dict[str, Any]]:
    """All nights of the demo and its close; running it again finds them done.

    Returns each client's first bad outcome, or done.
    """
    workspace = workspace_here()
    names = [folder.client_id for folder in workspace.clients()]
    outcomes: dict[str, dict[str, Any]] = {}
    async with crew_of(workspace.path, workers_for(workspace, len(names))):
        for night in NIGHTS:
            done = last_nights(workspace)
            to_run = [name for name in names if done.get(name, night) <= night]
            if not to_run:
                continue
            announce(f"{night}: the practice trading partner prepares drops and answers")
            await trading_partner(night)
            for name, outcome in (await nightly(night, to_run)).items():
                if outcomes.get(name, outcome)["outcome"] == "done":
                    outcomes[name] = outcome
        for name, outcome in (await _close(names)).items():
            before = outcomes.get(name, {"outcome": "done"})["outcome"]
            if before == "done" and outcome["outcome"] not in ("closed", "closed_before"):
                outcomes[name] = outcome
    return outcomes


async def _close(names: list[str]) -> dict[str, dict[str, Any]]:
    """Close the month for every client and issue the invoices; found done when run again."""
    announce(f"{PERIOD}: closing the month and invoicing the practices")
    given.set(Given(waivers=WAIVERS))
    return await month_end(PERIOD, NIGHTS[-1], names)
