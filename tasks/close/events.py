"""Closes and re-openings in the order in which they happened, kept so that a replay can do them again.

Each is canonical JSON in raw.close_event and in vault/closes/<sequence>.json: event (soft, hard or reopen), period,
version, day, after (night and run), and of a first close its waivers, settings and the company's own account with the
client (sha256 of bytes in the vault). The vault's copy is what a replay reads.
"""

import json
from pathlib import Path
from typing import Any

from tasks.close.manifest import canonical
from tasks.month import Month
from tasks.night import Counts
from tasks.warehouse import scalar
from tasks.workspace import ClientFolder, write_whole


def note_event(month: Month, event: str, **more: Any) -> None:
    """Append an event inside the open transaction."""
    sequence = int(scalar(month.con, "SELECT coalesce(max(sequence), 0) + 1 FROM raw.close_event"))
    content = {
        "sequence": sequence,
        "event": event,
        "period": f"{month.period:%Y-%m}",
        "version": month.version,
        "day": month.day.isoformat(),
        "after": {"night": month.after[0].isoformat(), "run": month.after[1]},
        **more,
    }
    month.con.execute("INSERT INTO raw.close_event VALUES (?, ?)", [sequence, canonical(content).decode()])


def write_events(month: Month) -> Counts:
    """Write what the vault does not have yet; writing again changes nothing."""
    written = 0
    for sequence, text in month.con.execute("SELECT sequence, event FROM raw.close_event ORDER BY sequence").fetchall():
        path = _events(month.folder) / f"{sequence:04d}.json"
        if not path.exists():
            write_whole(path, str(text).encode())
            written += 1
    return {"events": written}


def read_events(folder: ClientFolder) -> list[dict[str, Any]]:
    """All events of a client, in order."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(_events(folder).glob("*.json"))]


def _events(folder: ClientFolder) -> Path:
    return folder.vault / "closes"
