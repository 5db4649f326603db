"""company.duckdb: ISA control numbers, routing and results of nights, for all clients of the billing company.

Opened for one short transaction at a time, so that shards of clients in several processes can share it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tasks.warehouse import Connection, WarehouseError, create_schema, fetch_dicts, open_database
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
            return open_database(workspace.register)
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


@dataclass(frozen=True)
class ClientInvoice:
    """An invoice or credit note as the company's own books know it; amounts in dollars."""

    invoice_number: str
    client_id: str
    kind: str
    period: date
    version: int
    credits: str | None
    issued_on: date
    due_on: date
    amount_due: Decimal


def note_invoices(workspace: Workspace, invoices: list[ClientInvoice]) -> None:
    """Put issued invoices into the company's books; doing it again changes nothing."""
    with register(workspace) as con:
        con.executemany(
            "INSERT INTO client_invoice VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [list(astuple(invoice)) for invoice in invoices],
        )


_ACCOUNT = """
    SELECT client_id, kind AS entry, invoice_number AS number, period, version, credits, issued_on AS booked_on, due_on,
           amount_due AS amount, NULL AS reference
    FROM client_invoice WHERE issued_on <= ?
    UNION ALL BY NAME
    SELECT client_id, 'payment' AS entry, invoice_number AS credits, received_on AS booked_on, -amount AS amount,
           payment_reference AS reference
    FROM client_payment WHERE received_on <= ?
    ORDER BY client_id, booked_on, entry, number, reference
"""


def company_account(workspace: Workspace, day: date) -> list[dict[str, Any]]:
    """What the company's books say of all clients up to a day; credit notes and payments are negative.

    Keys: client_id, entry (invoice, credit_note, payment), number, period, version, credits (the invoice that a credit
    note takes back or a payment names), booked_on, due_on, amount, reference.
    """
    with register(workspace) as con:
        return fetch_dicts(con, _ACCOUNT, [day, day])


def own_account(workspace: Workspace, client_id: str, day: date) -> list[dict[str, Any]]:
    """The same for one client, without its id."""
    entries = company_account(workspace, day)
    return [
        {name: value for name, value in entry.items() if name != "client_id"}
        for entry in entries
        if entry["client_id"] == client_id
    ]
