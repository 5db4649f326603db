"""Invoices counted a second time, from the definitions (DESIGN of the agreement, README) and not from the SQL: plain
Python, cents as integers, everything else as fractions. Slow and in single steps on purpose.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Row = dict[str, Any]


def whole_cents(amount: Fraction) -> int:
    """Half up, away from zero."""
    size = int(abs(amount) + Fraction(1, 2))
    return size if amount >= 0 else -size


def cents(text: Any) -> int:
    """Dollars as text, in cents."""
    value = Fraction(str(text)) * 100
    assert value.denominator == 1
    return int(value)


@dataclass
class Line:
    """A line; `shares` are cents by posting."""

    kind: str
    agreement: str
    amount: int = 0
    physician: str | None = None
    rate: Fraction | None = None
    quantity: Fraction | None = None
    shares: dict[str, int] | None = None

    def told(self) -> tuple[Any, ...]:
        """What is compared."""
        base = None if self.shares is None else sum(self.shares.values())
        shares = tuple(sorted((self.shares or {}).items()))
        return (
            self.kind, self.agreement, self.physician or "", "" if base is None else base, self.amount,
            "" if self.rate is None else self.rate, "" if self.quantity is None else self.quantity, shares,
        )  # fmt: skip


@dataclass
class Section:
    """One agreement's days of one month."""

    terms: Row
    days: list[date]
    month_days: int
    lines: list[Line] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.terms["valid_from"])

    def part(self, amount: Any) -> int:
        """A month's amount for the days covered."""
        if self.terms.get("proration", "by_days") == "none":
            return cents(amount)
        return whole_cents(Fraction(cents(amount) * len(self.days), self.month_days))

    def add(self, kind: str, amount: int, **more: Any) -> None:
        self.lines.append(Line(kind, self.name, amount, **more))

    def sum(self, *kinds: str) -> int:
        return sum(line.amount for line in self.lines if not kinds or line.kind in kinds)


