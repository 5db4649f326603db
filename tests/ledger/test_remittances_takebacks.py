"""Reversals pair to what they take back; takebacks are traced across files and months."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tasks.publish.marts import build_mart, read_marts
from tests.ledger.books import Books, Claim
from tests.ledger.x835 import Clp, Line, St


def pays(claim: Claim, sign: int = 1, icn: str = "ICN1") -> Clp:
    """60 paid, 40 contractual; sign -1 takes it back."""
    line = Line(sign * 100, sign * 60, [("CO", "45", sign * 40)], control=claim.lines[0])
    return Clp(claim.number, sign * 100, sign * 60, [line], status="1" if sign > 0 else "22", icn=icn)


def takebacks(books: Books) -> list[tuple[object, ...]]:
    return books.rows("SELECT claim_id, amount, recovered_amount, status FROM core.takeback ORDER BY ALL")


def test_a_reversal_names_what_it_takes_back(books: Books) -> None:
    claim = books.claim([100])
    books.today(St(60, [pays(claim)], trace="T1"))
    books.tomorrow(St(0, [pays(claim, -1), pays(claim)], trace="T2"))
    books.tomorrow(St(0, [pays(claim, -1)], [("WO", claim.number, -60)], trace="T3"))
    claims = books.rows(
        "SELECT r.trace, c.claim_index, o.trace, p.claim_index FROM core.remit_claim AS c"
        " JOIN core.remittance AS r USING (remittance_id) JOIN core.remit_claim AS p ON c.reverses = p.remit_claim_id"
        " JOIN core.remittance AS o ON p.remittance_id = o.remittance_id ORDER BY ALL"
    )
    assert claims == [("T2", 0, "T1", 0), ("T3", 0, "T2", 1)]
    named = books.rows(
        "SELECT DISTINCT transaction_id, corrects FROM ledger.posting WHERE corrects IS NOT NULL ORDER BY ALL"
    )
    assert len(named) == 2
    assert all(one.startswith("remit:") and other.startswith("remit:") for one, other in named)


def test_a_reversal_and_its_payment_of_one_night_pair_in_any_order(books: Books) -> None:
    claim = books.claim([100])
    books.today(St(0, [pays(claim, -1), pays(claim)]))
    assert books.one("SELECT count(*) FROM core.remit_claim WHERE reverses IS NOT NULL") == 1


def test_a_reversal_without_its_payment_posts_unpaired(books: Books) -> None:
    claim = books.claim([100])
    books.today(St(0, [pays(claim, -1)], [("FB", claim.number, -60)]))
    assert books.one("SELECT reverses FROM core.remit_claim") is None
    assert books.accounts()["ar_insurer:PLAIN1"] == Decimal(200)


def test_a_takeback_is_recovered_months_later_by_the_payers_number(books: Books) -> None:
    claim, other = books.claim([100]), books.claim([100])
    books.today(St(60, [pays(claim, icn="ICN7")], trace="T1"))
    books.tomorrow(St(0, [pays(claim, -1, icn="ICN7")], [("WO", "ICN7", -60)], trace="T2"))
    assert takebacks(books) == [(claim.claim_id, Decimal(60), Decimal(0), "open")]
    books.day += timedelta(days=70)
    books.tomorrow(St(20, [pays(other, icn="ICN8")], [("WO", "ICN7", 40)], trace="T3", day=books.day))
    assert takebacks(books) == [(claim.claim_id, Decimal(60), Decimal(40), "open")]
    books.tomorrow(St(0, plb=[("WO", "ICN7 99", 20), ("L6", "", -20)], trace="T4", day=books.day))
    assert takebacks(books) == [(claim.claim_id, Decimal(60), Decimal(60), "recovered")]
    assert "provider_adjustment:WO" not in books.accounts()
    assert books.accounts()["interest:payer"] == Decimal(-20)
    on_claim = books.one(
        "SELECT count(*) FROM ledger.posting WHERE account = 'provider_adjustment:WO' AND claim_id = ?", claim.claim_id
    )
    assert on_claim == 3


def test_a_forwarded_balance_is_found_by_its_reference_and_forwarded_again(books: Books) -> None:
    claim = books.claim([100])
    books.today(St(60, [pays(claim)], trace="T1"))
    books.tomorrow(St(0, [pays(claim, -1)], [("FB", "FWD9", -60)], trace="T2"))
    assert books.one("SELECT match_rung FROM core.provider_adjustment") == "same_transaction"
    books.tomorrow(St(0, plb=[("FB", "FWD9", 60), ("FB", "FWD9", -60)], trace="T3"))
    assert takebacks(books) == [(claim.claim_id, Decimal(120), Decimal(60), "open")]
    books.tomorrow(St(0, plb=[("FB", "T3", 60), ("J1", "", -60)], trace="T4"))
    assert takebacks(books) == [(claim.claim_id, Decimal(120), Decimal(120), "recovered")]
    rungs = books.rows("SELECT DISTINCT match_rung FROM core.provider_adjustment WHERE claim_id <> '' ORDER BY 1")
    assert rungs == [("earlier_reference",), ("remittance_trace",), ("same_transaction",)]


def test_one_forwarded_sum_of_two_reversals(books: Books) -> None:
    a, b = books.claim([100]), books.claim([100])
    books.today(St(120, [pays(a, icn="A1"), pays(b, icn="B1")], trace="T1"))
    books.tomorrow(St(0, [pays(a, -1, icn="A1"), pays(b, -1, icn="B1")], [("FB", "SUM", -120)], trace="T2"))
    assert [row[1:] for row in takebacks(books)] == [(Decimal(60), Decimal(0), "open")] * 2
    books.tomorrow(St(0, plb=[("FB", "SUM", 120), ("CS", "", -120)], trace="T3"))
    assert {row[3] for row in takebacks(books)} == {"recovered"}


def test_an_acknowledged_refund_settles_the_takeback(books: Books) -> None:
    claim = books.claim([100])
    books.today(St(60, [pays(claim)], trace="T1"))
    books.tomorrow(St(0, [pays(claim, -1)], [("72", claim.number, -60)], trace="T2"))
    assert takebacks(books) == [(claim.claim_id, Decimal(60), Decimal(60), "recovered")]


def test_a_takeback_that_names_nothing_is_allotted_by_a_person(books: Books) -> None:
    claim, other = books.claim([100]), books.claim([100])
    books.today(St(60, [pays(claim, icn="ICN7")], trace="T1"))
    books.tomorrow(St(0, [pays(claim, -1, icn="ICN7")], [("WO", "ICN7", -60)], trace="T2"))
    books.tomorrow(St(0, [pays(other, icn="ICN8")], [("WO", "?", 60)], trace="T3"))
    assert takebacks(books)[0][3] == "open"
    adjustment = books.one("SELECT provider_adjustment_id FROM core.provider_adjustment WHERE claim_id IS NULL")
    books.decide("allocate_takeback", adjustment, claim.number)
    books.tomorrow()
    assert takebacks(books) == [(claim.claim_id, Decimal(60), Decimal(60), "recovered")]
    assert ("provider_adjustment:WO", claim.claim_id) not in books.balances()
    assert ("provider_adjustment:WO", None) not in books.balances()
    assert books.rows("SELECT DISTINCT corrects FROM ledger.posting WHERE rule = 'takeback_allocated'") == [
        (f"plb:{adjustment}",)
    ]


@pytest.mark.parametrize("taken", [False, True])
def test_a_takeback_is_traced_once_its_suspended_reversal_is_released(books: Books, taken: bool) -> None:
    """The reversal names no claim of ours; what was put off, and perhaps taken since, spoke of nothing that we knew."""
    claim, other = books.claim([100]), books.claim([100])
    books.today(St(60, [pays(claim)], trace="T1"))
    lost = Clp("LOST", -100, -60, [Line(-100, -60, [("CO", "45", -40)])], status="22", icn="?", member="M9")
    books.tomorrow(St(0, [lost], [("FB", "X", -60)], trace="T2"))
    if taken:
        books.tomorrow(St(0, [pays(other, icn="ICN8")], [("FB", "X", 60)], trace="T3"))
    assert takebacks(books) == []
    books.decide("match_claim", books.one("SELECT remit_claim_id FROM core.remit_claim WHERE status = 'suspended'"),
                 claim.number)  # fmt: skip
    books.tomorrow()
    recovered, status = (Decimal(60), "recovered") if taken else (Decimal(0), "open")
    assert takebacks(books) == [(claim.claim_id, Decimal(60), recovered, status)]
    assert books.balances().get(("provider_adjustment:FB", claim.claim_id), 0) == (0 if taken else -60)
    assert ("provider_adjustment:FB", None) not in books.balances()
    moved = books.rows("SELECT DISTINCT transaction_id, corrects FROM ledger.posting WHERE rule = 'takeback_allocated'")
    assert len(moved) == 1 + taken
    assert all(there.replace("allocate:", "plb:") == before for there, before in moved)
    assert waiting(books) == []


def test_a_later_payer_names_its_own_claim_by_the_number_of_the_first(books: Books) -> None:
    claim = books.claim([100], ["PLAIN1", "COAST2"])
    books.today(St(60, [pays(claim)], trace="T1"))
    second = books.later(claim, "COAST2")

    def says(sign: int) -> Clp:
        line = Line(sign * 100, sign * 30, [("OA", "23", sign * 70)], control=claim.lines[0])
        return Clp(claim.number, sign * 100, sign * 30, [line], status="2" if sign > 0 else "22")

    books.tomorrow(St(30, [says(1)], payer="COAST2", trace="T2"))
    books.tomorrow(St(0, [says(-1)], [("WO", claim.number, -30)], payer="COAST2", trace="T3"))
    assert takebacks(books) == [(second.claim_id, Decimal(30), Decimal(0), "open")]
    assert books.balances()["provider_adjustment:WO", second.claim_id] == Decimal(-30)


def test_a_payer_that_takes_more_than_it_put_off_is_on_the_worklist(books: Books) -> None:
    claim, other = books.claim([100]), books.claim([100])
    books.today(St(60, [pays(claim, icn="ICN7")], trace="T1"))
    books.tomorrow(St(0, [pays(claim, -1, icn="ICN7")], [("WO", "ICN7", -60)], trace="T2"))
    assert waiting(books) == []
    books.tomorrow(St(0, [pays(other, icn="ICN8")], [("WO", "ICN7", 60)], trace="T3"))
    books.tomorrow(St(20, plb=[("WO", "ICN7", 60), ("CS", "", -80)], trace="T4"))
    assert waiting(books) == [("claim", claim.claim_id, Decimal(60))]
    books.tomorrow(St(60, plb=[("WO", "ICN7", -60)], trace="T5"))
    assert waiting(books) == []


def waiting(books: Books) -> list[tuple[object, ...]]:
    """The takebacks on the worklist."""
    for mart in read_marts():
        if mart.name in ("claim_status", "denials", "worklist"):
            build_mart(books.con, mart)
    return books.rows("SELECT subject, subject_id, amount FROM marts.worklist WHERE kind = 'takeback'")
