"""The remittances stage as a Prefect task."""

from tasks.task import client_task

remittances = client_task("remittances", "tasks.remittances.stage")
