"""The work stage as a Prefect task."""

from tasks.task import client_task

work = client_task("work", "tasks.work.stage")
