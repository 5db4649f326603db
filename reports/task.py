"""The reports of a client's night and the documents of its closed month as Prefect tasks."""

from tasks.task import client_task

report = client_task("report", "reports.nightly:run", retries=2, retry_delay_seconds=1)
month_preview = client_task("month preview", "reports.month_preview:run", retries=2, retry_delay_seconds=1)
documents = client_task("month documents", "reports.month:run", retries=2, retry_delay_seconds=1)
