"""Open balances taken over at go-live, and the remittances that come for them."""

from datetime import date
from decimal import Decimal

from tests.corrections.desk import decide, outcome
from tests.corrections.desk import row as decision
from tests.ledger.books import Books
from tests.ledger.x835 import Clp, Line, St

HEAD = (
    "claim_number,payer_id,payer_priority,patient_id,service_on,place_of_service,code_system,code,units,charge,"
    "open_amount,modifiers,payer_claim_number,member_id,last_name,first_name\n"
)


def row(number: str = "OLD-1", payer: str = "PLAIN1", charge: str = "100", opened: str = "100", **more: str) -> str:
    told = {"priority": "1", "day": "2026-06-15", "code": "A0001", "modifiers": "", "icn": "X9", **more}
    return (
        f"{number},{payer},{told['priority']},P900,{told['day']},11,HCPCS,{told['code']},1,{charge},{opened},"
        f"{told['modifiers']},{told['icn']},M900,Roe,Richard\n"
    )


def test_open_balances_are_owed_as_of_their_days_of_service(books: Books) -> None:
    books.drop(
        "opening", HEAD + row() + row(charge="50", opened="20", code="A0002") + row("OLD-2", "patient", "30", "30")
    )
    books.work()
    assert books.accounts() == {"ar_insurer:PLAIN1": Decimal(120), "ar_patient": Decimal(30), "opening": Decimal(-150)}
    assert books.rows("SELECT DISTINCT effective_on, rule FROM ledger.posting") == [
        (date(2026, 6, 15), "opening_balance")
    ]
    assert books.rows("SELECT origin, party, charge FROM core.claim ORDER BY charge") == [
        ("opening", "patient", Decimal(30)), ("opening", "insurer", Decimal(150)),
    ]  # fmt: skip


def test_a_later_remittance_finds_its_claim_by_each_rung(books: Books) -> None:
    books.drop("opening", HEAD + row() + row("OLD-2", icn="X8") + row("OLD-3", icn="X7", charge="90", opened="90"))
    books.work()
    line = Line(100, 60, [("CO", "45", 30), ("PR", "1", 10)], code="A0001", day=date(2026, 6, 15))
    last = Line(90, 90, code="A0001", day=date(2026, 6, 15))
    books.tomorrow(
        St(
            210,
            [
                Clp("old-1", 100, 60, [line]),
                Clp("LOST", 100, 60, [line], icn="X8"),
                Clp("LOST", 90, 90, [last], icn="NEW", member="M900"),
            ],
        )
    )
    assert [rung for (rung,) in books.rows("SELECT match_rung FROM core.remit_claim ORDER BY claim_index")] == [
        "former_number", "payer_claim_number", "patient_day_charge",
    ]  # fmt: skip
    assert books.accounts() == {
        "opening": Decimal(-290), "cash:in_transit": Decimal(210), "adjustment:contractual": Decimal(60),
        "ar_patient": Decimal(20),
    }  # fmt: skip


def test_what_cannot_be_taken_over_is_told_and_its_claim_left(books: Books) -> None:
    books.drop("opening", HEAD + row() + row(charge="ten") + row("OLD-2", "NOBODY") + row("OLD-3", opened="101"))
    books.work()
    assert books.accounts() == {}
    assert sorted(books.rows("SELECT position FROM core.problem")) == [("line 3",), ("line 4",), ("line 5",)]


def test_a_claim_is_taken_over_once(books: Books) -> None:
    books.drop("opening", HEAD + row())
    books.work()
    books.drop("opening", HEAD + row() + row("OLD-2"))
    books.tomorrow()
    assert books.accounts()["opening"] == Decimal(-200)
    assert books.one("SELECT count(*) FROM core.problem WHERE code = 'opening_balance_unusable'") == 1


PAID = "payment_reference,claim_number,paid_on,amount,method\n"


def test_a_patient_pays_under_the_number_of_the_system_before(books: Books) -> None:
    """The patient's own balance where there is one, else the claim whose payer has not answered yet."""
    books.drop("opening", HEAD + row() + row(payer="patient", charge="30", opened="30", icn="") + row("OLD-2"))
    books.work()
    books.drop("patient_payments", PAID + "a,old-1,2026-11-03,12.00,card\nb,OLD-2,2026-11-03,5.00,cash\n")
    books.tomorrow()
    paid = "SELECT c.party, p.amount, p.status FROM core.patient_payment AS p JOIN core.claim AS c USING (claim_id)"
    assert books.rows(f"{paid} ORDER BY ALL") == [("insurer", 5, "posted"), ("patient", 12, "posted")]
    assert books.accounts()["ar_patient"] == 30 - 12 - 5
    assert "suspense:patient" not in books.accounts()


def test_a_decision_names_a_balance_by_the_number_of_the_system_before(books: Books) -> None:
    books.drop("opening", HEAD + row() + row(payer="patient", charge="30", opened="30", icn=""))
    books.work()
    decide(
        books,
        decision("write_off_bad_debt", "OLD-1", "4.00", payer_id="patient"),
        decision("transfer_to_patient", "old-1", "10.00", payer_id="PLAIN1"),
        decision("write_off_bad_debt", "OLD-1", "1.00"),
        decision("write_off_bad_debt", "OLD-7", "1.00"),
    )
    assert outcome(books) == [
        ("applied", None), ("applied", None),
        ("refused", "balances of several parties were taken over under this number; say whose"),
    ]  # fmt: skip
    assert books.accounts()["ar_patient"] == 30 - 4 + 10
    assert books.accounts()["ar_insurer:PLAIN1"] == 90


def test_a_next_payer_told_with_the_balance_owes_what_the_first_one_leaves(books: Books) -> None:
    head = HEAD.strip() + ",next_payer_id\n"
    first, paid = row().strip() + ",COAST2\n", row("OLD-2", opened="60").strip() + ",COAST2\n"
    own = row("OLD-3").strip() + ",COAST2\n" + row("OLD-3", "COAST2", priority="2").strip() + ",\n"
    books.drop("opening", head + first + paid + own)
    books.work()
    assert books.rows("SELECT message FROM core.problem ORDER BY position") == [
        ("next_payer_id: a payer has answered already; send the balance of the payer that owes it now;"
         " the claim was not taken over",),
        ("next_payer_id has a balance of its own under this number; the claim was not taken over",),
    ]  # fmt: skip
    line = Line(100, 60, [("CO", "45", 30), ("PR", "1", 10)], code="A0001", day=date(2026, 6, 15))
    books.tomorrow(St(60, [Clp("OLD-1", 100, 60, [line])]))
    # Beside the 100 that it owed before.
    assert books.accounts()["ar_insurer:COAST2"] == 110
    assert "ar_patient" not in books.accounts()
    line = Line(100, 7, [("OA", "23", 90), ("PR", "2", 3)], code="A0001", day=date(2026, 6, 15))
    books.tomorrow(St(7, [Clp("OLD-1", 100, 7, [line], status="2")], payer="COAST2", trace="T2"))
    assert books.rows("SELECT status, match_rung FROM core.remit_claim") == [("posted", "former_number")] * 2
    assert books.accounts()["ar_patient"] == 3
    assert books.accounts()["ar_insurer:COAST2"] == 100
