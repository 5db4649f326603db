"""The reports of a client's night as a Prefect task."""

from tasks.task import client_task

report = client_task("report", "reports.nightly:run", retries=2, retry_delay_seconds=1)
