"""What a deployment starts (prefect.yaml): a night or a close, whose business day is found when it starts."""

from prefect import flow

from flows.calendar import business_day
from flows.month_end import month_end
from flows.nightly import nightly
from tasks.here import workspace_here


class NightNeedsAttention(Exception):
    """Some client's night failed or broke a law; the others ran. The text has client ids and outcomes."""


@flow(name="tonight", persist_result=False)
async def tonight(clients: list[str] | None = None) -> None:
    """The night of today's business day, for all clients or, on a shard, for the named ones.

    Raises NightNeedsAttention after all clients have run, so that the schedule shows the failure.
    """
    outcomes = await nightly(business_day(workspace_here()), clients)
    bad = sorted(f"{name}: {o['outcome']}" for name, o in outcomes.items() if o["outcome"] != "done")
    if bad:
        raise NightNeedsAttention("; ".join(bad))


class MonthNotClosed(Exception):
    """Some client's month was not closed; the others were. The text has client ids and outcomes."""


@flow(name="close-month", persist_result=False)
async def close_month(period: str, clients: list[str] | None = None, soft: bool = False) -> None:
    """Close a month (YYYY-MM) on today's business day, nothing waived.

    Raises MonthNotClosed after all clients were tried, so that the run shows who is left.
    """
    outcomes = await month_end(period, business_day(workspace_here()), clients, soft)
    fine = ("closed", "closed_before", "not_yet")
    left = sorted(f"{name}: {o['outcome']}" for name, o in outcomes.items() if o["outcome"] not in fine)
    if left:
        raise MonthNotClosed("; ".join(left))
