"""6,000 histories against the reference ledger: see tests/ledger/test_reference.py. Another seed each run, printed."""

import os
import random
from pathlib import Path

import pytest

from tests.ledger.books import open_books
from tests.ledger.compared import compare

SEED = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))


@pytest.mark.parametrize("number", range(4))
def test_histories_have_the_balances_of_the_reference(tmp_path: Path, number: int) -> None:
    seed = SEED + number
    print(f"\nseed {seed} (repeat with SEED={SEED})")
    books = open_books(tmp_path)
    payments = compare(books, seed, histories=1500, nights=7)
    print(f"1,500 histories in {payments} payments over 7 nights: every balance is the reference's")
    books.con.close()
