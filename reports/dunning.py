"""The letter to a client whose invoices are overdue: which, since when, how much, and how to pay."""

from datetime import date
from decimal import Decimal
from typing import Any

from reports.amounts import dollars
from reports.paper import Boxes, Paper, Row, Section, Table, Text, names, total_row
from reports.render import count, day, money

COLUMNS = names("*Invoice", "Issued", "Due", ">Days overdue", ">Amount", ">Paid", ">Open")


def dunning_paper(letter: dict[str, Any]) -> Paper:
    """The letter of dunning.json."""
    company, client, as_of = letter["company"], letter["client"], date.fromisoformat(letter["as_of"])
    contact = [company[key] for key in ("phone", "email") if company[key]]
    to = Boxes(
        (
            ("From", (company["name"], *company["address"], *contact)),
            ("To", (client["name"], *client["address"])),
            ("Day", (day(as_of),)),
        )
    )
    table = Table(f"Overdue on {day(as_of)}, as far as we know of your payments", COLUMNS, _rows(letter))
    return Paper(
        title=f"{letter['level']['name']}, {client['name']}, {day(as_of)}",
        sender=company["name"],
        name=letter["level"]["name"],
        below=client["name"],
        lead=(to,),
        sections=(
            Section("Overdue invoices", (Text(letter["level"]["text"]), table)),
            Section("Payment", (Boxes((("How to pay", tuple(company["pay"])),)),)),
        ),
        foot=f"{letter['level']['name']} · {client['name']} · {day(as_of)} · amounts in dollars",
    )


def _rows(letter: dict[str, Any]) -> tuple[Row, ...]:
    rows = [
        Row(
            (
                item["number"],
                day(date.fromisoformat(item["issued_on"])),
                day(date.fromisoformat(item["due_on"])),
                count(int(item["days_overdue"])),
                *(money(Decimal(item[key])) for key in ("amount_due", "paid", "open")),
            )
        )
        for item in letter["items"]
    ]
    if Decimal(letter["unapplied"]):
        rows.append(
            Row(("Your payments that pay no invoice yet", "", "", "", "", "", money(Decimal(letter["unapplied"]))))
        )
    return (*rows, total_row(len(COLUMNS), "All", dollars(letter["total"])))
