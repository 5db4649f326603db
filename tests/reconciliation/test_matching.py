"""Deposits and remittances: one to one, several to one, one to several, cards, returns; never a guess."""

from decimal import Decimal
from pathlib import Path

import pytest

from tasks.publish.marts import build_mart, read_marts
from tests.ledger.books import PAYERS, Books
from tests.ledger.x835 import Clp, Line, St
from tests.reconciliation.bank import bai2, csv


@pytest.fixture(autouse=True)
def _rules(books: Books) -> None:
    """Plains pays within 3 days and by cards that cost at most 3 percent; of Coastal nothing is known."""
    path: Path = books.folder.workspace.path / "payers.yaml"
    rule = "route: plains, originator_id: '1512345678', deposit_window_days: 3, card_fee_percent: 3}"
    path.write_text(PAYERS.replace("route: plains}", rule))


def pays(books: Books, amount: int = 60, trace: str = "T1", **options: object) -> St:
    claim = books.claim([100])
    line = Line(100, amount, [("CO", "45", 100 - amount)], control=claim.lines[0])
    return St(amount, [Clp(claim.number, 100, amount, [line])], trace=trace, **options)  # type: ignore[arg-type]


def matches(books: Books) -> list[tuple[Decimal, Decimal, str]]:
    return books.rows("SELECT amount, fee, rung FROM core.deposit_match ORDER BY amount, rung")


def held(books: Books) -> dict[str, Decimal]:
    kept = ("cash:bank", "cash:in_transit", "fee:virtual_card")
    return {account: amount for account, amount in books.accounts().items() if account in kept}


def test_trace_amount_payer_within_the_window(books: Books) -> None:
    books.drop("bank", bai2(("142,6000,Z,,", "TRN*1*T1*1512345678~"), day="261106"))
    books.today(pays(books))
    assert matches(books) == [(60, 0, "trace_amount_payer")]
    assert books.rows("SELECT payer_id, trace_from FROM core.bank_deposit") == [("PLAIN1", "addenda")]


@pytest.mark.parametrize("row", ["2026-11-07,60.00,T1,Plains Health,", "2026-11-03,60.00,t1,SOMEBODY,"])
def test_trace_and_amount_out_of_the_window_or_of_an_unknown_sender(books: Books, row: str) -> None:
    books.drop("bank", csv(row))
    books.today(pays(books))
    assert matches(books) == [(60, 0, "trace_amount")]


def test_the_trace_of_another_payer_is_a_suspicion(books: Books) -> None:
    books.drop("bank", csv("2026-11-03,60.00,T1,Coastal Mutual,"))
    books.today(pays(books))
    assert matches(books) == []
    assert books.rows("SELECT reason FROM core.deposit_suspect") == [("the same trace and amount, another payer",)]


def test_amount_and_payer_in_the_window_wait_for_a_person(books: Books) -> None:
    books.drop("bank", csv("2026-11-06,60.00,OTHER,Plains Health,", "2026-11-07,60.00,LATE,Plains Health,"))
    books.today(pays(books))
    assert matches(books) == []
    assert books.rows("SELECT d.trace FROM core.deposit_suspect JOIN core.bank_deposit AS d USING (deposit_id)") == [
        ("OTHER",)
    ]
    assert held(books) == {"cash:in_transit": 60}


def decide(books: Books, *rows: str) -> None:
    head = "action,claim_number,line_number,amount,payer_id,reference,reason,decided_by,decided_on,note\n"
    books.drop("corrections", head + "".join(f"match_deposit,,,{row},seen,AB,2026-11-04,\n" for row in rows))


def test_a_person_confirms_a_suspicion_and_no_more_than_the_money(books: Books) -> None:
    books.drop("bank", csv("2026-11-06,60.00,OTHER,Plains Health,", "2026-11-06,200.00,BIG,,"))
    books.today(pays(books), pays(books, 50, "T2"))
    deposit, remittance = books.rows("SELECT deposit_id, remittance_id FROM core.deposit_suspect")[0]
    big = books.one("SELECT deposit_id FROM core.bank_deposit WHERE trace = 'BIG'")
    second = books.one("SELECT remittance_id FROM core.remittance WHERE trace = 'T2'")
    decide(books, f"all,,{deposit} {remittance}", f"50.01,,{big} {second}", f"20,,{big} Rnone", f"1,,{second}")
    books.tomorrow()
    assert matches(books) == [(60, 0, "person")]
    assert held(books) == {"cash:bank": 60, "cash:in_transit": 50}
    faults = books.rows("SELECT status, count(*), count(fault) FROM core.correction GROUP BY ALL ORDER BY ALL")
    assert faults == [("applied", 1, 0), ("refused", 3, 3)]
    decide(books, f"50,,{big} {second}")
    books.tomorrow()
    assert matches(books) == [(50, 0, "person"), (60, 0, "person")]
    assert books.rows("SELECT status FROM core.bank_deposit WHERE trace = 'BIG'") == [("part",)]


def test_one_check_three_deposits(books: Books) -> None:
    books.drop("bank", csv("2026-11-03,10.00,T1,,", "2026-11-03,20.00,T1,,"))
    books.today(pays(books))
    assert matches(books) == []
    books.drop("bank", csv("2026-11-04,30.00,T1,,"))
    books.tomorrow()
    assert matches(books) == [(10, 0, "partial"), (20, 0, "partial"), (30, 0, "partial")]
    assert held(books) == {"cash:bank": 60}


