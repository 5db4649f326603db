"""Files of the practice partner: written whole or not at all, and its own notes in the workspace's sandbox/ folder."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)


def read_notes(path: Path) -> dict[str, Any] | None:
    """Notes written earlier; None when there are none yet."""
    if not path.exists():
        return None
    notes: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notes


def write_notes(path: Path, notes: dict[str, Any]) -> None:
    """Write notes as JSON: the same notes give the same bytes."""
    write_whole(path, json.dumps(notes, sort_keys=True, separators=(",", ":")).encode() + b"\n")


def drop_notes(workspace: Path, client_id: str, day: date) -> Path:
    """Where the notes about a drop lie: sandbox/drops/<client>/<day>.json."""
    return workspace / "sandbox" / "drops" / client_id / f"{day}.json"
