"""The coding stage as a Prefect task."""

from tasks.task import client_task

coding = client_task("coding", "tasks.coding.stage")
settings = client_task("settings", "tasks.coding.stage:settings")
