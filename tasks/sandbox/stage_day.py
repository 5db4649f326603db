"""All that happens outside the billing company before one night: visits are exported, partners answer."""

from datetime import date
from pathlib import Path

from tasks.sandbox.clearinghouse import answer
from tasks.sandbox.encounters import make_drop


def prepare(workspace_path: Path, day: date, seed: int, per_client: int = 200) -> None:
    """Lay what arrives before the night of `day`: drops of encounters, answers to claims. Does nothing twice."""
    for settings in sorted(workspace_path.glob("clients/*/client.yaml")):
        make_drop(workspace_path, settings.parent.name, day, per_client, seed)
    answer(workspace_path, day, seed)
