"""The corrections stage as Prefect tasks: decisions are taken in before coding, those about money settled later."""

from tasks.task import client_task

decisions = client_task("decisions", "tasks.corrections.stage:take")
corrections = client_task("corrections", "tasks.corrections.stage")