def invoice(
    first: date, last: date, agreements: list[Row], month: Row, carried_in: int, overdue: int
) -> tuple[list[Line], int]:
    """The lines of a month's invoice and what is carried on, positive cents; no lines where no agreement holds."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    ordered = sorted(agreements, key=lambda terms: terms["valid_from"])
    sections = [Section(terms, held, len(days)) for terms in ordered if (held := [d for d in days if holds(terms, d)])]
    if not sections:
        return [], carried_in
    for section in sections:
        price_money(section, month)
        carried_in = carry(section, carried_in)
    for item in month["work"]:
        assert item["kind"]
    count_work(sections, ordered, month["work"], last)
    for section in sections:
        finish(section, first, overdue if section is sections[-1] else 0)
    return [line for section in sections for line in section.lines], carried_in


def holds(terms: Row, day: date) -> bool:
    return terms["valid_from"] <= day.isoformat() <= terms.get("valid_to", "9999-12-31")


def fits(entry: Row, row: Row, coded: bool = True) -> bool:
    """Whether money or a claim lies in the scope of an entry."""
    for scope, fact in (
        ("payer_classes", "payer_class"),
        ("providers", "rendering_npi"),
        ("places", "place_of_service"),
    ):
        if entry.get(scope) and row.get(fact) not in entry[scope]:
            return False
    if entry.get("codes"):
        code = row.get("code") if coded else None
        return code is not None and any(r[:5] <= code <= r[-5:] for r in entry["codes"])
    return True


def in_base(terms: Row, row: Row) -> bool:
    if terms["base"] == "charges":
        return True
    if terms["base"] == "collected_by_us" and row.get("origin") == "opening":
        return False
    return terms["desk_payments"] == "in" or row.get("source") != "desk"


def price_money(section: Section, month: Row) -> None:
    """Percent lines: each posting in order, poured through the tiers of its entry."""
    terms = section.terms
    table = month["charged"] if terms["base"] == "charges" else month["collections"]
    reached: dict[int, int] = defaultdict(int)
    lines: dict[tuple[Any, ...], Line] = {}
    for row in sorted(table, key=lambda r: (r["posted_on"], r["posting_id"])):
        if date.fromisoformat(row["posted_on"]) not in section.days or not in_base(terms, row):
            continue
        place = next((n for n, entry in enumerate(terms.get("pricing", [])) if fits(entry, row)), None)
        entry = None if place is None else terms["pricing"][place]
        physician = row.get("rendering_npi") if terms.get("split_by_physician") else None
        amount = cents(row["amount"])
        if place is None or entry is None or entry["by"] == "claim":
            line = lines.setdefault((place, physician), Line("not_percent", section.name, 0, physician, shares={}))
            line.shares[row["posting_id"]] = amount
            continue
        kind = "percent_earlier" if row.get("original_period") else "percent"
        for tier, (rate, part) in enumerate(pour(entry, reached[place], amount)):
            if part:
                key = (place, tier, physician, kind)
                line = lines.setdefault(key, Line(kind, section.name, 0, physician, rate, shares={}))
                line.shares[row["posting_id"]] = part
        reached[place] += amount
    for line in lines.values():
        if line.kind != "not_percent":
            line.amount = whole_cents(sum(line.shares.values()) * line.rate / 100)
    section.lines += lines.values()


def pour(entry: Row, before: int, amount: int) -> list[tuple[Fraction, int]]:
    """(rate, cents) of the stretch from `before` to `before + amount` in each tier."""
    tiers = entry.get("tiers") or [{"rate": entry["rate"]}]
    low, high, sign = min(before, before + amount), max(before, before + amount), 1 if amount > 0 else -1
    found, floor = [], -(10**15)
    for tier in tiers:
        ceiling = cents(tier["up_to"]) if "up_to" in tier else 10**15
        found.append((Fraction(str(tier["rate"])), sign * max(0, min(high, ceiling) - max(low, floor))))
        floor = ceiling
    return found


def carry(section: Section, carried_in: int) -> int:
    if carried_in:
        section.add("carried_in", -carried_in)
    below = min(0, section.sum())
    if below:
        section.add("carried_out", -below)
    return -below


def count_work(sections: list[Section], agreements: list[Row], work: list[Row], last: date) -> None:
    """Claims, pieces and costs, each under the agreement of its day, else of the month's last day or latest section."""
    counted: dict[tuple[Any, ...], Fraction] = defaultdict(Fraction)
    costs: dict[tuple[Any, ...], list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for item in work:
        day = date.fromisoformat(item["worked_on"])
        terms = next((a for a in agreements if holds(a, day)), sections[-1].terms)
        home = next((n for n, s in enumerate(sections) if s.terms is terms), 0)
        if item["kind"] == "pass_through":
            cost = costs[home, terms["valid_from"], item["description"]]
            cost[0] += Fraction(item["quantity"])
            cost[1] += cents(item["amount"])
            continue
        price, entry = (terms.get("units") or {}).get(item["kind"]), None
        if item["kind"] == "claim":
            first = next((n for n, e in enumerate(terms.get("pricing", [])) if fits(e, item, coded=False)), None)
            if first is not None and terms["pricing"][first]["by"] == "claim":
                price, entry = terms["pricing"][first]["amount"], first
        if price is not None:
            physician = item.get("rendering_npi") if terms.get("split_by_physician") else None
            counted[home, terms["valid_from"], item["kind"], entry, physician, str(price)] += Fraction(item["quantity"])
    for (home, name, kind, _, physician, price), quantity in counted.items():
        amount = whole_cents(quantity * Fraction(price) * 100)
        sections[home].lines.append(Line(kind, name, amount, physician, Fraction(price), quantity))
    for (home, name, _), (quantity, amount) in costs.items():
        sections[home].lines.append(Line("pass_through", name, int(amount), quantity=quantity))


def finish(section: Section, first: date, overdue: int) -> None:
    """The monthly fee, bounds, discounts, set-up, late fee and tax, in this order."""
    terms = section.terms
    if terms.get("flat") and section.part(terms["flat"]):
        section.add("flat", section.part(terms["flat"]))
    costs = section.sum("pass_through")
    fee = section.sum() - costs
    if terms.get("minimum") is not None and fee < section.part(terms["minimum"]):
        section.add("minimum", section.part(terms["minimum"]) - fee)
    if terms.get("maximum") is not None and fee > section.part(terms["maximum"]):
        section.add("maximum", section.part(terms["maximum"]) - fee)
    fee = left = section.sum() - costs
    for discount in terms.get("discounts", []):
        percent = discount.get("percent")
        off = (
            section.part(discount["amount"])
            if percent is None
            else whole_cents(Fraction(fee) * Fraction(percent) / 100)
        )
        off = min(off, left)
        left -= off
        if off:
            section.add("discount", -off, rate=None if percent is None else Fraction(percent))
    taxed = left
    if terms.get("setup_fee") and terms["valid_from"] >= first.isoformat() and cents(terms["setup_fee"]):
        section.add("setup", cents(terms["setup_fee"]))
        taxed += cents(terms["setup_fee"])
    for kind, base in (("late_fee", overdue), ("tax", taxed)):
        rate = terms.get("late_fee" if kind == "late_fee" else "sales_tax")
        amount = whole_cents(Fraction(base) * Fraction(rate) / 100) if rate else 0
        if amount:
            section.add(kind, amount, rate=Fraction(rate))


def overdue_on(day: date, entries: list[Row]) -> int:
    """What is open of invoices past due: what names an invoice pays it, all else pays the oldest due."""
    invoices = sorted((e for e in entries if e["entry"] == "invoice"), key=lambda e: (e["due_on"], e["number"]))
    owed = {e["number"]: cents(e["amount"]) for e in invoices}
    loose = 0
    for e in entries:
        if e["entry"] != "invoice":
            amount = -cents(e["amount"])
            named = min(amount, owed.get(e.get("credits"), 0))
            if named:
                owed[e["credits"]] -= named
            loose += amount - named
    for e in invoices:
        paid = min(loose, owed[e["number"]])
        owed[e["number"]] -= paid
        loose -= paid
    return sum(owed[e["number"]] for e in invoices if e["due_on"] < day.isoformat())
