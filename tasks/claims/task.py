"""The claims stage, and the release of claim files after the commit, as Prefect tasks."""

from tasks.task import client_task

claims = client_task("claims", "tasks.claims.stage")
release = client_task("release", "tasks.claims.release:run", retries=2, retry_delay_seconds=1)
