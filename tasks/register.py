"""company.duckdb: ISA control numbers, routing and results of nights, for all clients of the billing company.

Opened for one short transaction at a time, so that shards of clients in several processes can share it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from tasks.warehouse import Connection, WarehouseError, create_schema, open_database
from tasks.workspace import Workspace

_ISA_NUMBERS = 999_999_999
_PATIENCE_SECONDS = 30.0


@contextmanager
def register(workspace: Workspace) -> Iterator[Connection]:
    """The company's register in one transaction: committed at the end, rolled back on an exception."""
    con = _open_patiently(workspace)
    try:
        create_schema(con, "register")
        con.begin()
        yield con
        con.commit()
    finally:
        con.close()


def _open_patiently(workspace: Workspace) -> Connection:
    """Open the file, waiting while another process of the same night holds it."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return open_database(workspace.register, threads=1)
        except WarehouseError as error:
            if "lock" not in str(error).lower() or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def control_numbers(workspace: Workspace, client_id: str, night: date, run: int) -> range:
    """ISA control numbers for one run of a client's night, one for each payer route; the same again when asked again.

    Numbers are unique in the company and go up; those a quiet run does not use are skipped.
    """
    with register(workspace) as con:
        key = [client_id, night, run]
        query = "SELECT first_number, size FROM control_block WHERE client_id = ? AND night = ? AND run = ?"
        row = con.execute(query, key).fetchone()
        if row is None:
            size = len({payer.route for payer in workspace.payers.payers})
            last = con.execute("SELECT coalesce(max(first_number + size), 1) FROM control_block").fetchone()
            first = last[0] if last else 1
            if first + size > _ISA_NUMBERS:
                raise OverflowError("ISA control numbers are used up: a new interchange sender id is needed")
            con.execute("INSERT INTO control_block VALUES (?, ?, ?, ?, ?)", [*key, first, size])
            row = (first, size)
        return range(row[0], row[0] + row[1])


def note_result(
    workspace: Workspace,
    client_id: str,
    night: date,
    run: int,
    outcome: str,
    *,
    step: str | None = None,
    reason: str | None = None,
    attention: int = 0,
) -> None:
    """Record how a client's night ended; a later try of the same run replaces the earlier one."""
    with register(workspace) as con:
        con.execute(
            "INSERT OR REPLACE INTO night_result VALUES (?, ?, ?, ?, ?, ?, ?)",
            [client_id, night, run, outcome, step, reason, attention],
        )


def last_nights(workspace: Workspace) -> dict[str, date]:
    """The last night that was done, for each client that has one."""
    with register(workspace) as con:
        rows = con.execute("SELECT client_id, max(night) FROM night_result WHERE outcome = 'done' GROUP BY ALL")
        return dict(rows.fetchall())
