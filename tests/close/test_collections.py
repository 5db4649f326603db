"""What counts as collected, beside an independent calculation: day by day, over histories made at random."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from tasks.publish.marts import read_macros
from tasks.warehouse import sql_file
from tests.ledger.books import Books
from tests.ledger.compared import compare
from tests.ledger.x835 import Clp, Line, St

MONEY = ("charges", "adjustment", "opening", "ar_insurer", "ar_patient")


def collected(books: Books, first: date, last: date) -> list[dict[str, object]]:
    """The rows of the sealed table for the days from `first` to `last`."""
    for name, day in (("first_day", first), ("last_day", last), ("business_day", last)):
        books.con.execute(f"SET VARIABLE {name} = DATE '{day}'")
    return books.dicts(sql_file("close", "collections"))


def settled(books: Books, first: date, last: date) -> Decimal:
    """Payments less refunds: the money's side of every transaction that moves a receivable, added up in Python."""
    legs = defaultdict(list)
    for transaction, rule, kind, amount in books.rows(
        "SELECT transaction_id, rule, split_part(account, ':', 1), amount FROM ledger.posting"
        " WHERE posted_on BETWEEN ? AND ?",
        first,
        last,
    ):
        legs[transaction, rule].append((kind, amount))
    found = Decimal(0)
    for parts in legs.values():
        if any(kind.startswith("ar_") for kind, _ in parts):
            found += sum((amount for kind, amount in parts if kind not in MONEY), Decimal(0))
    return found


def unexplained(books: Books, until: date) -> Decimal:
    """What payers had taken back by the end of a day, and no reversal known by then explained."""
    steps: dict[str, Decimal] = defaultdict(Decimal)
    for adjustment, amount in books.rows(
        "SELECT provider_adjustment_id, amount FROM core.takeback_step WHERE step_on <= ?", until
    ):
        steps[adjustment] += amount
    found = Decimal(0)
    for adjustment, amount in books.rows(
        "SELECT provider_adjustment_id, p.amount FROM core.provider_adjustment AS a JOIN ledger.posting AS p"
        " ON p.transaction_id = 'plb:' || provider_adjustment_id AND p.account <> 'cash:in_transit'"
        " WHERE meaning = 'takeback' AND p.posted_on <= ?",
        until,
    ):
        rest = abs(amount) - steps[adjustment]
        found += rest if amount > 0 else -rest
    return found


def test_collections_are_settled_money_less_unexplained_takebacks_every_day(books: Books) -> None:
    assert compare(books, seed=3, histories=80, nights=4) > 20
    for macro in read_macros():
        books.con.execute(macro)
    days = [day for (day,) in books.rows("SELECT DISTINCT posted_on FROM ledger.posting ORDER BY 1")]
    sources = set()
    for day in days:
        rows = collected(books, day, day)
        sources |= {row["source"] for row in rows}
        taken = unexplained(books, day) - unexplained(books, day - timedelta(days=1))
        assert sum((row["amount"] for row in rows), Decimal(0)) == settled(books, day, day) - taken
        assert len({row["posting_id"] for row in rows}) == len(rows)
    forward = books.one("SELECT sum(payments) - sum(refunds) FROM marts.ar_movements(?, ?)", days[0], days[-1])
    whole = collected(books, days[0], days[-1])
    assert sum((row["amount"] for row in whole), Decimal(0)) == forward - unexplained(books, days[-1])
    assert sources >= {"insurer", "takeback", "patient", "refund"}
    # What is taken back knows the payment: of an earlier day, or of none that is in the books.
    later = collected(books, days[-2], days[-1])
    assert any(row["original_period"] for row in later if row["source"] == "takeback")
    assert all(row["original_period"] is None for row in later if row["amount"] > 0 and row["source"] != "takeback")


def test_a_takeback_that_is_explained_later_is_given_back_when_its_reversal_counts(books: Books) -> None:
    claim, other = books.claim([100]), books.claim([70])
    books.today(St(100, [Clp(claim.number, 100, 100, [Line(100, 100, control=claim.lines[0])])]))
    paying = Clp(other.number, 70, 70, [Line(70, 70, control=other.lines[0])])
    books.tomorrow(St(30, [paying], plb=[("WO", "LATE", 40)], trace="T2"))
    paid, taken = books.day - timedelta(days=1), books.day
    for macro in read_macros():
        books.con.execute(macro)
    assert [row["amount"] for row in collected(books, paid, paid)] == [100]
    row, money = sorted(collected(books, taken, taken), key=lambda r: r["amount"])
    assert (row["amount"], row["source"], row["claim_id"], money["amount"]) == (-40, "takeback", None, 70)
    (adjustment,) = books.rows("SELECT provider_adjustment_id FROM core.provider_adjustment")[0]
    books.decide("allocate_takeback", adjustment, claim.number)
    books.tomorrow()
    rows = collected(books, books.day, books.day)
    assert [(r["amount"], r["claim_id"]) for r in sorted(rows, key=lambda r: r["amount"])] == [
        (-40, claim.claim_id), (40, None),
    ]  # fmt: skip
    assert [r["original_posting_id"] for r in rows if r["amount"] < 0] == [
        books.one(
            "SELECT posting_id FROM ledger.posting WHERE rule = 'remit_paid' AND amount > 0 AND claim_id = ?",
            claim.claim_id,
        )
    ]


def test_a_reversal_names_the_payment_in_every_part_even_what_it_gives_back(books: Books) -> None:
    """A share of three dollars for the whole claim lowered the payment: what its reversal gives back names it too."""
    claim, sign = books.claim([100]), {"1": 1, "22": -1}

    def told(status: str) -> Clp:
        s = sign[status]
        line = Line(100 * s, 80 * s, [("CO", "45", 20 * s)], control=claim.lines[0])
        return Clp(claim.number, 100 * s, 77 * s, [line], cas=[("PR", "3", 3 * s)], status=status)

    books.today(St(77, [told("1")]))
    books.tomorrow(St(0, [told("22")], plb=[("FB", claim.number, -77)], trace="T2"))
    for macro in read_macros():
        books.con.execute(macro)
    paid, taken = books.day - timedelta(days=1), books.day
    first = {row["amount"]: row["posting_id"] for row in collected(books, paid, paid)}
    assert sorted(first) == [-3, 80]
    rows = {row["amount"]: row for row in collected(books, taken, taken)}
    assert {amount: row["original_posting_id"] for amount, row in rows.items()} == {-80: first[80], 3: first[-3]}
    assert {(row["source"], row["original_period"]) for row in rows.values()} == {("takeback", paid.replace(day=1))}
