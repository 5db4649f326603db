"""Paper remittances keyed as CSV post as an 835 would."""

from decimal import Decimal

from tests.ledger.books import Books, Claim

HEAD = (
    "payer_id,check_number,check_date,check_amount,claim_number,claim_status,line_number,code,charge,paid,group_code,"
    "reason_code,adjustment_amount,service_on,payer_claim_number,reference\n"
)


def keyed(claim: Claim, amount: str = "95", paid: str = "60") -> str:
    check = f"PLAIN1,CK77,2026-11-02,{amount}"
    return HEAD + "".join(
        f"{check},{text}\n"
        for text in (
            f"{claim.number},1,1,A0001,100,{paid},CO,45,30,2026-10-20,ICN5,",
            f"{claim.number},1,1,A0001,100,{paid},PR,1,10,2026-10-20,ICN5,",
            f"{claim.number},1,2,A0002,50,40,CO,45,10,2026-10-20,ICN5,",
            ",,,,,,PLB,WO,5,,,ICN5",
        )
    )


def test_a_keyed_check_posts(books: Books) -> None:
    claim = books.claim([100, 50], codes=["A0001", "A0002"])
    books.drop("manual_remits", keyed(claim))
    books.work()
    assert books.accounts() == {
        "charges": Decimal(-150), "cash:in_transit": Decimal(95), "adjustment:contractual": Decimal(40),
        "ar_patient": Decimal(10), "provider_adjustment:WO": Decimal(5),
    }  # fmt: skip
    row = books.dicts("SELECT source_kind, payer_id, trace, payment_method FROM core.remittance")[0]
    assert tuple(row.values()) == ("manual", "PLAIN1", "CK77", "CHK")
    assert books.rows("SELECT match_rung FROM core.remit_line") == [("code_modifiers_day_charge",)] * 2
    assert books.rows("SELECT claim_id, match_rung FROM core.provider_adjustment") == [
        (claim.claim_id, "payer_claim_number")
    ]


def test_a_keyed_check_that_does_not_balance_is_suspended(books: Books) -> None:
    claim = books.claim([100, 50], codes=["A0001", "A0002"])
    books.drop("manual_remits", keyed(claim, amount="96"))
    books.work()
    assert books.accounts()["suspense:transaction"] == Decimal(-96)


def test_a_keyed_line_that_does_not_balance_holds_its_claim_alone(books: Books) -> None:
    claim = books.claim([100, 50], codes=["A0001", "A0002"])
    books.drop("manual_remits", keyed(claim, amount="96", paid="61"))
    books.work()
    assert books.accounts()["suspense:claim"] == Decimal(-101)


def test_the_same_check_keyed_again_posts_nothing(books: Books) -> None:
    claim = books.claim([100, 50], codes=["A0001", "A0002"])
    books.drop("manual_remits", keyed(claim))
    books.work()
    books.drop("manual_remits", keyed(claim) + "\n")
    books.tomorrow()
    assert books.accounts()["cash:in_transit"] == Decimal(95)
    assert books.rows("SELECT code FROM core.problem") == [("remittance_duplicate",)]


def test_a_check_that_cannot_be_read_is_told_by_its_line(books: Books) -> None:
    claim = books.claim([100, 50], codes=["A0001", "A0002"])
    books.drop("manual_remits", keyed(claim).replace(",50,40,", ",50,forty,"))
    books.work()
    assert "cash:in_transit" not in books.accounts()
    assert ("remittance_unreadable",) in books.rows("SELECT code FROM core.problem")


def test_a_held_keyed_check_posts_by_decision(books: Books) -> None:
    claim = books.claim([100, 50], codes=["A0001", "A0002"])
    other = books.claim([100, 50], codes=["A0001", "A0002"])
    books.drop("manual_remits", keyed(claim))
    books.work()
    books.drop("manual_remits", keyed(other))
    books.tomorrow()
    books.decide(
        "match_claim", books.one("SELECT remittance_id FROM core.remittance WHERE status = 'held'"), other.number
    )
    books.tomorrow()
    assert books.accounts()["cash:in_transit"] == Decimal(190)
