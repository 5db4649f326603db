"""The invoice and the credit note: page one says what was collected, what it costs and when to pay; then every line."""

from datetime import date
from decimal import Decimal
from typing import Any

from reports.amounts import dollars, measured, price, summed
from reports.invoice_detail import detail
from reports.paper import Boxes, Paper, Part, Row, Section, Table, Text, Tiles, names, total_row
from reports.render import day, money, month
from reports.sealed import Sealed
from reports.words import payer_class

GROUPS = {
    "Fee of this month": (
        "percent", "not_percent", "claim", "scrubbed_claim", "statement", "verification", "appeal", "hour", "flat",
        "minimum", "maximum",
    ),
    "From earlier months": ("percent_earlier", "carried_in", "carried_out"),
    "Discounts, costs and tax": ("discount", "setup", "pass_through", "late_fee", "tax"),
}  # fmt: skip
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
        return (Section("What this note takes back", (why, _fee_table(document), Text(RULE, "note"))),)
    account = _account(whole, document)
    return (
        Section(_base_heading(sealed), _base_parts(sealed, document)),
        Section("The fee", (_fee_table(document), Text(RULE, "note"))),
        *([Section("Your account", account)] if account else []),
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


def _fee_table(document: dict[str, Any]) -> Table:
    rows: list[Row] = []
    for heading, kinds in GROUPS.items():
        lines = [line for line in document["lines"] if line["kind"] in kinds]
        if lines:
            rows.append(Row((heading,), "group"))
            rows += _by_description(lines)
    total = "Credited" if document["kind"] == "credit_note" else "Amount due"
    rows.append(total_row(4, total, money(Decimal(document["amount_due"]))))
    columns = names("*What", ">Base or quantity", ">Rate or price", ">Amount")
    return Table("Lines of one kind and rate are summed here; each stands alone under Lines", columns, tuple(rows))


def _by_description(lines: list[dict[str, Any]]) -> list[Row]:
    """Lines of one description and rate as one row: those of an invoice split by physician."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for line in lines:
        key = (line["kind"], line["description"], line["rate"] or "", line["agreement_from"])
        groups.setdefault(key, []).append(line)
    return [
        Row(
            (
                of[0]["description"],
                measured(of[0], summed(of, "base_amount"), summed(of, "quantity")),
                price(of[0]),
                money(summed(of, "amount") or Decimal(0)),
            )
        )
        for of in groups.values()
    ]


def _account(whole: dict[str, Any], document: dict[str, Any]) -> tuple[Part, ...]:
    """What stood open before this invoice, and what is to be paid with it."""
    items = [item for item in whole["account"]["items"] if Decimal(item["open"])]
    if not items:
        return ()
    keys = ("amount_due", "paid", "open")
    columns = names("*Invoice", "Month", "Due", ">Amount", ">Paid", ">Open")
    rows = [Row((*_which(item), *(money(Decimal(item[key])) for key in keys))) for item in items]
    before = sum((Decimal(item["open"]) for item in items), Decimal(0))
    rows.append(total_row(6, "Open before this invoice", money(before)))
    whole_amount = before + Decimal(document["amount_due"])
    caption = f"Your account on {day(_day(whole['account']['as_of']))}, as far as we know of your payments"
    return (
        Table(caption, columns, tuple(rows)),
        Text(f"With this invoice {dollars(whole_amount)} is open in all.", "strong"),
    )


def _which(item: dict[str, Any]) -> tuple[str, str, str]:
    """Number, month and due day of what stood open."""
    if item["number"] is None:
        return "Your payments that pay no invoice yet", "", ""
    return item["number"], item["period"][:7], day(_day(item["due_on"]))


def _day(text: str) -> date:
    return date.fromisoformat(text)
