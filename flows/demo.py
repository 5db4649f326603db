"""Five nights of a practice billing company, with a practice clearinghouse, payers and bank that answer."""

import asyncio
from datetime import date
from typing import Any

from prefect import flow, task

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


@task(name="trading partner", persist_result=False)
async def trading_partner(business_day: date) -> None:
    """Lay drops and answers for the night into the inboxes, as practices, payers and the bank would by day."""
    with without_values("trading partner"):
        await asyncio.to_thread(prepare, workspace_here().path, business_day, SEED, ENCOUNTERS_A_NIGHT)


@flow(name="demo", persist_result=False)
async def demo() -> dict[str, dict[str, Any]]:
    """All nights of the demo; running it again finds them done. Returns each client's first bad outcome, or done."""
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
    return outcomes
