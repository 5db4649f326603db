"""The places of the bars of a chart: whole numbers, so that the same amounts give the same bytes.

Drawn by a template and not by a plotting library: one first chart of altair and vl-convert costs 0.9 s and a further
one 0.04 s, more than all the rest of the page.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.render import environment
from reports.words import BUCKETS

WIDTH, HEIGHT, TOP, LEFT, GAP = 500, 250, 24, 5, 18
# A chart of fewer columns has them as narrow as one of so many: one month is no wall.
_FEWEST = 6


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


@dataclass(frozen=True)
class Bars:
    """Columns of one colour over a base line, each with its label and its figure."""

    width: int
    height: int
    base: int
    columns: tuple[tuple[str, str, Bar], ...]


def bar_chart(values: list[tuple[str, Decimal | None, str]]) -> Bars:
    """Columns from rows of (label, value, figure as text); what is below zero or not known has no height."""
    highest = max((value for _, value, _ in values if value), default=Decimal(0))
    room = HEIGHT - TOP - 28
    slot = (WIDTH - 2 * LEFT) // max(len(values), _FEWEST)
    gap = min(GAP, slot // 3)
    columns = []
    for place, (label, value, figure) in enumerate(values):
        tall = int(max(value or Decimal(0), Decimal(0)) * room / highest) if highest > 0 else 0
        bar = Bar("insurer", LEFT + place * slot + gap // 2, TOP + room - tall, slot - gap, tall)
        columns.append((label, figure, bar))
    return Bars(WIDTH, HEIGHT, TOP + room, tuple(columns))


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


def picture(macro: str, *arguments: Any) -> str:
    """A chart as SVG, drawn by a macro of templates/macros.html.j2."""
    module: Any = environment().get_template("macros.html.j2").module
    return str(getattr(module, macro)(*arguments)).strip()
