"""Marts, the published file and the portfolio as Prefect tasks."""

import asyncio
from datetime import date

from prefect import task

from tasks.boundary import without_values
from tasks.here import workspace_here
from tasks.publish.portfolio import publish_portfolio
from tasks.task import client_task

marts = client_task("marts", "tasks.publish.stage")
macros = client_task("macros", "tasks.publish.stage:macros")
month_marts = client_task("marts of the month", "tasks.publish.stage:month_marts")
publish = client_task("publish", "tasks.publish.stage:publish_night", retries=2, retry_delay_seconds=1)


@task(name="portfolio", persist_result=False, retries=2, retry_delay_seconds=1)
async def portfolio(business_day: date) -> None:
    """Gather the totals of all published files, without patients."""
    with without_values("portfolio"):
        await asyncio.to_thread(publish_portfolio, workspace_here(), business_day)
