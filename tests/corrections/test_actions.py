"""Each action posts what it says; what it may not do is refused with its reason."""

from decimal import Decimal

from tasks.corrections import stage
from tests.corrections.desk import as_csv, decide, outcome, owing_patient, row
from tests.ledger.books import DAY, Books, Claim
from tests.ledger.x835 import Clp, Line, St

PAID = "payment_reference,claim_number,paid_on,amount,method,kind\n"
AR = "ar_insurer:PLAIN1"


def posted(books: Books) -> list[tuple[str, Decimal, str | None]]:
    """Account, amount and line of what corrections posted."""
    return books.rows(
        "SELECT account, amount, line_id FROM ledger.posting WHERE transaction_id LIKE 'correction:%'"
        " ORDER BY posted_on, transaction_id, posting_id"
    )


def denied(books: Books) -> Claim:
    """A claim of two lines, 100 and 50, denied whole."""
    claim = books.claim([100, 50])
    lines = [Line(c, 0, [("CO", "197", c)], control=claim.lines[i]) for i, c in enumerate((100, 50))]
    books.today(St(0, [Clp(claim.number, 150, 0, lines)]))
    return claim


def overpaid(books: Books, amount: int = 130) -> Claim:
    """A claim of 100 of which the payer paid more."""
    claim = books.claim([100])
    line = Line(100, amount, [("CO", "45", 100 - amount)], control=claim.lines[0])
    books.today(St(amount, [Clp(claim.number, 100, amount, [line])]))
    return claim


def test_a_write_off_of_all_that_the_patient_owes(books: Books) -> None:
    claim = owing_patient(books)
    decide(books, row("write_off_bad_debt", claim, "all"))
    assert posted(books) == [("adjustment:bad_debt", 20, None), ("ar_patient", -20, None)]
    assert outcome(books) == [("applied", None)]
    who = books.rows(
        "SELECT decided_by, reason, decided_on, posted_amount, settled_on, debit_account, payer_id FROM core.correction"
    )
    assert who == [("r.stone", "policy", DAY, 20, books.day, "adjustment:bad_debt", None)]
    assert books.rows(
        "SELECT DISTINCT effective_on, posted_on, source_position FROM ledger.posting WHERE rule = 'write_off'"
    ) == [(DAY, books.day, 2)]


def test_a_write_off_by_line_of_what_the_payer_denied(books: Books) -> None:
    claim = denied(books)
    decide(books, row("write_off_denial", claim, "30.5", line_number=2, payer_id="PLAIN1"))
    assert posted(books) == [
        ("adjustment:denial", Decimal("30.50"), claim.lines[1]),
        (AR, Decimal("-30.50"), claim.lines[1]),
    ]
    assert books.balances()[(AR, claim.claim_id)] == Decimal("119.50")


REFUSED = [
    ("150.01", {}, "the amount is more than what is open"),
    ("60", {"line_number": 2}, "the amount is more than what is open"),
    ("10", {"line_number": 3}, "the claim has no such line"),
    ("10", {"payer_id": "patient"}, "nothing is open on this claim with this party"),
    ("10", {"claim_number": "RVNOBODY"}, "no claim of this practice has this number"),
    ("100.01", {}, "more than write_offs of client.yaml lets this person write off in one decision"),
    ("all", {"action": "write_off_charity"}, "write_offs of client.yaml allows no write-off of this kind"),
]


def test_a_write_off_is_refused_with_its_reason(books: Books) -> None:
    claim = denied(books)
    decide(books, *({**row("write_off_denial", claim, amount), **cells} for amount, cells, _ in REFUSED))
    assert outcome(books) == [("refused", fault) for _, _, fault in REFUSED]
    assert posted(books) == []
    assert set(books.rows("SELECT code, position FROM core.problem")) == {
        ("correction_refused", f"line {n}") for n in range(2, 2 + len(REFUSED))
    }


def test_who_may_approve_writes_off_more(books: Books) -> None:
    claim = denied(books)
    decide(books, row("write_off_denial", claim, "all", decided_by="m. alvarez"))
    assert books.accounts()["adjustment:denial"] == 150


def test_a_second_decision_sees_what_the_first_one_took(books: Books) -> None:
    claim = denied(books)
    decide(books, *(row("write_off_denial", claim, 80) for _ in range(2)), row("write_off_denial", claim, 70))
    assert outcome(books) == [("applied", None), ("refused", "the amount is more than what is open"), ("applied", None)]
    assert AR not in books.accounts()


