"""The performance page of a closed month: collections against the months before, aging, measures, what stands open."""

from decimal import Decimal
from typing import Any

from reports.amounts import dollars, tenths
from reports.charts import bar_chart, picture
from reports.paper import Chart, Paper, Part, Row, Section, Table, Text, Tiles, names
from reports.receivables import receivables
from reports.render import count, day, money, month
from reports.sealed import Sealed
from reports.words import close_kind, measure

Rows = list[dict[str, Any]]
# What a physician looks at first: measure, variant, basis, and what a good value is.
FIRST = (
    ("days_in_ar", "90_days_credits_netted", None, "under 35 is good, over 50 poor"),
    ("net_collection_rate", "posted", None, "95% and more is wanted"),
    ("initial_denial_rate", "claims", None, "under 5% is wanted"),
    ("ar_over_90", "all", "service", "under 25% is the common ceiling"),
)


def performance_paper(sealed: Sealed) -> Paper:
    """The page of a month, from its sealed tables alone."""
    client, company = sealed.agreement["client"]["name"], sealed.agreement["company"]["name"]
    rows = sealed.rows("months")
    return Paper(
        title=f"Performance, {client}, {month(sealed.first_day)}",
        sender=company,
        name=f"Performance, {month(sealed.first_day)}",
        below=client,
        lead=(_tiles(sealed, rows),),
        sections=(
            Section("Collections against the months before", _collections(rows)),
            Section("Open receivables", receivables(sealed)),
            Section("What stands open", (_issues(sealed),)),
            Section("Measures", _measures(rows), new_page=True),
        ),
        foot=f"Performance · {client} · {sealed.period}, version {sealed.version} · from the closed month",
    )


def _cell(rows: Rows, period: Any, name: str, variant: str = "all", basis: str | None = None) -> dict[str, Any] | None:
    key = (period, name, variant, basis)
    return next((r for r in rows if (r["period"], r["measure"], r["variant"], r["basis"]) == key), None)


def _shown(row: dict[str, Any] | None) -> str:
    """A measure as it is read; a dash where it has no value."""
    if row is None or row["value"] is None:
        return "–"
    if row["unit"] == "dollars":
        return money(row["numerator"])
    return f"{tenths(row['value'])}{'%' if row['unit'] == 'percent' else ''}"


def _tiles(sealed: Sealed, rows: Rows) -> Tiles:
    now, before = _last_two(rows)
    collected = _cell(rows, now, "collected")
    items = [("Collected", dollars(collected["numerator"] if collected else Decimal(0)), _change(rows, now, before))]
    for name, variant, basis, good in FIRST[:3]:
        items.append((measure(name), _shown(_cell(rows, now, name, variant, basis)), good))
    return Tiles(tuple(items))


def _last_two(rows: Rows) -> tuple[Any, Any]:
    periods = sorted({row["period"] for row in rows})
    return (periods[-1] if periods else None), (periods[-2] if len(periods) > 1 else None)


def _change(rows: Rows, now: Any, before: Any) -> str:
    """How much more or less was collected than in the month before."""
    this, last = _cell(rows, now, "collected"), _cell(rows, before, "collected")
    if this is None or last is None or not last["numerator"]:
        return "posted to claims, less refunds"
    share = (this["numerator"] - last["numerator"]) * 100 / abs(last["numerator"])
    return f"{tenths(abs(share))}% {'more' if share >= 0 else 'less'} than in the month before"


def _collections(rows: Rows) -> tuple[Part, ...]:
    found = [row for row in rows if row["measure"] == "collected"]
    if not any(row["numerator"] for row in found):
        return (Text("Nothing was collected in this month and the eleven before."), *([_months(rows)] if rows else []))
    chart = bar_chart([(f"{row['period']:%b}", row["numerator"], _thousands(row["numerator"])) for row in found])
    said = "; ".join(f"{month(row['period'])}: {money(row['numerator'])} dollars" for row in found)
    svg = picture("bars_picture", "collections", chart, "Collected by month", said)
    caption = "Collected by month, in thousands of dollars: payments less refunds"
    return (Chart(svg, f"Collected by month. {said}", caption), _months(rows))


def _thousands(amount: Decimal) -> str:
    return tenths(amount / 1000)


def _months(rows: Rows) -> Table:
    """A line a month: what was charged and collected, and the measures that are looked at first."""
    columns = names("*Month", ">Charged", ">Collected", *(f">{measure(name)}" for name, *_ in FIRST))
    periods = sorted({row["period"] for row in rows}, reverse=True)
    body = [
        Row(
            (
                month(period),
                _shown(_cell(rows, period, "charged")),
                _shown(_cell(rows, period, "collected")),
                *(_shown(_cell(rows, period, name, variant, basis)) for name, variant, basis, _ in FIRST),
            )
        )
        for period in periods
    ]
    return Table("Each month as it was known on its last day", columns, tuple(body))


def _measures(rows: Rows) -> tuple[Part, ...]:
    now, before = _last_two(rows)
    body = []
    for row in rows:
        if row["period"] == now:
            last = _cell(rows, before, row["measure"], row["variant"], row["basis"])
            named = measure(row["measure"], row["variant"], row["basis"])
            body.append(Row((named, _shown(row), _shown(last), row["formula"])))
    columns = names("Measure", ">This month", ">Month before", "*Rule")
    caption = "Days, percent or dollars; each one division of sums, as known on the last day"
    note = "A dash: there is nothing to divide by. Who defines a rule so stands in marts.kpi, column source."
    return (Table(caption, columns, tuple(body)), Text(note, "note")) if body else (Text("Nothing to measure yet."),)


def _issues(sealed: Sealed) -> Part:
    found = sealed.rows("open_issues")
    if not found:
        return Text("Nothing stood open when the month was closed.")
    body = [
        Row((close_kind(row["kind"]), count(row["items"]), money(row["amount"]), day(row["oldest"]), _waived(row)))
        for row in found
    ]
    columns = names("What", ">Items", ">Dollars", "Since", "*Why the month was closed nevertheless")
    return Table("Open when the month was closed, largest first", columns, tuple(body))


def _waived(row: dict[str, Any]) -> str:
    """Why a month was closed over it, and by whom."""
    return "" if row["waived_by"] is None else f"{row['waiver']} ({row['waived_by']})"
