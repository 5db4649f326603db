"""The steps of a close as Prefect tasks."""

from tasks.task import client_task

block = client_task("open items", "tasks.close.stage:block")
seal = client_task("seal", "tasks.close.stage:seal_month")
reopen = client_task("reopen", "tasks.close.stage:reopen")
place = client_task("place", "tasks.close.stage:place", retries=2, retry_delay_seconds=1)
show = client_task("preview", "tasks.close.stage:show_preview")
finish = client_task("close finished", "tasks.close.stage:finish")
note_events = client_task("note events", "tasks.close.events:write_events", retries=2, retry_delay_seconds=1)
