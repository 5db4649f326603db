"""All that happens outside the billing company before one night: visits are exported, partners answer."""

from datetime import date
from pathlib import Path

from tasks.sandbox.clearinghouse import answer
from tasks.sandbox.encounters import make_drop, make_torn_drop
from tasks.sandbox.timesheet import write_time_file

_TORN_EVERY, _TORN_VISITS = 7, 5


def prepare(workspace_path: Path, day: date, seed: int, per_client: int = 200) -> None:
    """Lay what arrives before the night of `day`: time files, drops of encounters, answers to claims; nothing twice.

    Each practice once in a while sends a small second drop whose control totals do not tie.
    """
    clients = sorted(settings.parent.name for settings in workspace_path.glob("clients/*/client.yaml"))
    for place, client_id in enumerate(clients):
        write_time_file(workspace_path, client_id, day, per_client, seed)
        make_drop(workspace_path, client_id, day, per_client, seed)
        if (day.toordinal() + place) % _TORN_EVERY == 0:
            make_torn_drop(workspace_path, client_id, day, _TORN_VISITS, seed)
    answer(workspace_path, day, seed)
