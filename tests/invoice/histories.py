"""Generated agreements and months of payments, for the comparison with the reference."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]

MONTHS = (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))
LAST = (date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31))
CLASSES = ("commercial", "medicare", "medicaid", "patient")
NPIS = ("2990000046", "2990000053")
PLACES = ("11", "22")
CODES = ("99203", "99213", "G0008", "J1100")


def dollars(low: int, high: int) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(lambda n: f"{'-' if n < 0 else ''}{abs(n) // 100}.{abs(n) % 100:02d}")


def rates(high: int = 12) -> st.SearchStrategy[str]:
    return st.integers(0, high * 10_000).map(lambda n: f"{n // 10_000}.{n % 10_000:04d}")


def some(values: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    """No narrowing three times of four."""
    return st.one_of(st.just([]), st.just([]), st.just([]), st.lists(st.sampled_from(values), min_size=1, unique=True))


@st.composite
def tiers(draw: st.DrawFn) -> list[Row]:
    bounds = sorted(draw(st.sets(st.integers(0, 90_000), min_size=1, max_size=2)))
    found = [{"up_to": f"{bound // 100}.{bound % 100:02d}", "rate": draw(rates())} for bound in bounds]
    return [*found, {"rate": draw(rates())}]


@st.composite
def entries(draw: st.DrawFn) -> Row:
    entry: Row = {"name": draw(st.sampled_from(("Insurers", "Patients", "Visits")))}
    entry |= {"payer_classes": draw(some(CLASSES)), "providers": draw(some(NPIS)), "places": draw(some(PLACES))}
    by = draw(st.sampled_from(("rate", "rate", "tiers", "tiers", "claim")))
    if by == "claim":
        return {**entry, "by": "claim", "amount": draw(dollars(0, 1500))}
    entry |= {"by": "percent", "codes": draw(some(("99202-99215", "G0008", "A0001-Z9999")))}
    return {**entry, by: draw(rates() if by == "rate" else tiers())}


@st.composite
def terms(draw: st.DrawFn, valid_from: str) -> Row:
    found: Row = {
        "valid_from": valid_from,
        "base": draw(st.sampled_from(("collected_by_us", "everything_collected", "charges"))),
        "desk_payments": draw(st.sampled_from(("in", "out"))),
        "pricing": draw(st.lists(entries(), max_size=3)),
        "proration": draw(st.sampled_from(("by_days", "none"))),
        "terms_days": 15,
        "split_by_physician": draw(st.booleans()),
    }
    kinds = st.sampled_from(("claim", "scrubbed_claim", "statement", "hour"))
    found["units"] = draw(st.dictionaries(kinds, dollars(0, 5000), max_size=3))
    low = draw(st.integers(0, 40_000))
    optional = {
        "flat": dollars(0, 30_000),
        "minimum": st.just(f"{low // 100}.{low % 100:02d}"),
        "maximum": dollars(low, low + 60_000),
        "setup_fee": dollars(0, 50_000),
        "sales_tax": rates(),
        "late_fee": rates(3),
    }
    for name, values in optional.items():
        if draw(st.integers(0, 2)) == 0:
            found[name] = draw(values)
    reduction = st.one_of(
        st.fixed_dictionaries({"name": st.just("Loyal"), "percent": rates(60)}),
        st.fixed_dictionaries({"name": st.just("Bundle"), "amount": dollars(0, 20_000)}),
    )
    found["discounts"] = draw(st.lists(reduction, max_size=2))
    return found


@st.composite
def agreements(draw: st.DrawFn) -> list[Row]:
    """One, or two one after the other, from any day; a gap of days without one may be between them."""
    first = draw(terms(draw(st.sampled_from(("2026-01-01", "2026-08-12")))))
    if draw(st.booleans()):
        return [first]
    change = draw(st.dates(date(2026, 8, 20), date(2026, 10, 25)))
    first["valid_to"] = (change - timedelta(draw(st.integers(1, 4)))).isoformat()
    return [first, draw(terms(change.isoformat()))]


@st.composite
def money(draw: st.DrawFn, name: str, month: int, earlier: tuple[Row, ...]) -> Row:
    """A payment, or one of an earlier month taken back."""
    row: Row = {
        "posting_id": name,
        "posted_on": draw(st.dates(MONTHS[month], LAST[month])).isoformat(),
        "payer_class": draw(st.sampled_from(CLASSES)),
        "rendering_npi": draw(st.sampled_from((*NPIS, None))),
        "place_of_service": draw(st.sampled_from(PLACES)),
        "code": draw(st.sampled_from((*CODES, None))),
        "origin": draw(st.sampled_from(("encounter", "encounter", "opening"))),
        "source": draw(st.sampled_from(("insurer", "patient", "desk"))),
        "amount": draw(dollars(1, 60_000)),
    }
    taken = [old for old in earlier if not old["amount"].startswith("-")]
    if taken and draw(st.integers(0, 2)) == 0:
        old = draw(st.sampled_from(taken))
        day = {"posting_id": name, "posted_on": row["posted_on"], "source": "takeback"}
        original = {"original_posting_id": old["posting_id"], "original_period": f"{old['posted_on'][:7]}-01"}
        return {**old, **day, **original, "amount": f"-{old['amount']}"}
    if draw(st.integers(0, 7)) == 0:
        row["amount"] = f"-{row['amount']}"
    return row


@st.composite
def worked(draw: st.DrawFn, name: str, month: int) -> Row:
    kind = draw(st.sampled_from(("claim", "claim", "scrubbed_claim", "statement", "hour", "pass_through")))
    about: Row = {"kind": kind, "subject_id": name, "quantity": "1.00"}
    about["worked_on"] = draw(st.dates(MONTHS[month] - timedelta(20), LAST[month])).isoformat()
    if "claim" in kind:
        about |= {"payer_class": draw(st.sampled_from(CLASSES[:3])), "rendering_npi": draw(st.sampled_from(NPIS))}
        return {**about, "place_of_service": draw(st.sampled_from(PLACES))}
    about["quantity"] = draw(dollars(1, 900))
    if kind == "pass_through":
        about |= {"amount": draw(dollars(1, 9000)), "description": draw(st.sampled_from(("Postage", "Courier")))}
    return about


@st.composite
def payments(draw: st.DrawFn, day: date, numbers: list[str]) -> Row:
    """What the client paid by the day, for an invoice, for none, or for one that nobody knows."""
    return {
        "entry": "payment", "credits": draw(st.sampled_from((*numbers, None, "N999999"))),
        "booked_on": day.isoformat(), "amount": f"-{draw(dollars(1, 60_000))}", "reference": "r",
    }  # fmt: skip


@st.composite
def months(draw: st.DrawFn) -> list[Row]:
    """Three months of rows, each with what a later version of it would have in place of them, or None."""
    found: list[Row] = []
    earlier: tuple[Row, ...] = ()
    for month in range(len(MONTHS)):
        count = draw(st.integers(0, 6))
        rows = [draw(money(f"p{month}{n}", month, earlier)) for n in range(count)]
        work = [draw(worked(f"w{month}{n}", month)) for n in range(draw(st.integers(0, 4)))]
        asis: Row = {"collections": rows, "charged": rows[::2], "work": work}
        again = draw(st.sampled_from((None, None, "same", "less")))
        later = asis if again == "same" else {**asis, "collections": rows[1:], "charged": [], "work": work[1:]}
        found.append({**asis, "again": None if again is None else later})
        earlier += tuple(rows if again != "less" else rows[1:])
    return found
