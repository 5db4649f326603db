"""Settings of Prefect that every run of ours needs, set before Prefect is imported.

Prefect runs embedded: its own small server starts with the command and ends with it; nothing is sent anywhere.
"""

import os
from pathlib import Path

from tasks.here import WORKSPACE_VARIABLE

_PREFECT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "DO_NOT_TRACK": "1",
    # The first start makes a database; on a slow machine that takes longer than Prefect's own limit of 20 s.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # On SQLite small batches keep the server answering while it writes.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "0.5",
    # The embedded server serves one run of ours: nothing to schedule, no events to keep, no automations.
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}


def prepare_prefect(workspace: Path) -> None:
    """Point Prefect at the workspace's own folder; variables the user has set himself are kept."""
    os.environ[WORKSPACE_VARIABLE] = str(workspace)
    database = workspace / ".prefect" / ":memory:" / "prefect.db"
    database.parent.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str(workspace / ".prefect"))
    # Prefect writes SQLite over several connections, which lock each other out: three client-nights side by side took
    # 6 s of waiting. It takes a single connection, and no waiting, when the address of the database contains
    # `:memory:`; a folder of that name does it for a file.
    os.environ.setdefault("PREFECT_API_DATABASE_CONNECTION_URL", f"sqlite+aiosqlite:///{database}")
    for name, value in _PREFECT.items():
        os.environ.setdefault(name, value)