def test_one_deposit_of_several_remittances_of_one_trace(books: Books) -> None:
    books.drop("bank", csv("2026-11-03,110.00,T1,,"))
    books.today(pays(books), pays(books, 50))
    assert matches(books) == [(50, 0, "combined"), (60, 0, "combined")]
    assert held(books) == {"cash:bank": 110}


def test_one_deposit_of_the_only_set_of_a_payers_day(books: Books) -> None:
    books.drop("bank", csv("2026-11-04,110.00,SUM,Plains Health,"))
    books.today(pays(books), pays(books, 50, "T2"), pays(books, 45, "T3"), pays(books, 25, "T4"))
    assert matches(books) == [(50, 0, "combined"), (60, 0, "combined")]
    assert held(books) == {"cash:bank": 110, "cash:in_transit": 70}


@pytest.mark.parametrize("amounts", [(60, 50, 40, 70), (60, 50, 50), (100, 10, 60, 50)])
def test_two_sets_that_add_up_are_no_match(books: Books, amounts: tuple[int, ...]) -> None:
    books.drop("bank", csv("2026-11-04,110.00,SUM,Plains Health,"))
    books.today(*(pays(books, amount, f"T{n}") for n, amount in enumerate(amounts)))
    assert matches(books) == []


def test_two_deposits_of_one_set_are_of_neither(books: Books) -> None:
    books.drop("bank", csv("2026-11-04,110.00,A,Plains Health,", "2026-11-04,110.00,B,Plains Health,"))
    books.today(pays(books), pays(books, 50, "T2"))
    assert matches(books) == []


def test_other_payers_and_days_are_not_summed(books: Books) -> None:
    books.drop("bank", csv("2026-11-04,110.00,A,Coastal Mutual,", "2026-11-14,110.00,B,Plains Health,"))
    books.today(pays(books), pays(books, 50, "T2"))
    assert matches(books) == []


def test_the_fee_of_a_virtual_card(books: Books) -> None:
    books.drop("bank", csv("2026-11-04,58.20,T1,,VIRTUAL CARD"))
    books.today(pays(books))
    assert matches(books) == [(Decimal("58.20"), Decimal("1.80"), "virtual_card")]
    assert held(books) == {"cash:bank": Decimal("58.20"), "fee:virtual_card": Decimal("1.80")}


@pytest.mark.parametrize("row", ["2026-11-04,58.19,T1,,VIRTUAL CARD", "2026-11-04,58.20,T1,,EFT"])
def test_less_than_the_rule_allows_or_without_a_card_is_no_fee(books: Books, row: str) -> None:
    books.drop("bank", csv(row))
    books.today(pays(books))
    assert matches(books) == []


def test_a_deposit_taken_back_and_brought_again(books: Books) -> None:
    books.drop("bank", csv("2026-11-03,60.00,T1,,"))
    books.today(pays(books))
    books.drop("bank", csv("2026-11-04,-60.00,T1,,RETURNED ITEM", "2026-11-04,-12.00,,,FEE"))
    books.tomorrow()
    assert held(books) == {"cash:in_transit": 60}
    assert books.rows("SELECT code FROM core.problem") == [("deposit_returned",)]
    books.drop("bank", csv("2026-11-05,60.00,T1,,AGAIN"))
    books.tomorrow()
    assert held(books) == {"cash:bank": 60}
    assert [amount for amount, _, _ in matches(books)] == [-60, 60, 60]
    books.tomorrow()
    assert len(matches(books)) == 3


def test_a_deposit_is_free_again_when_its_remittance_is_rejected(books: Books) -> None:
    """A payment out of balance is suspended and deposited; the payer sends it anew, and a person rejects the first."""
    claim = books.claim([100])
    line = Line(100, 60, [("CO", "45", 40)], control=claim.lines[0])
    right = Clp(claim.number, 100, 60, [line])
    books.drop("bank", "deposited_on,amount,trace,payer_name,description\n2026-11-03,60.00,T1,PLAINS,EFT\n")
    books.today(St(60, [right], [("CS", "", 5)]))
    wrong = books.one("SELECT remittance_id FROM core.remittance WHERE status = 'suspended'")
    assert books.one("SELECT status FROM core.bank_deposit") == "matched"
    books.decide("reject", wrong)
    books.tomorrow()
    assert books.one("SELECT status FROM core.bank_deposit") == "unmatched"
    assert books.accounts() == {"charges": -100, "ar_insurer:PLAIN1": 100}
    freed = books.rows(
        "SELECT DISTINCT corrects FROM ledger.posting WHERE rule = 'deposit' AND posted_on = ?", books.day
    )
    assert len(freed) == 1
    assert freed[0][0].endswith(wrong)
    for mart in read_marts():
        if mart.name in ("claim_status", "denials", "worklist", "reconciliation_deposits"):
            build_mart(books.con, mart)
    reason = books.one("SELECT reason FROM marts.worklist WHERE kind = 'unmatched_deposit'")
    assert reason.startswith("The remittance that this deposit paid was rejected")
    assert books.rows("SELECT status FROM marts.reconciliation_deposits ORDER BY status") == [
        ("no_remittance",), ("rejected",),
    ]  # fmt: skip
    books.tomorrow(St(60, [right]))
    assert books.one("SELECT status FROM core.bank_deposit") == "matched"
    assert books.accounts()["cash:bank"] == 60
