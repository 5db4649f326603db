"""The month preview: collections and roll-forward of a month as the ledger has it now. It closes and issues nothing."""

from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any

from reports.forward import forward_table
from reports.render import NightInfo, info_of, rows, total, write_page
from tasks.night import Counts, Night
from tasks.warehouse import Connection


def run(night: Night) -> Counts:
    """Write the preview of the month of the night."""
    period = f"{night.day:%Y-%m}"
    render_month_preview(night.con, info_of(night), period, night.folder.reports / f"{period}-preview.html")
    return {"pages": 1}


def render_month_preview(con: Connection, info: NightInfo, period: str, target: Path) -> None:
    """Write the preview of the month `period` (YYYY-MM) up to `info.day`, as the ledger has it."""
    year, month = (int(part) for part in period.split("-"))
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    bounds = {"first": first, "last": min(last, info.day)}
    collections = rows(con, "month_collections", **bounds)
    forward = rows(con, "month_roll_forward", **bounds)
    values: dict[str, Any] = {
        "info": info,
        "first": first,
        "last": bounds["last"],
        "collections": collections,
        "collected": total(collections, "charges", "payments", "adjustments"),
        "forward": forward_table(forward, first, bounds["last"]),
        "open_amount": total(forward, "closing")["closing"],
        "books": rows(con, "month_books", **bounds),
    }
    write_page("month_preview", target, values)
