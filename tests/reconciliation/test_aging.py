"""Receivables by age: every basis adds up to the ledger, and a past day stays as it was known."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tasks.publish.marts import build_mart, read_mart
from tasks.warehouse import WarehouseError, sql_file
from tests.ledger.books import SERVICE, Books
from tests.ledger.x835 import Clp, Line, St

AS_OF = "SELECT bucket, amount FROM marts.ar_aging_as_of(?, ?) ORDER BY party, payer_id, bucket"


def owed(books: Books, day: date) -> Decimal:
    return books.one(
        "SELECT coalesce(sum(p.amount), 0) FROM ledger.posting AS p INNER JOIN ledger.account AS a USING (account)"
        " WHERE a.kind IN ('ar_insurer', 'ar_patient') AND p.posted_on <= ?",
        day,
    )


def test_every_night_and_basis_sums_to_the_ledger_and_the_past_stays(books: Books) -> None:
    claim, _ = books.claim([100, 40], ["PLAIN1", "COAST2"], patient_paid=150), books.claim([70], payers=())
    books.work()
    line = Line(100, 60, [("CO", "45", 20), ("PR", "1", 20)], control=claim.lines[0])
    books.tomorrow(St(60, [Clp(claim.number, 100, 60, [line])]))
    books.tomorrow()
    kept = books.rows("SELECT DISTINCT as_of, basis FROM marts.ar_aging")
    assert len(kept) == 12
    for day, basis in kept:
        stored = "SELECT * FROM marts.ar_aging WHERE as_of = ? AND basis = ? ORDER BY ALL"
        again = "SELECT * FROM marts.ar_aging_as_of(?, ?) ORDER BY ALL"
        assert books.rows(stored, day, basis) == books.rows(again, day, basis)
        total = "SELECT sum(amount) FROM marts.ar_aging WHERE as_of = ? AND basis = ?"
        assert books.one(total, day, basis) == owed(books, day)


def test_buckets_are_inclusive(books: Books) -> None:
    books.claim([100])
    books.day = SERVICE
    books.con.execute("UPDATE core.claim SET created_on = ?", [SERVICE])
    books.con.execute("UPDATE core.claim_submission SET submitted_on = ?, claim_file = ?", [SERVICE, f"{SERVICE}.837"])
    books.work()
    buckets = {"0-30": (0, 30), "31-60": (31, 60), "61-90": (61, 90), "91-120": (91, 120), "121+": (121, 4000)}
    for bucket, ends in buckets.items():
        for days in ends:
            assert books.rows(AS_OF, SERVICE + timedelta(days=days), "service") == [(bucket, 100)], days


def test_each_basis_counts_from_its_own_day(books: Books) -> None:
    claim = books.claim([100])
    books.con.execute(
        "UPDATE core.claim_submission SET submitted_on = DATE '2026-11-10', claim_file = '2026-11-10.837'"
    )
    books.work()
    line = Line(100, 0, [("PR", "1", 30), ("CO", "197", 70)], control=claim.lines[0])
    books.day = date(2026, 11, 20)
    books.today(St(0, [Clp(claim.number, 100, 0, [line])], day=date(2026, 11, 19)))
    day = date(2026, 12, 19)
    # insurer: served October 20, billed November 10, posted November 3; patient: since the payer's November 19.
    assert books.rows(AS_OF, day, "service") == [("31-60", 70), ("31-60", 30)]
    assert books.rows(AS_OF, day, "billed") == [("31-60", 70), ("0-30", 30)]
    assert books.rows(AS_OF, day, "posted") == [("31-60", 70), ("0-30", 30)]
    assert books.rows(AS_OF, day, "responsibility") == [("31-60", 70), ("0-30", 30)]
    # Before November 10 nothing was known of the billing, before November 20 nothing of the payer's answer.
    assert books.rows(AS_OF, date(2026, 11, 9), "billed") == [("0-30", 100)]


def test_credits_stand_apart(books: Books) -> None:
    books.claim([100], patient_paid=20)
    books.work()
    assert books.rows(AS_OF, books.day, "service") == [("0-30", 100), ("credit", -20)]


def test_an_unknown_basis_is_refused(books: Books) -> None:
    books.claim([100])
    books.work()
    with pytest.raises(WarehouseError, match="basis must be"):
        books.rows(AS_OF, books.day, "birthday")


def built(books: Books, name: str) -> list[dict[str, object]]:
    build_mart(books.con, read_mart(name, sql_file("marts", name)))
    return books.dicts(f"SELECT * FROM marts.{name}")


def test_the_money_of_a_remittance_adds_up(books: Books) -> None:
    claim, other = books.claim([100]), books.claim([100])
    good = Clp(claim.number, 100, 60, [Line(100, 60, [("CO", "45", 40)], control=claim.lines[0])])
    wrong = Clp(other.number, 100, 50, [Line(100, 50, [("CO", "45", 40)])])
    books.drop("bank", "deposited_on,amount,trace,payer_name,description\n2026-11-03,105.00,T1,,\n")
    books.today(
        St(105, [good, wrong], [("WO", "A", 5)]), St(9, trace="T2"), St(60, [good], trace="T3", npi="1999999984")
    )
    rows = {row["trace"]: row for row in built(books, "reconciliation_remittances")}
    columns = ("status", "paid_amount", "posted", "suspense", "not_posted", "claims_posted", "deposited")
    assert [tuple(rows[t][c] for c in columns) for t in ("T1", "T2", "T3")] == [
        ("posted", 105, 55, 50, 0, 60, 105), ("suspended", 9, 0, 9, 0, 0, 0), ("held", 60, 0, 0, 60, 0, 0),
    ]  # fmt: skip
    for row in rows.values():
        assert row["posted"] + row["suspense"] + row["not_posted"] == row["paid_amount"]  # type: ignore[operator]


def test_claim_balances_explain_what_is_open(books: Books) -> None:
    claim = books.claim([100], ["PLAIN1", "COAST2"], patient_paid=5)
    books.claim([70], payers=())
    books.work()
    line = Line(100, 50, [("CO", "45", 20), ("PR", "1", 20), ("CO", "197", 10)], control=claim.lines[0])
    books.tomorrow(St(50, [Clp(claim.number, 100, 50, [line])]))
    line = Line(100, 5, [("OA", "23", 70), ("PR", "2", 15), ("CO", "197", 10)], control=claim.lines[0])
    books.tomorrow(St(5, [Clp(claim.number, 100, 5, [line], status="2")], payer="COAST2", trace="T2"))
    rows = {(row["payer_id"], row["payer_priority"]): row for row in built(books, "claim_balances")}
    columns = (
        "share_received",
        "insurer_paid",
        "contractual",
        "share_moved",
        "patient_paid",
        "insurer_open",
        "patient_open",
    )
    assert {key: tuple(row[c] for c in columns) for key, row in rows.items()} == {
        ("PLAIN1", 1): (0, 50, 20, 20, 5, 10, 10),
        ("COAST2", 2): (20, 5, 0, 15, 0, 0, 0),
        (None, 0): (0, 0, 0, 0, 0, 0, 70),
    }
    total = sum(row["open_amount"] for row in rows.values())  # type: ignore[misc]
    assert total == owed(books, books.day)


def test_every_encounter_of_a_batch_is_accounted_for(books: Books) -> None:
    for _ in range(6):
        books.claim([100])
    states = ("quarantined", "held", "held_coding", "held_edit", "not_billable")
    for number, state in enumerate(states, 1):
        books.con.execute("UPDATE core.encounter SET state = ? WHERE encounter_id = ?", [state, f"E{number}"])
    books.batch()
    row = built(books, "reconciliation_encounters")[0]
    assert [row[c] for c in ("received", "quarantined", "held", "not_billable", "claimed")] == [6, 1, 3, 1, 1]
