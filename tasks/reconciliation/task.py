"""The reconciliation stage as a Prefect task."""

from tasks.task import client_task

reconciliation = client_task("reconciliation", "tasks.reconciliation.stage")
