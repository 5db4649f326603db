"""The places of the bars of a chart: whole numbers, so that the same amounts give the same bytes.

Drawn by a template and not by a plotting library: one first chart of altair and vl-convert costs 0.9 s and a further
one 0.04 s, more than all the rest of the page.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.words import BUCKETS

WIDTH, HEIGHT, TOP, LEFT, GAP = 500, 250, 24, 5, 18


@dataclass(frozen=True)
class Bar:
    """A piece of a column: a party's amount in a bucket, in pixels."""

    party: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Column:
    """One age bucket with its pieces, insurer below patient."""

    bucket: str
    middle: int
    top: int
    amount: Decimal
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """Stacked columns over a base line."""

    width: int
    height: int
    base: int
    columns: tuple[Column, ...]


def aging_chart(aging: list[dict[str, Any]]) -> Chart:
    """Columns of open dollars by age bucket from rows of (party, bucket, amount); credits are left out."""
    amounts = {(row["party"], row["bucket"]): max(row["amount"], Decimal(0)) for row in aging}
    sums = {b: sum((amounts.get((p, b), Decimal(0)) for p in ("insurer", "patient")), Decimal(0)) for b in BUCKETS}
    highest = max(sums.values())
    room = HEIGHT - TOP - 28
    slot = (WIDTH - 2 * LEFT) // len(BUCKETS)
    columns = []
    for place, bucket in enumerate(BUCKETS):
        x, y = LEFT + place * slot + GAP // 2, TOP + room
        bars = []
        for party in ("insurer", "patient"):
            tall = int(amounts.get((party, bucket), Decimal(0)) * room / highest) if highest else 0
            y -= tall
            bars.append(Bar(party, x, y, slot - GAP, tall))
        columns.append(Column(bucket, x + (slot - GAP) // 2, y, sums[bucket], tuple(bars)))
    return Chart(WIDTH, HEIGHT, TOP + room, tuple(columns))
