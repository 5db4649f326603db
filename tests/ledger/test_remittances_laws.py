"""The laws about remittances can fail: each planted fault is found, by its check, at its place."""

import pytest

from tasks.ledger import laws
from tests.ledger.books import Books
from tests.ledger.test_postings import insured_twice, primary_pays
from tests.ledger.x835 import Clp, Line, St

TWICE = """
    INSERT INTO ledger.posting SELECT * REPLACE (
        'restate:planted' AS transaction_id, 'restate:planted/' || account AS posting_id,
        CASE WHEN account = 'adjustment:contractual' THEN 20 ELSE -20 END AS amount
    ) FROM ledger.posting WHERE rule = 'remit_contractual' AND claim_id = '{claim}'
"""


def found(books: Books, check: str) -> int:
    """How many offenders one check finds over the whole history."""
    laws.set_scope(books.con, books.night(), whole_history=True)
    return len(laws.offenders(books.con, check))


def restated(books: Books) -> str:
    """A claim that the first payer paid and the second restated line by line."""
    claim, second = insured_twice(books)
    books.tomorrow(primary_pays(claim))
    line = Line(100, 15, [("OA", "23", 60), ("CO", "45", 20), ("PR", "2", 5)], control=claim.lines[0])
    books.tomorrow(St(15, [Clp(claim.number, 100, 15, [line], status="2")], payer="COAST2", trace="T2"))
    assert second.claim_id
    return claim.claim_id


def test_a_write_off_posted_twice_is_found_on_its_line(books: Books) -> None:
    claim = restated(books)
    assert found(books, "contractual_posted") == found(books, "restated_posted") == 0
    books.con.execute(TWICE.format(claim=claim))
    laws.set_scope(books.con, books.night(), whole_history=True)
    assert [row["line_id"] for row in laws.offenders(books.con, "contractual_posted")] == [claim + "L01"]


def test_the_earlier_payers_part_posted_by_the_later_one_is_found_on_its_line(books: Books) -> None:
    claim = restated(books)
    later = books.one("SELECT claim_id FROM core.claim WHERE payer_priority = 2")
    moved = TWICE.format(claim=claim).replace(
        "* REPLACE (", f"* REPLACE ('{later}' AS claim_id, replace(line_id, claim_id, '{later}') AS line_id,"
    )
    books.con.execute(moved)
    laws.set_scope(books.con, books.night(), whole_history=True)
    assert [row["line_id"] for row in laws.offenders(books.con, "restated_posted")] == [later + "L01"]


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        ("reversal_pairs", "UPDATE core.remit_claim SET paid_amount = paid_amount - 1 WHERE reverses IS NOT NULL"),
        ("reversal_pairs", "UPDATE ledger.posting SET corrects = 'remit:X' WHERE corrects IS NOT NULL"),
        ("takeback_traced", "UPDATE core.takeback SET amount = amount + 1"),
        ("takeback_traced", "UPDATE core.takeback SET status = 'recovered'"),
        ("takeback_traced", "UPDATE core.takeback_step SET amount = amount - 1"),
        ("provider_adjustment_posted", "UPDATE core.provider_adjustment SET claim_id = NULL"),
    ],
)
def test_a_fault_in_what_is_taken_back_is_found(books: Books, check: str, fault: str) -> None:
    claim = books.claim([100])
    books.today(primary_pays(claim))
    reversal = primary_pays(claim, sign=-1).claims
    books.tomorrow(St(0, reversal, [("WO", claim.number, -60)], trace="T2"))
    assert found(books, check) == 0
    books.con.execute(fault)
    assert found(books, check) > 0


def test_an_opening_balance_that_is_not_in_the_ledger_is_found(books: Books) -> None:
    from tests.remittances.test_opening import HEAD, row

    books.drop("opening", HEAD + row())
    books.work()
    assert found(books, "opening_posted") == 0
    books.con.execute("UPDATE core.opening_balance SET open_amount = 99")
    assert found(books, "opening_posted") == 1
