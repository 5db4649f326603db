"""BAI2 files: what they say of each transaction, and what makes them unusable."""

import pytest

from tasks.reconciliation.bai2 import Bai2Error, read_bai2
from tests.ledger.books import Books
from tests.reconciliation.bank import bai2

ACH = ("142,6000,Z,BR1,", "ORIG CO NAME:PLAINS HEALTH;ORIG ID:1512345678/", "TRN*1*T1*1512345678~/")
EVERY = bai2(
    ACH,
    "115,150050,S,100,50,0,BR2,00417,LOCKBOX, TWO CHECKS/",
    "165,9700,V,261103,,BR3,,BANKCARD SETTLEMENT",
    ("475,500,,BR4,1001/",),
    "555,6000,D,2,0,3000,1,3000,BR5,T1,RETURNED ITEM",
    "698,1200,0,BR6,,MONTHLY",
    summary=",010,500000,,Z,100,161550,2,Z",
)


def test_every_transaction_with_its_trace_and_where_it_stands() -> None:
    found = read_bai2(EVERY.encode())
    assert [(t.source_line, t.amount, t.kind, t.trace, t.trace_from) for t in found] == [
        (4, "60.00", "ach", "T1", "addenda"),
        (7, "1500.50", "lockbox", "00417", "reference"),
        (8, "97.00", "ach", None, None),
        (9, "-5.00", "", "1001", "reference"),
        (10, "-60.00", "returned", "T1", "reference"),
        (11, "-12.00", "fee", None, None),
    ]
    assert found[0].originator_id == "1512345678"
    assert found[0].payer_name == "PLAINS HEALTH"
    assert {t.deposited_on for t in found} == {"2026-11-03"}


def test_a_trace_that_the_bank_broke_over_two_lines_is_whole() -> None:
    broken = bai2(("142,6000,Z,BR1,", "TRN*1*ABC", "DEF*1512345678~"))
    assert [(t.trace, t.originator_id) for t in read_bai2(broken.encode())] == [("ABCDEF", "1512345678")]


def fault(content: str) -> str:
    with pytest.raises(Bai2Error) as found:
        read_bai2(content.encode())
    return str(found.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("16,142,6000", "16,142,6001", "line 12: the control totals"),
        ("16,698,1200,0,BR6,,MONTHLY\n", "", "line 11: the control totals"),
        ("\n02,EVENTIDE,BANK,1", "\n02,EVENTIDE,BANK,2", "line 2: a group that is no update"),
        ("USD,010", "EUR,010", "line 3: an account not in dollars"),
        ("16,142,6000", "16,142,60.00", "line 4: an amount or count"),
        ("16,142", "16,042", "line 4: a type that is no transaction"),
        ("03,12345", "88,12345", "line 4: a transaction outside an account"),
        ("261103,,USD", "261303,,USD", "line 2: no such day"),
        ("16,475", "17,475", "line 9: no record of BAI2"),
    ],
)
def test_a_file_that_does_not_tie_is_not_used(old: str, new: str, told: str) -> None:
    assert old in EVERY
    assert fault(EVERY.replace(old, new, 1)).startswith(told)


def test_a_file_cut_off_is_not_used() -> None:
    assert "cut off" in fault(EVERY.rsplit("\n", 2)[0])


def test_what_the_bank_received_and_paid_is_kept(books: Books) -> None:
    books.claim([100])
    books.drop("bank", EVERY)
    books.drop("bank", EVERY.replace("16,142,6000", "16,142,6001"), "b")
    books.work()
    found = books.rows("SELECT amount, kind, status FROM core.bank_deposit ORDER BY source_line")
    assert [(str(amount), kind, status) for amount, kind, status in found] == [
        ("60.00", "ach", "unmatched"), ("1500.50", "lockbox", "unmatched"), ("97.00", "card", "unmatched"),
        ("-5.00", "debit", "kept"), ("-60.00", "returned", "kept"), ("-12.00", "fee", "kept"),
    ]  # fmt: skip
    assert books.rows("SELECT code, position FROM core.problem ORDER BY code") == [
        ("deposit_returned", "line 10"),
        ("reconciliation_file_unusable", None),
    ]
