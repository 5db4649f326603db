"""The roll-forward of receivables as people read it: the same lines on the month preview and on the closed month."""

from datetime import date
from decimal import Decimal
from typing import Any

from reports.paper import Row, Table, names
from reports.render import day, money

# Name, column, and the sign with which it moves the balance.
LINES = (
    ("Opening receivables", "opening", 1),
    ("Charges", "charges", 1),
    ("Payments", "payments", -1),
    ("Adjustments", "adjustments", -1),
    ("Refunds owed back", "refunds", 1),
    ("Transfers between the parties", "transfers", 1),
    ("Closing receivables", "closing", 1),
)


def forward_table(rows: list[dict[str, Any]], first: date, last: date) -> Table:
    """The roll-forward from rows of (party, opening … closing); it adds up from line to line."""
    parties = {row["party"]: row for row in rows}
    body = []
    for name, column, sign in LINES:
        if all(column in row for row in rows):
            amounts = [parties[p][column] * sign if p in parties else Decimal(0) for p in ("insurer", "patient")]
            cells = (name, *(money(amount) for amount in amounts), money(sum(amounts, Decimal(0))))
            body.append(Row(cells, "total" if column == "closing" else ""))
    caption = f"Receivables from {day(first)} to {day(last)}, by posting day"
    return Table(caption, names("*", ">Insurers", ">Patients", ">All"), tuple(body))
