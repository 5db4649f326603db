"""What the ledger holds after a remittance: stories of one encounter, in dollars."""

from decimal import Decimal

from tests.ledger.books import Books
from tests.ledger.x835 import Clp, Line, St

D = Decimal


def test_a_charge_is_owed_by_the_payer_and_paid(books: Books) -> None:
    claim = books.claim([100, 50])
    books.work()
    assert books.accounts() == {"ar_insurer:PLAIN1": D(150), "charges": D(-150)}
    lines = [
        Line(100, 70, [("CO", "45", 20), ("PR", "2", 10)], control=claim.lines[0]),
        Line(50, 40, [("CO", "45", 10)], control=claim.lines[1]),
    ]
    books.tomorrow(St(110, [Clp(claim.number, 150, 110, lines)]))
    assert books.accounts() == {
        "charges": D(-150), "cash:in_transit": D(110), "adjustment:contractual": D(30), "ar_patient": D(10),
    }  # fmt: skip
