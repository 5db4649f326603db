"""Which month of a client may be closed, or opened again: in order, over, and with no night unfinished."""

from datetime import date
from typing import Any

from data_contracts.closing import last_day, next_month
from tasks.boundary import CloseRefused
from tasks.closed_months import ClosedMonth, closed_months, locked_until
from tasks.warehouse import Connection, fetch_dicts

# What the asked month is: to be closed, closed before (finished or not), or not a month of this client.
OPEN, CLOSED, UNFINISHED, NOT_YET = 0, 1, 2, 3


def last_night(con: Connection, client_id: str, day: date) -> dict[str, Any]:
    """The last run of a night (core.night). Raises CloseRefused where `day` cannot be the day of a close."""
    rows = fetch_dicts(con, "SELECT * FROM core.night ORDER BY night DESC, run DESC LIMIT 1")
    if not rows:
        raise CloseRefused(f"{client_id}: no night was worked yet; there is nothing to close")
    night = rows[0]["night"]
    if not rows[0]["finished"]:
        raise CloseRefused(f"{client_id}: the night of {night} is not finished; run `cleanclaim nightly` first")
    if day < night:
        raise CloseRefused(f"{client_id}: the last night is {night}; close on that day or later (--date)")
    return rows[0]


def standing(
    con: Connection, client_id: str, period: date, day: date, *, hard: bool, preview: bool
) -> tuple[int, ClosedMonth | None]:
    """What the asked month is to this client, and its newest version if it ever was closed.

    Raises CloseRefused when it cannot be closed: an earlier month is open or unfinished, or it is not over.
    """
    months = closed_months(con)
    asked = next((month for month in months if month.period == period), None)
    if asked is not None and asked.locked:
        if not asked.finished:
            return UNFINISHED, asked
        return OPEN if asked.state == "soft" and hard and not preview else CLOSED, asked
    first = con.execute("SELECT date_trunc('month', min(night))::DATE FROM core.night").fetchall()[0][0]
    if period < first:
        return NOT_YET, None
    _in_order(client_id, months, first, period)
    if day <= last_day(period) and not preview:
        raise CloseRefused(f"{client_id}: {period:%Y-%m} is not over on {day}; --preview shows it as it stands")
    return OPEN, asked


def _in_order(client_id: str, months: list[ClosedMonth], first: date, period: date) -> None:
    locked = [month for month in months if month.locked]
    for month in locked:
        if not month.finished:
            again = f"run `cleanclaim close {month.name}` again"
            raise CloseRefused(f"{client_id}: the close of {month.name} is not finished; {again}")
    if locked and locked[-1].state == "soft" and locked[-1].period < period:
        # What a month's invoice carries on is sealed into the next one.
        raise CloseRefused(
            f"{client_id}: {locked[-1].name} is closed softly and not invoiced; close it hard before {period:%Y-%m}"
        )
    expected = next_month(locked[-1].period) if locked else first
    if period != expected:
        raise CloseRefused(f"{client_id}: {expected:%Y-%m} is still open; close it before {period:%Y-%m}")


def to_reopen(con: Connection, client_id: str, period: date) -> ClosedMonth:
    """The month to be opened again: the newest that is locked. Raises CloseRefused for another."""
    newest = locked_until(con)
    if newest is None or newest.period != period:
        known = "none is closed" if newest is None else f"the newest closed month is {newest.name}"
        raise CloseRefused(f"{client_id}: only the newest closed month can be opened again; {known}")
    if not newest.finished:
        raise CloseRefused(f"{client_id}: the close of {newest.name} is not finished; run it again first")
    return newest


def refuse_closed_day(con: Connection, client_id: str, day: date) -> str | None:
    """Why no night can be worked on `day`, and the way out; None where its month is open."""
    newest = locked_until(con)
    if newest is None or day > last_day(newest.period):
        return None
    return (
        f"{client_id}: {newest.name} is closed since {newest.closed_on}; what comes late is posted in the open month. "
        f"Run with --date {next_month(newest.period)} or later, or open the month again: "
        f'cleanclaim close {newest.name} --client {client_id} --reopen "who: why"'
    )
