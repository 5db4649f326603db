"""The invoice and the credit note: page one says what was collected, what it costs and when to pay; then every line."""

from datetime import date
from decimal import Decimal
from typing import Any

from reports.amounts import dollars
from reports.invoice_base import base_heading, base_parts
from reports.invoice_detail import detail
from reports.invoice_fee import account, fee_table
from reports.paper import Boxes, Paper, Section, Text, Tiles
from reports.render import day, month
from reports.sealed import Sealed

RULE = (
    "A line is its base times its rate, or its quantity times its price, rounded once to the cent, half up; no single "
    "payment is rounded. Money taken back or refunded lowers the base of the month in which it was posted."
)


def invoice_paper(sealed: Sealed, whole: dict[str, Any], document: dict[str, Any]) -> Paper:
    """The invoice or credit note `document` of invoice.json `whole`."""
    credit = document["kind"] == "credit_note"
    name = f"{'Credit note' if credit else 'Invoice'} {document['number']}"
    client, company = whole["client"], whole["company"]
    return Paper(
        title=f"{name}, {client['name']}, {month(sealed.first_day)}",
        sender=company["name"],
        name=name,
        below=f"{client['name']} · {month(sealed.first_day)}",
        lead=(_parties(whole, document), _figures(document, credit)),
        sections=(*_page_one(sealed, whole, document, credit), *detail(sealed, document)),
        foot=f"{name} · {client['name']} · {sealed.period}, version {whole['version']} · amounts in dollars",
    )


def _parties(whole: dict[str, Any], document: dict[str, Any]) -> Boxes:
    company, client = whole["company"], whole["client"]
    contact = [company[key] for key in ("phone", "email") if company[key]]
    tax = [f"Tax ID {company['tax_id']}"] if company["tax_id"] else []
    days = [f"Issued {day(_day(document['issued_on']))}"]
    if document["kind"] == "credit_note":
        days.append(f"Takes back invoice {document['credits']}")
    else:
        days.append(f"Due {day(_day(document['due_on']))} ({document['terms_days']} days)")
    days.append(f"Month closed {day(_day(whole['closed_on']))}, version {whole['version']}")
    return Boxes(
        (
            ("From", (company["name"], *company["address"], *contact, *tax)),
            ("To", (client["name"], *client["address"])),
            ("Days", tuple(days)),
            *([] if document["kind"] == "credit_note" else [("How to pay", tuple(company["pay"]))]),
        )
    )


def _figures(document: dict[str, Any], credit: bool) -> Tiles:
    due = Decimal(document["amount_due"])
    last = (
        ("Credited", dollars(due), f"off invoice {document['credits']}")
        if credit
        else ("Amount due", dollars(due), f"by {day(_day(document['due_on']))}")
    )
    return Tiles(
        (
            last,
            ("Base", dollars(document["base_amount"]), _counted(document)),
            ("Fee", dollars(document["fee_amount"]), "before tax"),
            ("Tax", dollars(document["tax_amount"]), "sales tax"),
        )
    )


def _counted(document: dict[str, Any]) -> str:
    """What the base is to the fee."""
    kinds = {line["kind"] for line in document["lines"]}
    percent = bool(kinds & {"percent", "percent_earlier"})
    return "no percentage is taken of it" if "not_percent" in kinds and not percent else "what the agreement counts"


def _page_one(sealed: Sealed, whole: dict[str, Any], document: dict[str, Any], credit: bool) -> tuple[Section, ...]:
    if credit:
        why = Text(
            f"{month(sealed.first_day)} was opened again and closed as version {whole['version']}. This note takes "
            f"back invoice {document['credits']} in full; what replaces it, if anything, is an invoice of its own."
        )
        return (Section("What this note takes back", (why, fee_table(document), Text(RULE, "note"))),)
    standing = account(whole, document)
    return (
        Section(base_heading(sealed), base_parts(sealed, document)),
        Section("The fee", (fee_table(document), Text(RULE, "note"))),
        *([Section("Your account", standing)] if standing else []),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
