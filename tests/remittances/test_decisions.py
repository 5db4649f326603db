"""What a person decides about held and suspended money, and what the journal then says."""

from decimal import Decimal

from tests.ledger.books import Books, Claim
from tests.ledger.x835 import Clp, Line, St


def pays(claim: Claim | str, paid: int = 60, total: int | None = None, **options: object) -> St:
    number = claim if isinstance(claim, str) else claim.number
    control = None if isinstance(claim, str) else claim.lines[0]
    line = Line(100, paid, [("CO", "45", 100 - paid)], control=control)
    return St(total or paid, [Clp(number, 100, paid, [line])], **options)  # type: ignore[arg-type]


def held(books: Books) -> str:
    return str(books.one("SELECT remittance_id FROM core.remittance WHERE status = 'held'"))


def decided(books: Books) -> list[tuple[str, str | None]]:
    return books.rows("SELECT status, fault FROM core.correction ORDER BY received_on, correction_id")


def held_books(books: Books) -> Claim:
    a, b = books.claim([100]), books.claim([100])
    books.today(pays(a))
    books.tomorrow(pays(b))
    return b


def test_a_held_remittance_posts_whole(books: Books) -> None:
    second = held_books(books)
    books.decide("post_remittance", held(books))
    books.tomorrow()
    assert decided(books) == [("applied", None)]
    assert books.accounts() == {
        "charges": Decimal(-200), "cash:in_transit": Decimal(120), "adjustment:contractual": Decimal(80),
    }  # fmt: skip
    day = books.rows(
        "SELECT DISTINCT posted_on FROM ledger.posting WHERE claim_id = ? AND rule <> 'charge'", second.claim_id
    )
    assert day == [(books.day,)]
    assert books.rows("SELECT status_before, status FROM core.remit_event ORDER BY ALL") == [
        ("held", "posted"), ("not_posted", "posted"),
    ]  # fmt: skip
    books.tomorrow()
    assert books.accounts()["cash:in_transit"] == Decimal(120)


def test_a_held_remittance_is_accepted_as_suspense_then_posted_whole(books: Books) -> None:
    second = held_books(books)
    remittance = held(books)
    books.decide("accept_as_suspense", remittance)
    books.tomorrow()
    assert books.accounts()["suspense:transaction"] == Decimal(-60)
    assert books.accounts()["cash:in_transit"] == Decimal(120)
    books.decide("match_claim", remittance, second.number)
    books.tomorrow()
    assert "suspense:transaction" not in books.accounts()
    assert books.accounts()["adjustment:contractual"] == Decimal(80)
    corrects = books.rows("SELECT DISTINCT corrects FROM ledger.posting WHERE rule = 'remit_released'")
    assert corrects == [(f"suspend:{remittance}",)]


def test_a_held_remittance_is_rejected_and_what_repeats_its_payment_posts(books: Books) -> None:
    held_books(books)
    before = books.accounts()
    books.decide("reject", held(books))
    books.tomorrow()
    assert books.accounts() == before
    assert books.one("SELECT count(*) FROM core.remittance WHERE status = 'rejected'") == 1


def test_a_suspended_remittance_is_rejected_and_the_right_one_posts(books: Books) -> None:
    claim = books.claim([100])
    books.today(pays(claim, total=61))
    suspended = books.one("SELECT remittance_id FROM core.remittance")
    books.decide("reject", suspended)
    books.tomorrow(pays(claim))
    assert books.accounts() == {
        "charges": Decimal(-100), "cash:in_transit": Decimal(60), "adjustment:contractual": Decimal(40),
    }  # fmt: skip


def test_a_claim_is_taken_out_of_a_suspended_remittance(books: Books) -> None:
    claim = books.claim([100])
    books.today(pays(claim, total=65))
    books.decide("match_claim", books.one("SELECT remit_claim_id FROM core.remit_claim"), claim.number)
    books.tomorrow()
    assert books.accounts() == {
        "charges": Decimal(-100), "cash:in_transit": Decimal(65), "adjustment:contractual": Decimal(40),
        "suspense:transaction": Decimal(-5),
    }  # fmt: skip


def test_an_unmatched_claim_is_found_later(books: Books) -> None:
    claim = books.claim([100])
    books.today(pays("NOBODYS"))
    assert books.accounts()["suspense:claim"] == Decimal(-60)
    remit_claim = books.one("SELECT remit_claim_id FROM core.remit_claim")
    books.decide("match_claim", remit_claim, claim.number)
    books.tomorrow()
    assert books.accounts() == {
        "charges": Decimal(-100), "cash:in_transit": Decimal(60), "adjustment:contractual": Decimal(40),
    }  # fmt: skip
    row = books.dicts("SELECT claim_id, match_rung, status FROM core.remit_claim")[0]
    assert tuple(row.values()) == (claim.claim_id, "decision", "posted")
    assert (
        books.one("SELECT DISTINCT corrects FROM ledger.posting WHERE rule = 'remit_released'")
        == f"suspend:{remit_claim}"
    )
    assert books.one("SELECT outcome FROM core.claim_event WHERE event = 'remittance'") == "paid"


def test_the_money_of_a_rejected_claim_is_owed_back_to_the_payer(books: Books) -> None:
    books.claim([100])
    books.today(pays("NOBODYS"))
    books.decide("reject", books.one("SELECT remit_claim_id FROM core.remit_claim"))
    books.tomorrow()
    assert books.accounts()["refund_payable:payer"] == Decimal(-60)
    assert "suspense:claim" not in books.accounts()


def test_decisions_that_cannot_be_done_are_refused_and_told(books: Books) -> None:
    claim = books.claim([100])
    wrong = Clp(claim.number, 100, 60, [Line(100, 60, [("CO", "45", 30)], control=claim.lines[0])])
    books.today(St(60, [wrong]))
    remit_claim = books.one("SELECT remit_claim_id FROM core.remit_claim")
    before = books.accounts()
    books.decide("match_claim", remit_claim, claim.number)
    books.decide("match_claim", "R0", claim.number)
    books.decide("reject", remit_claim[:21])
    books.tomorrow()
    assert {status for status, _ in decided(books)} == {"refused"}
    assert sum("does not balance" in str(fault) for _, fault in decided(books)) == 1
    assert books.accounts() == before
    assert books.one("SELECT count(*) FROM core.problem WHERE code = 'decision_refused'") == 3


def test_two_decisions_of_a_night_about_one_thing(books: Books) -> None:
    second = held_books(books)
    remittance = held(books)
    books.decide("match_claim", remittance, second.number)
    books.decide("reject", remittance)
    books.tomorrow()
    assert sorted(status for status, _ in decided(books)) == ["applied", "refused"]
