"""The life of a month's close of one client: begin, steps, commit or roll back, finish. Runs in a worker (tasks/crew.py).

All that the database keeps of a close is one transaction. The folder of the sealed tables is written beside its place
before, and renamed into it after; what follows (number, documents, published file) can be done again without harm, and
`core.period_close.finished` says that all of it was done.
"""

import json
import shutil
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_contracts.closing import Waiver, last_day, next_month
from tasks.boundary import CloseRefused
from tasks.client_night import OpenNight
from tasks.closed_months import ClosedMonth, closed_months
from tasks.manifest import read_configuration
from tasks.month import Month
from tasks.night import Counts, hmac_macro
from tasks.vault import Vault
from tasks.warehouse import Connection, fetch_dicts, open_warehouse
from tasks.workspace import ClientFolder

# What `begin` found: to be closed, closed before (finished or not), or not a month of this client.
OPEN, CLOSED, UNFINISHED, NOT_YET = 0, 1, 2, 3


@dataclass(frozen=True)
class Request:
    """What was asked of a close, the same for all clients. It never passes through Prefect: a reason is free text."""

    period: date
    hard: bool = True
    preview: bool = False
    waivers: tuple[Waiver, ...] = ()
    own_account: str = ""

    def to_text(self) -> str:
        """As text, for a worker process."""
        waivers = [[w.item, w.who, w.why] for w in self.waivers]
        return json.dumps([self.period.isoformat(), self.hard, self.preview, waivers, self.own_account])

    @staticmethod
    def of_text(text: str) -> "Request":
        """From `to_text`."""
        period, hard, preview, waivers, own_account = json.loads(text)
        return Request(date.fromisoformat(period), hard, preview, tuple(Waiver(*w) for w in waivers), own_account)


def begin_month(folder: ClientFolder, day: date, request: Request, *, threads: int | None) -> tuple[OpenNight, Counts]:
    """Open the warehouse for a close, and a transaction where there is something to close.

    Raises CloseRefused when the month is not over, out of order, or a night is unfinished.
    """
    if not folder.warehouse.exists():
        raise CloseRefused(f"{folder.client_id}: no night was worked yet; there is nothing to close")
    con = open_warehouse(folder.warehouse, threads=threads)
    try:
        last = _last_night(con, folder.client_id, day)
        standing = _standing(con, folder.client_id, request, day)
        month = _month(folder, day, request, con, last, standing)
        if month.found == OPEN:
            con.begin()
        return OpenNight(month.month, read_configuration(folder), last, 0), month.counts()
    except BaseException:
        con.close()
        raise


@dataclass(frozen=True)
class _Found:
    month: Month
    found: int

    def counts(self) -> Counts:
        drafts = self.month.con.execute(
            "SELECT kind, count(*) FROM core.invoice WHERE period = ? AND version = ? GROUP BY kind ORDER BY kind",
            [self.month.period, self.month.version],
        ).fetchall()
        return {"found": self.found, "version": self.month.version, **dict(drafts)}


def _last_night(con: Connection, client_id: str, day: date) -> dict[str, Any]:
    rows = fetch_dicts(con, "SELECT * FROM core.night ORDER BY night DESC, run DESC LIMIT 1")
    if not rows:
        raise CloseRefused(f"{client_id}: no night was worked yet; there is nothing to close")
    if not rows[0]["finished"]:
        raise CloseRefused(f"{client_id}: the night of {rows[0]['night']} is not finished; run `cleanclaim nightly` first")
    if day < rows[0]["night"]:
        raise CloseRefused(
            f"{client_id}: the last night is {rows[0]['night']}; close on that business day or later (--date)"
        )
    return rows[0]


def _standing(con: Connection, client_id: str, request: Request, day: date) -> tuple[int, ClosedMonth | None]:
    """What the asked month is to this client, and its newest version. Raises CloseRefused."""
    period, months = request.period, closed_months(con)
    asked = next((month for month in months if month.period == period), None)
    if asked is not None and asked.locked:
        return _standing_of_locked(asked, request), asked
    first = con.execute("SELECT date_trunc('month', min(night))::DATE FROM core.night").fetchall()[0][0]
    if period < first:
        return NOT_YET, None
    unfinished = next((month for month in months if not month.finished and month.locked), None)
    if unfinished is not None:
        raise CloseRefused(
            f"{client_id}: the close of {unfinished.name} is not finished; run `cleanclaim close {unfinished.name}` again"
        )
    locked = [month.period for month in months if month.locked]
    expected = next_month(max(locked)) if locked else first
    if period != expected:
        raise CloseRefused(f"{client_id}: {expected:%Y-%m} is still open; close it before {period:%Y-%m}")
    if day <= last_day(period) and not request.preview:
        raise CloseRefused(f"{client_id}: {period:%Y-%m} is not over on {day}; --preview shows it as it stands")
    return OPEN, asked


def _standing_of_locked(asked: ClosedMonth, request: Request) -> int:
    if not asked.finished:
        return UNFINISHED
    return OPEN if asked.state == "soft" and request.hard and not request.preview else CLOSED


def _month(
    folder: ClientFolder,
    day: date,
    request: Request,
    con: Connection,
    last: dict[str, Any],
    standing: tuple[int, ClosedMonth | None],
) -> _Found:
    found, asked = standing
    locked = asked is not None and asked.locked
    version = 1 if asked is None else asked.version + (0 if locked else 1)
    key = folder.key()
    con.execute(hmac_macro(key))
    con.execute(
        "SET VARIABLE first_day = ?; SET VARIABLE last_day = ?; SET VARIABLE business_day = ?"
        .replace("?", "DATE '{}'").format(request.period, last_day(request.period), day)
    )
    month = Month(
        folder=folder, day=day, run=int(last["run"]), con=con, vault=Vault(folder.vault), key=key,
        control_numbers=range(0), period=request.period, last_day=last_day(request.period), version=version,
        hard=request.hard, after=(last["night"], int(last["run"])), sealed_before=locked, preview=request.preview,
        waivers=request.waivers, own_account=request.own_account.encode(),
    )  # fmt: skip
    return _Found(month, found)


def drop_draft(month: Month) -> Counts:
    """Take away the folder of a preview, or of a close that will not be committed."""
    shutil.rmtree(month.draft_folder, ignore_errors=True)
    return {}


def commit_month(opened: OpenNight) -> Counts:
    """Commit everything that the steps of the close wrote."""
    opened.night.con.commit()
    return {}


def finish_month(month: Month) -> Counts:
    """Note that everything after the commit was done."""
    month.con.begin()
    month.con.execute(
        "UPDATE core.period_close SET finished = true WHERE period = ? AND version = ?", [month.period, month.version]
    )
    month.con.commit()
    return {"finished": 1}
