"""Histories made at random, posted by us and by the reference ledger: the same balances after every night.

Many encounters go through one warehouse: one to three lines and payers, reversals and corrections, denials,
adjustments of the claim as a whole, restatements of later payers, takebacks put off and taken in other files, payments
and claims out of balance, payments sent twice, patients' payments, write-offs and refunds. The long version is
tests/trust/test_reference_long.py.
"""

from tests.ledger.books import Books
from tests.ledger.compared import compare


def test_histories_have_the_balances_of_the_reference(books: Books) -> None:
    assert compare(books, seed=1, histories=600, nights=4) > 50
