"""Deposits against remittances, patients' payments, and what a person is told of rows that cannot be used."""

from decimal import Decimal

import pytest

from tests.ledger.books import Books, Claim
from tests.ledger.x835 import Clp, Line, St

BANK = "deposited_on,amount,trace,payer_name,description\n"
PAID = "payment_reference,claim_number,paid_on,amount,method\n"


def pays(claim: Claim, trace: str = "T1") -> St:
    line = Line(100, 60, [("CO", "45", 40)], control=claim.lines[0])
    return St(60, [Clp(claim.number, 100, 60, [line])], trace=trace)


def deposits(books: Books) -> list[tuple[Decimal, bool]]:
    return books.rows(
        "SELECT amount, status = 'matched' FROM core.bank_deposit WHERE amount > 0 ORDER BY source_file, source_line"
    )


def test_a_deposit_is_matched_by_trace_and_amount(books: Books) -> None:
    claim = books.claim([100])
    books.drop(
        "bank", BANK + "2026-11-03,60.00,t1 ,PLAINS,EFT\n2026-11-03,61.00,T1,PLAINS,EFT\n2026-11-03,60.00,T2,,\n"
    )
    books.today(pays(claim))
    assert deposits(books) == [(60, True), (61, False), (60, False)]
    held = books.accounts()
    assert held["cash:bank"] == 60
    assert "cash:in_transit" not in held


def test_a_deposit_waits_for_its_remittance(books: Books) -> None:
    claim = books.claim([100])
    books.drop("bank", BANK + "2026-11-03,60.00,T1,PLAINS,EFT\n")
    books.work()
    assert deposits(books) == [(60, False)]
    books.tomorrow(pays(claim))
    assert deposits(books) == [(60, True)]
    assert books.one("SELECT count(*) FROM ledger.posting WHERE rule = 'deposit' AND posted_on = ?", books.day) == 2
    books.tomorrow()
    assert books.accounts()["cash:bank"] == 60


def test_two_deposits_of_one_trace_and_amount_match_neither(books: Books) -> None:
    claim = books.claim([100])
    books.drop("bank", BANK + "2026-11-03,60.00,T1,,\n2026-11-03,60.00,T1,,\n")
    books.today(pays(claim))
    assert deposits(books) == [(60, False), (60, False)]


def test_bank_files_that_overlap_do_not_make_a_deposit_two(books: Books) -> None:
    books.claim([100])
    books.drop("bank", BANK + "2026-11-03,60.00,T1,,\n2026-11-03,5.00,,,\n2026-11-03,5.00,,,\n")
    books.work()
    books.drop("bank", BANK + "2026-11-03,5.00,,,\n2026-11-03,5.00,,,\n2026-11-03,5.00,,,\n2026-11-04,60.00,T1,,\n")
    books.tomorrow()
    assert sorted(amount for amount, _ in deposits(books)) == [5, 5, 5, 60, 60]
    assert books.rows("SELECT code, severity FROM core.problem") == [("deposit_sent_twice", "warning")]


def test_a_suspended_payment_reaches_the_bank_too(books: Books) -> None:
    claim = books.claim([100])
    one = pays(claim)
    one.paid = 61
    books.drop("bank", BANK + "2026-11-03,61.00,T1,,\n")
    books.today(one)
    assert books.accounts()["cash:bank"] == 61


