"""Histories made at random, posted by us and by the reference ledger: the same balances after every night.

Many encounters go through one warehouse: one to three lines and payers, reversals and corrections, denials,
adjustments of the claim as a whole, restatements of later payers, takebacks put off and taken in other files, payments
and claims out of balance, payments sent twice, patients' payments, write-offs and refunds. The long version is
tests/trust/test_reference_long.py.
"""

from tests.ledger.books import Books
from tests.ledger.compared import compare

KINDS = """
    SELECT DISTINCT rule || CASE WHEN claim_id IS NULL THEN '' WHEN line_id IS NULL THEN ' of claim' ELSE ' of line' END
    FROM ledger.posting
    UNION SELECT 'remittance ' || status FROM core.remittance
    UNION SELECT 'takeback ' || status FROM core.takeback
    UNION SELECT 'problem ' || code FROM core.problem
"""


def test_histories_have_the_balances_of_the_reference(books: Books) -> None:
    assert compare(books, seed=1, histories=400, nights=4) > 50
    # What the histories must have reached, to say anything.
    assert {kind for (kind,) in books.rows(KINDS)} >= {
        "remit_paid of line", "remit_paid of claim", "remit_contractual of line", "remit_contractual of claim",
        "remit_patient_share of line", "remit_patient_share of claim", "remit_restated of line",
        "remit_restated of claim", "remit_suspended", "transaction_suspended", "provider_adjustment",
        "provider_adjustment of claim", "patient_payment of claim", "write_off of claim", "refund of claim",
        "remittance posted", "remittance suspended", "remittance held", "takeback open", "takeback recovered",
        "problem remittance_duplicate",
    }  # fmt: skip