def test_where_two_parties_owe_the_decision_says_whose(books: Books) -> None:
    claim = books.claim([100])
    line = Line(100, 60, [("PR", "1", 10), ("CO", "197", 30)], control=claim.lines[0])
    books.today(St(60, [Clp(claim.number, 100, 60, [line])]))
    decide(books, row("write_off_denial", claim, "all"), row("write_off_denial", claim, "all", payer_id="PLAIN1"))
    assert outcome(books)[0][1] == "more than one party owes, or is owed, on this claim; say which"
    assert books.balances()[("ar_patient", claim.claim_id)] == 10
    assert (AR, claim.claim_id) not in books.balances()


def test_an_open_balance_moves_to_the_patient_and_back(books: Books) -> None:
    claim = denied(books)
    decide(books, row("transfer_to_patient", claim, 40, line_number=1))
    assert posted(books) == [(AR, -40, claim.lines[0]), ("ar_patient", 40, claim.lines[0])]
    decide(books, row("transfer_to_payer", claim, "all", payer_id="PLAIN1"))
    assert books.balances()[(AR, claim.claim_id)] == 150
    assert ("ar_patient", claim.claim_id) not in books.balances()


def test_an_open_balance_moves_to_the_second_payers_claim(books: Books) -> None:
    claim = books.claim([100], ["PLAIN1", "COAST2"])
    second = books.later(claim, "COAST2")
    line = Line(100, 50, [("CO", "197", 20), ("PR", "1", 30)], control=claim.lines[0])
    books.today(St(50, [Clp(claim.number, 100, 50, [line])]))
    decide(
        books,
        row("transfer_to_payer", claim, "all", payer_id="THIRD3"),
        row("transfer_to_payer", claim, "all", payer_id="COAST2", line_number=1),
    )
    assert outcome(books)[0] == ("refused", "the encounter has no claim for this payer")
    assert books.balances()[("ar_insurer:COAST2", second.claim_id)] == 50
    assert posted(books) == [("ar_insurer:COAST2", 20, second.lines[0]), (AR, -20, claim.lines[0])]


def test_a_payers_credit_is_owed_back_and_paid(books: Books) -> None:
    claim = overpaid(books)
    decide(books, row("refund_payer", claim, "all"))
    assert outcome(books) == [("refused", "the claim has no credit of this party")]
    line = Line(100, 20, [("CO", "45", 80)], control=claim.lines[0])
    books.tomorrow(St(20, [Clp(claim.number, 100, 20, [line])], trace="T9"))
    assert books.balances()[(AR, claim.claim_id)] == -100
    decide(books, row("refund_payer", claim, 100))
    assert books.accounts()["refund_payable:payer"] == -100
    decide(
        books,
        row("refund_paid", claim, 70, reference="x"),
        row("refund_paid", claim, 70),
        row("refund_paid", claim, 31),
    )
    assert books.accounts()["refund_payable:payer"] == -30
    assert books.accounts()["cash:bank"] == -70
    assert AR not in books.accounts()


def test_a_patients_credit_is_owed_back_and_paid(books: Books) -> None:
    claim = owing_patient(books)
    books.drop("patient_payments", PAID + f"a,{claim.number},2026-11-03,25,card,\n")
    books.tomorrow()
    decide(books, row("refund_patient", claim, 6), row("refund_patient", claim, "all"))
    assert outcome(books) == [("refused", "the amount is more than what is open"), ("applied", None)]
    assert books.accounts()["refund_payable:patient"] == -5
    decide(books, row("refund_paid", claim, "all"))
    assert books.accounts()["cash:patient"] == 20
    assert "ar_patient" not in books.accounts()


def test_a_refund_in_a_payment_file_is_money_given_back(books: Books) -> None:
    claim = owing_patient(books)
    rows = [f"a,{claim.number},2026-11-03,25,card,payment", f"b,{claim.number},2026-11-03,5,card,Refund"]
    rows += ["c,,2026-11-03,5,card,refund", "d,NOBODY,2026-11-03,5,card,refund", "e,,2026-11-03,5,card,gift"]
    books.drop("patient_payments", PAID + "\n".join(rows))
    books.tomorrow()
    assert books.accounts()["cash:patient"] == 20
    assert "ar_patient" not in books.accounts()
    assert books.rows("SELECT kind, amount FROM core.patient_payment ORDER BY amount") == [
        ("refund", -5),
        ("payment", 25),
    ]
    assert books.one("SELECT count(*) FROM core.problem WHERE code = 'payment_unusable'") == 3


def test_a_refund_that_a_correction_decided_is_not_taken_from_a_payment_file_too(books: Books) -> None:
    claim = owing_patient(books)
    books.drop("patient_payments", PAID + f"a,{claim.number},2026-11-03,25,card,\n")
    books.tomorrow()
    decide(books, row("refund_patient", claim, "all"))
    books.drop("patient_payments", PAID + f"b,{claim.number},2026-11-03,5,card,refund\n")
    books.tomorrow()
    assert books.accounts()["cash:patient"] == 25
    assert "refund_paid" in books.one("SELECT message FROM core.problem")


