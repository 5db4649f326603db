"""What an invoice comes to: its fee, and the client's account with it."""

from datetime import date
from decimal import Decimal
from typing import Any

from reports.amounts import dollars, measured, price, summed
from reports.paper import Part, Row, Table, Text, names, total_row
from reports.render import day, money

GROUPS = {
    "Fee of this month": (
        "percent", "not_percent", "claim", "scrubbed_claim", "statement", "verification", "appeal", "hour", "flat",
        "minimum", "maximum",
    ),
    "From earlier months": ("percent_earlier", "carried_in", "carried_out"),
    "Discounts, costs and tax": ("discount", "setup", "pass_through", "late_fee", "tax"),
}  # fmt: skip


def fee_table(document: dict[str, Any]) -> Table:
    """The lines under headings, those of one kind and rate summed, and what they come to."""
    rows: list[Row] = []
    caption = (
        "Lines of one kind and rate are summed here; each stands alone under Lines"
        if has_more_lines(document)
        else "Every line, under the agreement of its day"
    )
    for heading, kinds in GROUPS.items():
        lines = [line for line in document["lines"] if line["kind"] in kinds]
        if lines:
            rows.append(Row((heading,), "group"))
            rows += _by_description(lines)
    total = "Credited" if document["kind"] == "credit_note" else "Amount due"
    rows.append(total_row(5, total, money(Decimal(document["amount_due"]))))
    columns = names("*What", ">Line", ">Base or quantity", ">Rate or price", ">Amount")
    return Table(caption, columns, tuple(rows))


def has_more_lines(document: dict[str, Any]) -> bool:
    """True when page one does not say all of every line: lines are summed there, or a physician's name is left out."""
    lines = document["lines"]
    return len(_alike(lines)) < len(lines) or any(line["rendering_npi"] for line in lines)


def _alike(lines: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Lines of one description and rate together: those of an invoice split by physician."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for line in lines:
        key = (line["kind"], line["description"], line["rate"] or "", line["agreement_from"])
        groups.setdefault(key, []).append(line)
    return list(groups.values())


def _by_description(lines: list[dict[str, Any]]) -> list[Row]:
    """Lines that are alike as one row."""
    return [
        Row(
            (
                of[0]["description"],
                _numbers([int(line["line"]) for line in of]),
                measured(of[0], summed(of, "base_amount"), summed(of, "quantity")),
                price(of[0]),
                money(summed(of, "amount") or Decimal(0)),
            )
        )
        for of in _alike(lines)
    ]


def _numbers(lines: list[int]) -> str:
    """The numbers of lines: 4, or 1-3.

    >>> _numbers([4]), _numbers([3, 1, 2]), _numbers([1, 3])
    ('4', '1\N{EN DASH}3', '1, 3')
    """
    first, last = min(lines), max(lines)
    if last - first == len(lines) - 1:
        return str(first) if first == last else f"{first}\N{EN DASH}{last}"
    return ", ".join(map(str, sorted(lines)))


def account(whole: dict[str, Any], document: dict[str, Any]) -> tuple[Part, ...]:
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
    caption = (
        f"Your account on {day(date.fromisoformat(whole['account']['as_of']))}, as far as we know of your payments"
    )
    return (
        Table(caption, columns, tuple(rows)),
        Text(f"With this invoice {dollars(whole_amount)} is open in all.", "strong"),
    )


def _which(item: dict[str, Any]) -> tuple[str, str, str]:
    """Number, month and due day of what stood open."""
    if item["number"] is None:
        return "Your payments that pay no invoice yet", "", ""
    return item["number"], item["period"][:7], day(date.fromisoformat(item["due_on"]))