def test_bank_rows_that_are_no_deposits_are_told_with_their_lines(books: Books) -> None:
    books.claim([100])
    rows = ["2026-11-03,1.00,T0,,", "2026-13-03,60.00,T1,,", "2026-11-03,60.001,T1,,", "2026-11-03,,T1,,"]
    books.drop("bank", BANK + "\n".join([*rows, "2026-11-03,0.00,T1,,"]))
    books.work()
    assert deposits(books) == [(1, False)]
    assert books.rows("SELECT code, position FROM core.problem ORDER BY position") == [
        ("bank_row_unusable", "line 3"), ("bank_row_unusable", "line 4"), ("bank_row_unusable", "line 5"),
        ("bank_row_unusable", "line 6"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["bank", "patient_payments"])
def test_a_file_that_is_not_the_agreed_csv_is_one_problem(books: Books, kind: str) -> None:
    books.claim([100])
    for name, content in enumerate(("", "\x00\x01", "a,b\n1,2\n", BANK + "1,2\n1,2,3,4,5,6,7\n")):
        books.drop(kind, content, str(name))
    books.work()
    assert books.one("SELECT count(*) FROM core.problem WHERE severity = 'error'") == 4
    assert books.one("SELECT count(DISTINCT source_file) FROM core.problem") == 4


def test_a_patient_payment_settles_the_claim_it_names(books: Books) -> None:
    claim, own = books.claim([100]), books.claim([80], payers=())
    books.drop(
        "patient_payments", PAID + f"a,{claim.number},2026-11-03,5.00,Card\nb,{own.claim_id},2026-11-02,80,cash\n"
    )
    books.work()
    assert books.balances()[("ar_patient", claim.claim_id)] == -5
    assert ("ar_patient", own.claim_id) not in books.balances()
    assert books.accounts()["cash:patient"] == 85


def test_a_payment_for_the_later_claim_settles_the_patients_one_balance(books: Books) -> None:
    claim = books.claim([100], ["PLAIN1", "COAST2"])
    second = books.later(claim, "COAST2")
    line = Line(100, 60, [("CO", "45", 20), ("PR", "1", 20)], control=claim.lines[0])
    books.today(St(60, [Clp(claim.number, 100, 60, [line])]))
    line = Line(100, 15, [("OA", "23", 80), ("PR", "2", 5)], control=claim.lines[0])
    books.drop("patient_payments", PAID + f"a,{second.claim_id},2026-11-03,5.00,card\n")
    books.tomorrow(St(15, [Clp(claim.number, 100, 15, [line], status="2")], payer="COAST2", trace="T2"))
    assert "ar_patient" not in books.accounts()


def test_money_of_an_unknown_claim_waits(books: Books) -> None:
    books.claim([100])
    books.drop("patient_payments", PAID + "a,JANE DOE,2026-11-03,5.00,card\nb,,2026-11-03,6.00,card\n")
    books.work()
    assert books.accounts()["unapplied:patient"] == -11
    assert books.rows("SELECT DISTINCT claim_number FROM core.patient_payment") == [(None,)], "free text is not kept"


def test_a_payment_reference_is_taken_in_once(books: Books) -> None:
    claim = books.claim([100])
    row = f"a,{claim.number},2026-11-03,5.00,card\n"
    books.drop("patient_payments", PAID + row + row)
    books.work()
    books.drop("patient_payments", PAID + "\n" + row + f"a,{claim.number},2026-11-03,7.00,card\n")
    books.tomorrow()
    assert books.accounts()["cash:patient"] == 5
    found = books.rows("SELECT code, severity, position FROM core.problem ORDER BY found_on, position")
    assert [(code, severity) for code, severity, _ in found] == [
        ("payment_sent_twice", "warning"), ("payment_sent_twice", "warning"), ("payment_unusable", "error"),
    ]  # fmt: skip


def test_faulty_payments_are_told_with_their_lines_and_without_their_values(books: Books) -> None:
    claim = books.claim([100])
    rows = [
        ",N,2026-11-03,5.00,card",
        "a,N,2026-11-03,0,card",
        "b,N,2026-11-03,-5.00,card",
        "c,N,2026-11-03,5.005,card",
        "d,N,2026-11-03,$5,card",
        "e,N,11/03/2026,5.00,card",
        "f,N,2026-11-30,5.00,card",
        "g,N,2026-11-03,5.00,",
    ]
    books.drop("patient_payments", PAID + "\n".join(rows).replace(",N,", f",{claim.number},"))
    books.work()
    assert books.one("SELECT count(*) FROM core.patient_payment") == 0
    found = books.rows("SELECT code, position, message FROM core.problem ORDER BY position")
    assert [(code, position) for code, position, _ in found] == [
        ("payment_unusable", f"line {number}") for number in range(2, 10)
    ]
    for value in (claim.number, "5.005", "$5", "11/03"):
        assert not any(value in message for _, _, message in found)
