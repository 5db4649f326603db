"""What was collected, or charged, in the month of an invoice: by payer class, and how much of it is in the base."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reports.amounts import dollars
from reports.paper import Part, Row, Table, Text, names, total_row
from reports.render import money, month
from reports.sealed import Sealed
from reports.words import payer_class

LEFT_OUT = {
    "desk": "Paid at the desk, which the agreement leaves out",
    "opening": "Paid on balances taken over from the biller before, which the agreement leaves out",
    "other": "Posted on days of which no agreement counts collections",
    "charged": "Posted on days of which no agreement counts charges",
}
# Heads of a table by payer class, and what it says.
_HEADS = {
    "collected": (
        ("Received", "Given back", "Collected"),
        "Posted in the month to your claims; given back: refunds owed and money that payers took back",
    ),
    "charged": (("Charged", "Voided", "Net"), "Charges posted in the month, less voided ones"),
}


def _bases(sealed: Sealed) -> set[str]:
    """The bases of the agreements that hold on some day of the month."""
    first = sealed.first_day.isoformat()
    return {
        a["base"]
        for a in sealed.agreement["agreements"]
        if a["valid_from"][:7] <= sealed.period and (a["valid_to"] is None or a["valid_to"] >= first)
    }


def _measures(sealed: Sealed) -> list[str]:
    """What the bases of the month are taken of: collected, charged, or both."""
    asked = _bases(sealed)
    return [*([] if asked == {"charges"} else ["collected"]), *(["charged"] if "charges" in asked else [])]


def base_heading(sealed: Sealed) -> str:
    """What the first table says."""
    return f"What was {' and '.join(_measures(sealed))} in {month(sealed.first_day)}"


def base_parts(sealed: Sealed, document: dict[str, Any]) -> tuple[Part, ...]:
    """A table by payer class for each measure that a base of the month is taken of."""
    return tuple(part for measured in _measures(sealed) for part in _by_class(sealed, document, measured))


def _by_class(sealed: Sealed, document: dict[str, Any], measured: str) -> Iterator[Part]:
    """The money of the month by payer class, what of it is in the base, and why the rest is not."""
    rows = sealed.rows(f"{measured}_by_class", invoice_id=document["invoice_id"])
    if not rows:
        yield Text(f"Nothing was {measured} in this month.", "note")
        return
    heads, caption = _HEADS[measured]
    columns = names("*Payer class", *(f">{head}" for head in heads), ">In the base")
    keys = ("received", "given_back", "collected", "counted")
    cells = [Row((payer_class(row["payer_class"]), *(money(row[key]) for key in keys))) for row in rows]
    sums = {key: sum((row[key] for row in rows), Decimal(0)) for key in keys}
    yield Table(caption, columns, (*cells, total_row(5, "All", *map(money, sums.values()))))
    left = {"charged": sums["collected"] - sums["counted"]}
    if measured == "collected":
        found = sealed.rows("left_out", invoice_id=document["invoice_id"])
        left = {row["reason"]: row["amount"] for row in found}
    for reason, amount in left.items():
        if amount:
            yield Text(f"{LEFT_OUT[reason]}: {dollars(amount)}.", "note")
