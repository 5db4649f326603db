"""The corrections stage as a Prefect task."""

from tasks.task import client_task

corrections = client_task("corrections", "tasks.corrections.stage")
