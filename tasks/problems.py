"""Problems a person must look at: rows of core.problem. The same problem found again is the same row."""

from typing import Literal

from tasks.night import Night
from tasks.vault import sha256


def report(
    night: Night,
    stage: str,
    code: str,
    message: str,
    remedy: str,
    *,
    severity: Literal["error", "warning"] = "error",
    source_file: str | None = None,
    position: str | None = None,
) -> None:
    """Add a problem, unless it is there already. `message` and `remedy` carry no patient data."""
    key = "\n".join((stage, code, source_file or "", position or "", message))
    night.con.execute(
        "INSERT INTO core.problem VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [sha256(key.encode())[:20], night.day, stage, code, severity, source_file, position, message, remedy],
    )
