"""The intake stage as a Prefect task."""

from tasks.task import client_task

intake = client_task("intake", "tasks.intake.stage")
