"""The life of a close of one client's month: begin, steps, commit or roll back, finish. In a worker (tasks/crew.py).

All that the database keeps of a close is one transaction. The folder of the sealed tables is written beside its place
before, and renamed into it after; what follows (number, documents, published file) can be done again without harm, and
`core.period_close.finished` says that all of it was done.
"""

import json
import shutil
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_contracts.closing import Waiver, last_day
from tasks.boundary import CloseRefused
from tasks.client_night import OpenNight
from tasks.closed_months import ClosedMonth
from tasks.manifest import read_configuration
from tasks.month import Month
from tasks.month_order import CLOSED, OPEN, UNFINISHED, last_night, standing, to_reopen
from tasks.night import Counts, hmac_macro
from tasks.vault import Vault
from tasks.warehouse import Connection, open_warehouse
from tasks.workspace import ClientFolder


@dataclass(frozen=True)
class Request:
    """What was asked of a close. It never passes through Prefect, which keeps parameters: a reason is free text.

    `own_account` is what the company's books say of the client, as CSV. `reopen`: who opens the month again, and why.
    """

    period: date
    hard: bool = True
    preview: bool = False
    waivers: tuple[Waiver, ...] = ()
    own_account: str = ""
    reopen: str | None = None

    def to_text(self) -> str:
        """As text, for a worker process."""
        waivers = [[w.item, w.who, w.why] for w in self.waivers]
        period = self.period.isoformat()
        return json.dumps([period, self.hard, self.preview, waivers, self.own_account, self.reopen])

    @staticmethod
    def of_text(text: str) -> "Request":
        """From `to_text`."""
        period, hard, preview, waivers, *rest = json.loads(text)
        return Request(date.fromisoformat(period), hard, preview, tuple(Waiver(*w) for w in waivers), *rest)


def begin_month(folder: ClientFolder, day: date, request: Request) -> tuple[OpenNight, Counts]:
    """Open the warehouse for a close, and a transaction where there is something to close or to open again.

    Returns the month, and `found` (tasks/month_order.py), its version, how many documents of each kind it has, and
    `nights_left`: 1 when the last night lies before the month's last day.
    Raises CloseRefused when the month is not over, out of order, or a night is unfinished.
    """
    if not folder.warehouse.exists():
        raise CloseRefused(f"{folder.client_id}: no night was worked yet; there is nothing to close")
    con = open_warehouse(folder.warehouse)
    try:
        last = last_night(con, folder.client_id, day)
        if request.reopen is None:
            found, asked = standing(
                con, folder.client_id, request.period, day, hard=request.hard, preview=request.preview
            )
        else:
            found, asked = OPEN, to_reopen(con, folder.client_id, request.period)
        month = _month(folder, day, request, con, last, (found, asked))
        counts = {"found": found, "version": month.version, "hard": int(month.hard), **_documents(month)}
        counts["nights_left"] = int(last["night"] < month.last_day)
        if found == OPEN:
            con.begin()
        return OpenNight(month, month.configuration, last, 0), counts
    except BaseException:
        con.close()
        raise


def _documents(month: Month) -> Counts:
    return dict(
        month.con.execute(
            "SELECT kind, count(*) FROM core.invoice WHERE period = ? AND version = ? GROUP BY kind ORDER BY kind",
            [month.period, month.version],
        ).fetchall()
    )


def _month(
    folder: ClientFolder,
    day: date,
    request: Request,
    con: Connection,
    last: dict[str, Any],
    found: tuple[int, ClosedMonth | None],
) -> Month:
    """The month as the steps take it. One that was committed before keeps the day on which it was closed."""
    what, asked = found
    locked = asked is not None and asked.locked
    version = 1 if asked is None else asked.version + (0 if locked else 1)
    hard, key = request.hard, folder.key()
    if asked is not None and what in (CLOSED, UNFINISHED):
        hard, day = asked.state == "hard", asked.hard_on or asked.closed_on
    con.execute(hmac_macro(key))
    days = {"first_day": request.period, "last_day": last_day(request.period), "business_day": day}
    con.execute("; ".join(f"SET VARIABLE {name} = DATE '{value}'" for name, value in days.items()))
    return Month(
        folder=folder,
        day=day,
        run=int(last["run"]),
        con=con,
        vault=Vault(folder.vault),
        key=key,
        control_numbers=range(0),
        period=request.period,
        last_day=last_day(request.period),
        version=version,
        hard=hard,
        after=(last["night"], int(last["run"])),
        configuration=read_configuration(folder),
        sealed_before=locked,
        preview=request.preview,
        waivers=request.waivers,
        own_account=request.own_account.encode(),
        reopened_by=request.reopen,
    )


def forget_preview(month: Month) -> None:
    """Leave nothing of a preview on disk but the list of what stands open, however it ended."""
    if month.preview:
        shutil.rmtree(month.draft_folder, ignore_errors=True)


def take_numbers(month: Month, text: str) -> Counts:
    """Take the company's numbers (JSON: kind -> number) before they are put on the documents."""
    month.numbers.update(json.loads(text))
    return {}


def finish_month(month: Month) -> Counts:
    """Note that everything after the commit was done."""
    month.con.begin()
    month.con.execute(
        "UPDATE core.period_close SET finished = true WHERE period = ? AND version = ?", [month.period, month.version]
    )
    month.con.commit()
    return {"finished": 1}
