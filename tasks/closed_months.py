"""What is closed: read from core.period_close. A month is locked while its newest version is soft or hard."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tasks.warehouse import Connection, fetch_dicts

_NEWEST = """
    SELECT * FROM core.period_close
    QUALIFY version = max(version) OVER (PARTITION BY period)
    ORDER BY period
"""


@dataclass(frozen=True)
class ClosedMonth:
    """The newest version of a closed month."""

    period: date
    version: int
    state: str
    finished: bool
    closed_on: date
    hard_on: date | None
    manifest_sha256: str

    @property
    def locked(self) -> bool:
        """True unless it was opened again."""
        return self.state != "reopened"

    @property
    def name(self) -> str:
        """2026-10."""
        return f"{self.period:%Y-%m}"


def closed_months(con: Connection) -> list[ClosedMonth]:
    """The newest version of every month ever closed, oldest first."""
    return [_month(row) for row in fetch_dicts(con, _NEWEST)]


def _month(row: dict[str, Any]) -> ClosedMonth:
    return ClosedMonth(**{name: row[name] for name in ClosedMonth.__dataclass_fields__})


def locked_until(con: Connection) -> ClosedMonth | None:
    """The newest month that is locked; all before it are."""
    return next((month for month in reversed(closed_months(con)) if month.locked), None)
