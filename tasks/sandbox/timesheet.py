"""The billing company's own time file: what its people did for a practice by day, as far as the agreement prices it."""

from datetime import date
from pathlib import Path

from data_contracts.agreement import UnitKind
from data_contracts.client import Client
from data_contracts.settings import read_settings
from tasks.sandbox.chance import number
from tasks.sandbox.files import drop_notes, write_whole

_COLUMNS = "reference,kind,worked_on,quantity,amount,description"


def write_time_file(workspace_path: Path, client_id: str, day: date, visits: int, seed: int) -> None:
    """Write inbox/time/<day>.csv of a client, before the drop of the day; nothing when that day is done."""
    if drop_notes(workspace_path, client_id, day).exists():
        return
    folder = workspace_path / "clients" / client_id
    client = read_settings(folder / "client.yaml", Client)
    priced = sorted({kind for a in client.agreements if a.holds_on(day) for kind in a.units})
    rows = [
        f"{day:%y%m%d}-{kind},{kind},{day},{quantity},,"
        for kind in priced
        if (quantity := _quantity(kind, visits, number(seed, client_id, "time", kind, day))) not in {"", "0"}
    ]
    if rows:
        write_whole(folder / "inbox" / "time" / f"{day}.csv", ("\n".join([_COLUMNS, *rows]) + "\n").encode())


def _quantity(kind: UnitKind, visits: int, chance: int) -> str:
    """How much of a kind a day brings; nothing of what the company counts by itself."""
    quantities = {
        "verification": f"{visits // 5 + chance % 3}",
        "statement": f"{visits // 8 + chance % 5}",
        "appeal": f"{chance % 3}",
        "hour": f"{(1 + chance % 8) * 25 // 100}.{(1 + chance % 8) * 25 % 100:02d}",
    }
    return quantities.get(kind, "")
