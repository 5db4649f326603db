"""The invoice of a closed month as Prefect tasks."""

from tasks.task import client_task

draft = client_task("invoice draft", "tasks.invoice.stage:draft")
issue = client_task("invoice", "tasks.invoice.stage:issue", retries=2, retry_delay_seconds=1)