def test_money_held_for_a_patient_is_applied_split_and_refunded(books: Books) -> None:
    claim = owing_patient(books)
    books.drop("patient_payments", PAID + "a,,2026-11-03,25,card,\nb,NOBODY,2026-11-03,7,card,\n")
    books.tomorrow()
    assert (books.accounts()["unapplied:patient"], books.accounts()["suspense:patient"]) == (-25, -7)
    other = books.one("SELECT payment_id FROM core.patient_payment WHERE status = 'suspense'")
    decide(
        books,
        row("apply_payment", claim, 20, reference="a"),
        row("apply_payment", claim, 6, reference="a"),
        row("apply_payment", claim, "all", reference=other),
        row("refund_patient", None, "all", reference="a"),
        row("apply_payment", claim, 1, reference="never came"),
    )
    assert [fault for _, fault in outcome(books)] == [
        None, "the amount is more than what is open", None, None, "no patient payment has this reference",
    ]  # fmt: skip
    assert books.balances()[("ar_patient", claim.claim_id)] == -7
    assert books.accounts()["refund_payable:patient"] == -5
    assert {s for (s,) in books.rows("SELECT status FROM core.patient_payment")} == {"applied"}
    decide(books, row("refund_paid", None, 5, reference="a"))
    assert books.accounts()["cash:patient"] == 27
    assert "refund_payable:patient" not in books.accounts()
    assert "suspense:patient" not in books.accounts()


def test_a_voided_claim_leaves_nothing(books: Books) -> None:
    claim = denied(books)
    decide(books, row("write_off_denial", claim, 10, line_number=1), row("transfer_to_patient", claim, 40))
    decide(books, row("void_claim", claim))
    assert books.accounts() == {}
    assert books.rows("SELECT live FROM core.claim") == [(False,)]
    assert books.rows("SELECT state, reason_code FROM core.encounter") == [("not_billable", "voided")]
    assert books.rows("SELECT event, outcome, source, claim_number FROM core.claim_event WHERE event = 'voided'") == [
        ("voided", "voided", "us", claim.number)
    ]
    assert books.rows("SELECT DISTINCT corrects, rule FROM ledger.posting WHERE posted_on = ?", books.day) == [
        (f"charge:{claim.claim_id}", "charge_voided")
    ]
    decide(books, row("write_off_denial", claim, 10))
    assert outcome(books)[-1] == ("refused", "the claim is voided or replaced")


def test_a_claim_with_money_on_it_is_not_voided(books: Books) -> None:
    paid, own = owing_patient(books), books.claim([80], payers=(), patient_paid=10)
    books.work()
    decide(books, row("void_claim", paid), row("void_claim", own.claim_id))
    assert {fault for _, fault in outcome(books)} == {"payments or a payer's adjustments are posted to this claim"}
    books.drop("patient_payments", PAID + f"a,{own.claim_id},2026-11-03,10,cash,refund\n")
    books.tomorrow()
    decide(books, row("void_claim", own.claim_id, note="the desk gave the money back"))
    assert outcome(books)[-1] == ("applied", None)
    assert not {account for account, claim in books.balances() if claim == own.claim_id}


def test_a_reversed_write_off_is_owed_again(books: Books) -> None:
    claim = denied(books)
    decide(books, row("write_off_denial", claim, 30, line_number=1))
    correction = books.one("SELECT correction_id FROM core.correction")
    decide(books, row("reverse_write_off", reference=correction), row("reverse_write_off", reference="K1"))
    assert books.rows("SELECT status, fault, corrects FROM core.correction WHERE kind = 'reversal' ORDER BY fault") == [
        ("refused", "no decision has this correction_id", None), ("applied", None, f"correction:{correction}"),
    ]  # fmt: skip
    assert books.balances()[(AR, claim.claim_id)] == 150
    assert books.rows(
        "SELECT account, amount, line_id, corrects FROM ledger.posting WHERE rule = 'write_off_reversed' ORDER BY ALL"
    ) == [
        ("adjustment:denial", -30, claim.lines[0], f"correction:{correction}"),
        (AR, 30, claim.lines[0], f"correction:{correction}"),
    ]
    decide(books, row("reverse_write_off", reference=correction, reason="again"))
    assert outcome(books)[-1] == ("refused", "the write-off was taken back before")


def test_a_decision_about_a_remittance_waits_for_the_remittances(books: Books) -> None:
    books.claim([100])
    books.drop("corrections", as_csv(row("reject", reference="R1"), row("match_claim", reference="R1")))
    stage.take(books.night())
    assert outcome(books) == [("pending", None)]
    assert books.rows("SELECT kind, reference, settled_on FROM core.correction") == [("remittance", "R1", None)]
    assert books.one("SELECT message FROM core.problem") == "claim_number is missing; nothing was posted"
