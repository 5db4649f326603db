"""The acknowledgements stage as a Prefect task."""

from tasks.task import client_task

acknowledgements = client_task("acknowledgements", "tasks.acknowledgements.stage")
