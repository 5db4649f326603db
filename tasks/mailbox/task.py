"""The company's mailbox as a Prefect task."""

import asyncio
from datetime import date

from prefect import task

from tasks.boundary import without_values
from tasks.here import workspace_here
from tasks.mailbox.stage import run
from tasks.night import Counts


@task(name="mailbox", persist_result=False)
async def mailbox(business_day: date) -> Counts:
    """Route what the mailbox holds to the clients. Raises StepFailed without the text of what went wrong."""
    with without_values("mailbox"):
        return await asyncio.to_thread(run, workspace_here(), business_day)
