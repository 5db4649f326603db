"""Open receivables on the performance page: by age, by payer, and the roll-forward that led to them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from reports.charts import aging_chart, picture
from reports.forward import forward_table
from reports.paper import Chart, Part, Row, Table, Text, names, total_row
from reports.render import count, money
from reports.sealed import Sealed
from reports.words import BUCKETS, bucket

Rows = list[dict[str, Any]]


def receivables(sealed: Sealed) -> tuple[Part, ...]:
    """What is open: by age as a picture and a table, by payer, and how it came to be so."""
    aging, last = sealed.rows("aging"), sealed.last_day
    forward = forward_table(sealed.rows("forward"), sealed.first_day, last)
    if not aging:
        return (Text("Nothing is open."), forward)
    chart = aging_chart(aging)
    svg = picture("aging_picture", chart, last)
    said = "; ".join(f"{bucket(c.bucket)} days: {money(c.amount)} dollars" for c in chart.columns)
    shown = Chart(svg, f"Open receivables by age. {said}", "By days since the service: insurers teal, patients orange")
    return (shown, _aging(aging), _payers(sealed), forward)


def _aging(aging: Rows) -> Table:
    cells = {(row["bucket"], row["party"]): row for row in aging}
    used = {row["bucket"] for row in aging}
    body, sums = [], {"insurer": Decimal(0), "patient": Decimal(0)}
    for name in (*BUCKETS, "credit", "future"):
        if name in BUCKETS or name in used:
            found = {party: cells.get((name, party), {}) for party in sums}
            amounts = {party: row.get("amount", Decimal(0)) for party, row in found.items()}
            claims = sum(row.get("claims", 0) for row in found.values())
            sums = {party: sums[party] + amounts[party] for party in sums}
            body.append(Row((bucket(name), count(claims), *_amounts(amounts.values()))))
    body.append(total_row(5, "All", *_amounts(sums.values())))
    return Table(
        "Dollars by days since the service", names("*Days", ">Claims", ">Insurers", ">Patients", ">All"), tuple(body)
    )


def _amounts(amounts: Iterable[Decimal]) -> tuple[str, ...]:
    values = list(amounts)
    return (*(money(value) for value in values), money(sum(values, Decimal(0))))


def _payers(sealed: Sealed) -> Table:
    keys = ("owed", "over_90", "credits")
    body = [
        Row((sealed.name(row["payer_id"], "Patients"), *(money(row[key] or Decimal(0)) for key in keys)))
        for row in sealed.rows("open_by_payer")
    ]
    return Table(
        "Who owes it: the twelve with most that is older than 90 days",
        names("*Payer", ">Owed", ">Over 90 days", ">Credits"),
        tuple(body),
    )
