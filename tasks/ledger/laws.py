"""Runs the checks of sql/checks: each is a SELECT of offenders, and no row means that its law holds.

The head of a check says in `scope` what it looks at: everything, or the rows of one table touched_<scope> (tonight's
transactions and the remittances, encounters, claims and batches that they touch; the whole history when asked). Where
that table is empty the check has nothing to look at and finds nothing.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tasks.night import Counts, Night
from tasks.warehouse import Connection, fetch_dicts, scalar, sql_file, sql_head
from tasks.workspace import SQL


@dataclass(frozen=True)
class Check:
    """One file of sql/checks."""

    check_id: str
    law: int
    title: str
    scope: str
    select: str


@cache
def read_checks(folder: Path = SQL / "checks") -> tuple[Check, ...]:
    """All checks, in order of their file names."""
    checks = []
    for file in sorted(folder.glob("*.sql")):
        text = file.read_text(encoding="utf-8")
        head = sql_head(text)
        checks.append(Check(head["id"], int(head["law"]), head["title"], head["scope"], text))
    return tuple(checks)


@cache
def _scope_text() -> str:
    return (SQL / "checks" / "scope" / "touched.sql").read_text(encoding="utf-8")


def run_checks(night: Night, *, whole_history: bool = False) -> Counts:
    """Run every check and keep core.law_result; returns the number of offenders by check, zeros included.

    The checks look at the night's transactions and the claims and batches that they touch, or at the whole history.
    """
    con = night.con
    set_scope(con, night, whole_history=whole_history)
    looked_at = _scopes(con)
    found = {check.check_id: _offenders(con, check) if looked_at[check.scope] else 0 for check in read_checks()}
    con.execute("DELETE FROM core.law_result WHERE night = ?", [night.day])
    rows = ", ".join(f"(DATE '{night.day}', '{check_id}', {count:d})" for check_id, count in found.items())
    con.execute(f"INSERT INTO core.law_result VALUES {rows}")
    return found


def check_history(night: Night) -> Counts:
    """Run every check over the whole history, as a close does; returns the number of offenders by check.

    Nothing is kept: core.law_result is of nights.
    """
    set_scope(night.con, night, whole_history=True)
    looked_at = _scopes(night.con)
    return {check.check_id: _offenders(night.con, check) if looked_at[check.scope] else 0 for check in read_checks()}


def set_scope(con: Connection, night: Night, *, whole_history: bool = False) -> None:
    """Make the temporary tables that say what the checks look at."""
    con.execute(
        f"SET VARIABLE business_day = DATE '{night.day}'; SET VARIABLE whole_history = {str(whole_history).lower()}"
    )
    con.execute(_scope_text())
    # A check holds the ledger to what the roll-forward says of it, so it asks the macro that the marts are made of.
    con.execute(sql_file("marts/macros", "20_ar_movements"))


def _scopes(con: Connection) -> dict[str, int]:
    """How much there is to look at in each scope."""
    names = ("transaction", "remittance", "encounter", "claim", "batch")
    counts = ", ".join(f"(SELECT count(*) FROM touched_{name})" for name in names)
    row = con.execute(f"SELECT {counts}").fetchall()[0]
    return {"everything": 1, **dict(zip(names, map(int, row), strict=True))}


def _offenders(con: Connection, check: Check) -> int:
    return int(scalar(con, f"SELECT count(*) FROM ({check.select.strip().rstrip(';')}\n)"))


def offenders(con: Connection, check_id: str) -> list[dict[str, Any]]:
    """The offenders of one check in the scope that was set last: for people. Raises LookupError for an unknown id."""
    for check in read_checks():
        if check.check_id == check_id:
            return fetch_dicts(con, check.select)
    raise LookupError(f"no check has the id {check_id}; the ids stand in the heads of sql/checks/*.sql")
