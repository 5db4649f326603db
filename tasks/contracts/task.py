"""The contracts stage as a Prefect task."""

from tasks.task import client_task

contracts = client_task("contracts", "tasks.contracts.stage")
