"""The ledger, its laws and its journal as Prefect tasks."""

from tasks.task import client_task

ledger = client_task("ledger", "tasks.ledger.stage")
laws = client_task("laws", "tasks.ledger.laws:run_checks")
history = client_task("laws over all", "tasks.ledger.laws:check_history")
journal = client_task("journal", "tasks.ledger.journal:write_day", retries=2, retry_delay_seconds=1)
