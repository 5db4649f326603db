"""The patients stage as a Prefect task."""

from tasks.task import client_task

patients = client_task("patients", "tasks.patients.stage")
