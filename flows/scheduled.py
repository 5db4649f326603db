"""What a schedule starts (prefect.yaml): a night whose business day is found when it starts."""

from prefect import flow

from flows.calendar import business_day
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
