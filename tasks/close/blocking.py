"""What stands open at the end of a month, and which of it is waived by name and reason."""

from pathlib import Path
from typing import get_args

import polars as pl

from data_contracts.closing import CloseKind, Waiver
from tasks.close.csv_bytes import csv_bytes
from tasks.month import Month, closed_folder
from tasks.night import Counts
from tasks.warehouse import lay, quoted, scalar, sql_file
from tasks.workspace import write_whole

KINDS = get_args(CloseKind)

_WAIVED = """
    CREATE OR REPLACE TEMP TABLE close_open AS
    SELECT o.*, coalesce(one.who, kind.who) AS waived_by, coalesce(one.why, kind.why) AS waiver
    FROM close_found AS o
    LEFT JOIN close_waiver AS one ON one.item = o.kind || ':' || o.subject_id
    LEFT JOIN close_waiver AS kind ON kind.item = o.kind
    ORDER BY o.kind, o.subject_id
"""


def list_open(month: Month) -> Counts:
    """Make the temporary table close_open of all that stands open; returns how much, and how much no waiver names.

    `idle waiver <n>` is 1 for the n-th waiver (from 0) when nothing stands open that it names: it may be misspelt.
    Its own text must not pass through Prefect.
    """
    con = month.con
    con.execute(f"CREATE OR REPLACE TEMP TABLE close_found AS {_all_kinds()}")
    lay(con, "close_waiver", _waivers(month.waivers))
    con.execute(_WAIVED)
    counts = con.execute(
        "SELECT kind, count(*) FROM close_open WHERE waived_by IS NULL GROUP BY kind ORDER BY kind"
    ).fetchall()
    blocked = {f"blocked {kind}": int(number) for kind, number in counts}
    open_ = int(scalar(con, "SELECT count(*) FROM close_open"))
    return {"open": open_, "blocked": sum(blocked.values()), **blocked, **_idle(month)}


def _idle(month: Month) -> Counts:
    """The waivers that name nothing of close_open."""
    rows = month.con.execute("SELECT kind, kind || ':' || subject_id FROM close_open").fetchall()
    named = {item for row in rows for item in row}
    return {f"idle waiver {place}": 1 for place, waiver in enumerate(month.waivers) if waiver.item not in named}


def _all_kinds() -> str:
    """One SELECT of all kinds: kind, subject_id, since, amount, reason."""
    parts = [
        f"SELECT {quoted(kind)} AS kind, subject_id, since::DATE AS since, amount::DECIMAL(14, 2) AS amount, reason"
        f" FROM (\n{sql_file('close/open', kind)}\n)"
        for kind in KINDS
    ]
    return " UNION ALL ".join(parts)


def _waivers(waivers: tuple[Waiver, ...]) -> pl.DataFrame:
    """Of two waivers of one thing the last one counts."""
    found = {waiver.item: (waiver.item, waiver.who, waiver.why) for waiver in waivers}
    return pl.DataFrame(
        sorted(found.values()), schema={"item": pl.String, "who": pl.String, "why": pl.String}, orient="row"
    )


def keep_waived(month: Month) -> None:
    """Keep in core.close_item what stood open and was waived."""
    month.con.execute(
        f"INSERT INTO core.close_item BY NAME SELECT DATE '{month.period}' AS period, {month.version:d} AS version, *"
        " FROM close_open ORDER BY kind, subject_id"
    )


def write_open(month: Month) -> None:
    """Write the blocking list for the people who must deal with it: closed/<period>/open.csv, the latest list only."""
    content, _ = csv_bytes(month.con, "close_open")
    write_whole(open_list(month), content)


def open_list(month: Month) -> Path:
    """Where the latest blocking list lies."""
    return closed_folder(month.folder, month.period) / "open.csv"
