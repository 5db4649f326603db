"""The Prefect skin that every stage shares. A task knows a client's id and a day; it returns counts."""

from datetime import date
from typing import Any

from prefect import Task, task

from tasks.crew import current
from tasks.night import Counts

# Which step each task does, for running a night without Prefect: benchmarks and proofs.
STEP_OF: dict[str, str] = {}


def client_task(name: str, step: str, **options: Any) -> Task[[str, date], Any]:
    """A task that does one step of a client's night in the worker kept for that client.

    `step` is a module with `run(night)`, or `module:function`, or a step of the night's life (tasks/crew.py). Options
    are Prefect's, such as retries.
    """

    async def run_step(client_id: str, business_day: date) -> Counts:
        return await current().step(client_id, business_day, step)

    STEP_OF[name] = step
    named: Task[[str, date], Any] = task(
        name=name, task_run_name=name + " {client_id}", persist_result=False, **options
    )(run_step)
    return named
