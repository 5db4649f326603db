"""The invoice and the credit note: page one says what was collected, what it costs and when to pay; then every line."""

from datetime import date
from decimal import Decimal
from typing import Any

from reports.amounts import dollars
from reports.invoice_detail import detail
from reports.invoice_fee import account, fee_table
from reports.paper import Boxes, Paper, Part, Row, Section, Table, Text, Tiles, names, total_row
from reports.render import day, money, month
from reports.sealed import Sealed
from reports.words import payer_class

LEFT_OUT = {
    "desk": "Paid at the desk: not in the base by the agreement",
    "opening": "Paid on balances taken over from the biller before: not in the base by the agreement",
    "other": "Covered by no entry of the agreement",
}
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
            ("Base", dollars(document["base_amount"]), "what the agreement counts"),
            ("Fee", dollars(document["fee_amount"]), "before tax"),
            ("Tax", dollars(document["tax_amount"]), "sales tax"),
        )
    )


def _page_one(sealed: Sealed, whole: dict[str, Any], document: dict[str, Any], credit: bool) -> tuple[Section, ...]:
    if credit:
        why = Text(
            f"{month(sealed.first_day)} was opened again and closed as version {whole['version']}. This note takes "
            f"back invoice {document['credits']} in full; what replaces it, if anything, is an invoice of its own."
        )
        return (Section("What this note takes back", (why, fee_table(document), Text(RULE, "note"))),)
    standing = account(whole, document)
    return (
        Section(_base_heading(sealed), _base_parts(sealed, document)),
        Section("The fee", (fee_table(document), Text(RULE, "note"))),
        *([Section("Your account", standing)] if standing else []),
    )


def bases(sealed: Sealed) -> set[str]:
    """The bases of the agreements that hold on some day of the month."""
    first = sealed.first_day.isoformat()
    return {
        a["base"]
        for a in sealed.agreement["agreements"]
        if a["valid_from"][:7] <= sealed.period and (a["valid_to"] is None or a["valid_to"] >= first)
    }


def _base_heading(sealed: Sealed) -> str:
    return f"What was {'charged' if bases(sealed) == {'charges'} else 'collected'} in {month(sealed.first_day)}"


def _base_parts(sealed: Sealed, document: dict[str, Any]) -> tuple[Part, ...]:
    charged = bases(sealed) == {"charges"}
    query = "charged_by_class" if charged else "collected_by_class"
    rows = sealed.rows(query, invoice_id=document["invoice_id"])
    if not rows:
        return (Text(f"Nothing was {'charged' if charged else 'collected'} in this month.", "note"),)
    heads = ("Charged", "Voided", "Net") if charged else ("Received", "Given back", "Collected")
    columns = names("*Payer class", *(f">{head}" for head in heads), ">In the base")
    keys = ("received", "given_back", "collected", "counted")
    cells = [Row((payer_class(row["payer_class"]), *(money(row[key]) for key in keys))) for row in rows]
    sums = [money(sum((row[key] for row in rows), Decimal(0))) for key in keys]
    caption = (
        "Charges posted in the month, less voided ones"
        if charged
        else "Posted in the month to your claims; given back: refunds owed and money that payers took back"
    )
    table = Table(caption, columns, (*cells, total_row(5, "All", *sums)))
    out = [] if charged else sealed.rows("left_out", invoice_id=document["invoice_id"])
    notes = [Text(f"{LEFT_OUT[row['reason']]}: {dollars(row['amount'])}.", "note") for row in out if row["amount"]]
    return (table, *notes)


def _day(text: str) -> date:
    return date.fromisoformat(text)
