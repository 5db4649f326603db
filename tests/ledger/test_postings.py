"""What the ledger holds after remittances: stories of one encounter, in dollars. Every law holds every night."""

from datetime import date
from decimal import Decimal

import pytest

from tests.ledger.books import Books, Claim
from tests.ledger.x835 import Clp, Line, St

D = Decimal
PRIMARY = [("CO", "45", 20), ("PR", "1", 20)]


def insured_twice(books: Books) -> tuple[Claim, Claim]:
    """A visit of 100 dollars, PLAIN1 first and COAST2 second."""
    claim = books.claim([100], ["PLAIN1", "COAST2"])
    books.work()
    return claim, books.later(claim, "COAST2")


def primary_pays(claim: Claim, *, sign: int = 1, trace: str = "T1") -> St:
    """60 paid, 20 contractual, 20 left to the patient; sign -1 reverses it."""
    cas = [(group, reason, sign * int(amount)) for group, reason, amount in PRIMARY]
    status = "1" if sign > 0 else "22"
    line = Line(sign * 100, sign * 60, cas, control=claim.lines[0])
    return St(sign * 60, [Clp(claim.number, sign * 100, sign * 60, [line], status=status)], trace=trace)


def test_a_paid_claim_with_patient_share(books: Books) -> None:
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
    days = books.rows("SELECT DISTINCT rule, effective_on FROM ledger.posting ORDER BY ALL")
    assert days[0] == ("charge", date(2026, 10, 20))
    assert {day for rule, day in days if rule != "charge"} == {date(2026, 11, 3)}


def test_a_denial_stays_open_and_is_never_written_off(books: Books) -> None:
    claim = books.claim([100])
    line = Line(100, 0, [("CO", "197", 60), ("CO", "9999"[:3], 40)], control=claim.lines[0])
    books.today(St(0, [Clp(claim.number, 100, 0, [line], status="4")]))
    assert books.accounts() == {"charges": D(-100), "ar_insurer:PLAIN1": D(100)}
    assert books.one("SELECT outcome FROM core.claim_event WHERE event = 'remittance'") == "denied"


@pytest.mark.parametrize("group", ["CO", "OA", "PI"])
def test_only_the_patients_group_reaches_the_patient(books: Books, group: str) -> None:
    claim = books.claim([100])
    line = Line(100, 0, [(group, "1", 50), (group, "96", 50)], control=claim.lines[0])
    books.today(St(0, [Clp(claim.number, 100, 0, [line])]))
    assert "ar_patient" not in books.accounts()
    assert books.accounts()["ar_insurer:PLAIN1"] == D(100)


def test_the_share_moves_to_the_next_payer_on_its_own_claim(books: Books) -> None:
    claim, second = insured_twice(books)
    books.tomorrow(primary_pays(claim))
    assert books.balances()[("ar_insurer:COAST2", second.claim_id)] == D(20)
    assert "ar_patient" not in books.accounts()
    row = books.dicts("SELECT * FROM core.claim WHERE claim_id = ?", second.claim_id)[0]
    assert (row["payer_priority"], row["party"], row["payer_id"], row["charge"], row["patient_paid"]) == (
        2, "insurer", "COAST2", D(100), D(0),
    )  # fmt: skip
    assert books.rows("SELECT line_id FROM core.claim_line WHERE claim_id = ?", second.claim_id) == [(second.lines[0],)]
    lines = books.rows("SELECT line_id, amount FROM ledger.posting WHERE account = 'ar_insurer:COAST2'")
    assert lines == [(second.lines[0], D(20))]


def test_a_coverage_that_ended_is_no_next_payer(books: Books) -> None:
    claim = books.claim([100], ["PLAIN1", "COAST2"], coverage_to=date(2026, 10, 19))
    books.work()
    books.tomorrow(primary_pays(claim))
    assert books.accounts()["ar_patient"] == D(20)


@pytest.mark.parametrize(
    ("cas", "paid", "adjusted", "open_second", "patient"),
    [
        # The same contract: nothing more is written off, whether OA-23 is what was paid or paid and adjusted.
        ([("OA", "23", 80), ("PR", "2", 5)], 15, 20, 0, 5),
        ([("OA", "23", 60), ("CO", "45", 20), ("PR", "2", 5)], 15, 20, 0, 5),
        # The later payer allows 70: ten more are given up.
        ([("OA", "23", 60), ("CO", "45", 30)], 10, 30, 0, 0),
        # The later payer's schedule is higher: what was given up comes back.
        ([("OA", "23", 60)], 40, 0, 0, 0),
        # A denial of everything takes nothing back and leaves the share open.
        ([("CO", "197", 100)], 0, 20, 20, 0),
        ([("OA", "23", 60), ("CO", "197", 40)], 0, 20, 20, 0),
        # Paid in full without a word about the earlier payer.
        ([("PR", "3", 80)], 20, 20, -80, 80),
    ],
)
def test_a_later_payer_restates_and_only_the_change_posts(
    books: Books, cas: list[tuple[str, str, int]], paid: int, adjusted: int, open_second: int, patient: int
) -> None:
    claim, second = insured_twice(books)
    books.tomorrow(primary_pays(claim))
    line = Line(100, paid, cas, control=claim.lines[0])
    books.tomorrow(St(paid, [Clp(claim.number, 100, paid, [line], status="2")], payer="COAST2", trace="T2"))
    held = books.accounts()
    assert held.get("adjustment:contractual", D(0)) == D(adjusted)
    assert held.get("ar_insurer:COAST2", D(0)) == D(open_second)
    assert held.get("ar_patient", D(0)) == D(patient)
    assert "ar_insurer:PLAIN1" not in held
    assert held["cash:in_transit"] == D(60 + paid)
    assert books.one("SELECT claim_id FROM core.remit_claim WHERE status_code = '2'") == second.claim_id


@pytest.mark.parametrize("together", [True, False])
def test_the_later_payer_may_come_first(books: Books, together: bool) -> None:
    claim, _ = insured_twice(books)
    line = Line(100, 15, [("OA", "23", 80), ("PR", "2", 5)], control=claim.lines[0])
    secondary = St(15, [Clp(claim.number, 100, 15, [line], status="2")], payer="COAST2", trace="T2")
    if together:
        books.tomorrow(secondary, primary_pays(claim))
    else:
        books.tomorrow(secondary)
        assert books.accounts()["ar_insurer:COAST2"] == D(-20)
        assert "adjustment:contractual" not in books.accounts()
        books.tomorrow(primary_pays(claim))
    assert books.accounts() == {
        "charges": D(-100), "cash:in_transit": D(75), "adjustment:contractual": D(20), "ar_patient": D(5),
    }  # fmt: skip


def test_a_later_payers_statement_at_claim_level_is_compared_as_a_whole(books: Books) -> None:
    claim, _ = insured_twice(books)
    books.tomorrow(primary_pays(claim))
    whole = Clp(claim.number, 100, 10, cas=[("OA", "23", 60), ("CO", "45", 30)], status="2")
    books.tomorrow(St(10, [whole], payer="COAST2", trace="T2"))
    assert books.accounts() == {"charges": D(-100), "cash:in_transit": D(70), "adjustment:contractual": D(30)}
    assert books.rows("SELECT line_id FROM ledger.posting WHERE rule = 'remit_restated'") == [(None,), (None,)]


def test_an_earlier_payers_correction_is_not_written_off_by_the_later_ones_old_statement(books: Books) -> None:
    claim, second = insured_twice(books)
    books.tomorrow(primary_pays(claim))
    line = Line(100, 15, [("OA", "23", 80), ("PR", "2", 5)], control=claim.lines[0])
    books.tomorrow(St(15, [Clp(claim.number, 100, 15, [line], status="2")], payer="COAST2", trace="T2"))
    reversal = primary_pays(claim, sign=-1).claims[0]
    again = Clp(claim.number, 100, 50, [Line(100, 50, [("CO", "45", 20), ("PR", "1", 30)], control=claim.lines[0])])
    # 60 taken back, 50 paid again, and 10 recovered from what was forwarded before: a payment of 0.
    books.tomorrow(St(0, [reversal, again], plb=[("FB", "X", -10)], trace="T3"))
    assert books.accounts()["adjustment:contractual"] == D(20)
    assert books.balances()[("ar_insurer:COAST2", second.claim_id)] == D(10)


def test_a_restatement_names_the_transaction_that_it_changes(books: Books) -> None:
    """The second payer changes what the first one's standing answer gave up, the third what the second's changed."""
    claim = books.claim([100], ["PLAIN1", "COAST2", "THIRD3"])
    books.work()
    books.tomorrow(primary_pays(claim))
    # Taken back and said again: the answer that was reversed and the reversal give nothing up any more.
    reversal = primary_pays(claim, sign=-1).claims[0]
    books.tomorrow(St(0, [primary_pays(claim).claims[0], reversal], trace="T3"))
    stands = books.one(
        "SELECT remit_claim_id FROM core.remit_claim WHERE status_code = '1' AND remit_claim_id NOT IN"
        " (SELECT reverses FROM core.remit_claim WHERE reverses IS NOT NULL)"
    )
    line = Line(100, 5, [("OA", "23", 80), ("CO", "45", 5), ("PR", "2", 10)], control=claim.lines[0])
    books.tomorrow(St(5, [Clp(claim.number, 100, 5, [line], status="2")], payer="COAST2", trace="T4"))
    line = Line(100, 4, [("OA", "23", 90), ("CO", "45", 6)], control=claim.lines[0])
    books.tomorrow(St(4, [Clp(claim.number, 100, 4, [line], status="3")], payer="THIRD3", trace="T5"))
    second, third = books.rows(
        "SELECT DISTINCT posted_on, transaction_id, corrects FROM ledger.posting"
        " WHERE rule = 'remit_restated' ORDER BY posted_on"
    )
    assert second[2] == f"remit:{stands}"
    assert third[2] == second[1]


def test_a_third_payer_is_compared_with_both_before(books: Books) -> None:
    claim = books.claim([100], ["PLAIN1", "COAST2", "THIRD3"])
    books.work()
    books.tomorrow(primary_pays(claim))
    line = Line(100, 10, [("OA", "23", 80), ("PR", "2", 10)], control=claim.lines[0])
    books.tomorrow(St(10, [Clp(claim.number, 100, 10, [line], status="2")], payer="COAST2", trace="T2"))
    assert books.balances()[("ar_insurer:THIRD3", books.later(claim, "THIRD3").claim_id)] == D(10)
    line = Line(100, 4, [("OA", "23", 90), ("PR", "2", 6)], control=claim.lines[0])
    books.tomorrow(St(4, [Clp(claim.number, 100, 4, [line], status="3")], payer="THIRD3", trace="T3"))
    assert books.accounts() == {
        "charges": D(-100), "cash:in_transit": D(74), "adjustment:contractual": D(20), "ar_patient": D(6),
    }  # fmt: skip


def test_reversal_and_correction(books: Books) -> None:
    claim = books.claim([100])
    books.work()
    books.tomorrow(primary_pays(claim))
    reversal = primary_pays(claim, sign=-1).claims[0]
    again = Clp(claim.number, 100, 70, [Line(100, 70, [("CO", "45", 20), ("PR", "1", 10)], control=claim.lines[0])])
    books.tomorrow(St(10, [reversal, again], trace="T2"))
    assert books.accounts() == {
        "charges": D(-100), "cash:in_transit": D(70), "adjustment:contractual": D(20), "ar_patient": D(10),
    }  # fmt: skip
    outcomes = books.rows("SELECT outcome FROM core.claim_event WHERE event = 'remittance' ORDER BY event_id")
    assert sorted(o for (o,) in outcomes) == ["paid", "paid", "reversed"]


def test_provider_adjustments_are_part_of_the_payment(books: Books) -> None:
    claim = books.claim([100])
    one = primary_pays(claim)
    one.paid, one.plb = 52, [("WO", "A", 10), ("L6", "B", -3), ("ZZ", "C", 1)]
    books.today(one)
    held = books.accounts()
    assert held["cash:in_transit"] == D(52)
    assert (held["provider_adjustment:WO"], held["interest:payer"], held["provider_adjustment:ZZ"]) == (
        10,
        -3,
        1,
    )


def test_several_pairs_of_one_reason(books: Books) -> None:
    books.claim([100])
    books.today(St(0, plb=[("FB", "A", -10), ("FB", "B", 4), ("FB", "C", 6)]))
    assert "provider_adjustment:FB" not in books.accounts()
    assert (
        books.one("SELECT count(DISTINCT transaction_id) FROM ledger.posting WHERE rule = 'provider_adjustment'") == 3
    )


def test_an_unbalanced_claim_is_held_alone(books: Books) -> None:
    claim, other = books.claim([100]), books.claim([50])
    wrong = Clp(claim.number, 100, 60, [Line(100, 60, [("CO", "45", 30)], control=claim.lines[0])])
    good = Clp(other.number, 50, 40, [Line(50, 40, [("CO", "45", 10)], control=other.lines[0])])
    books.today(St(100, [wrong, good]))
    assert books.accounts() == {
        "charges": D(-150), "ar_insurer:PLAIN1": D(100), "cash:in_transit": D(100), "suspense:claim": D(-60),
        "adjustment:contractual": D(10),
    }  # fmt: skip
    status, reason = books.rows("SELECT status, reason FROM core.remit_claim ORDER BY claim_index")[0]
    assert status == "suspended"
    assert "segment" in reason


def test_an_unbalanced_payment_is_not_distributed(books: Books) -> None:
    claim = books.claim([100])
    one = primary_pays(claim)
    one.paid = 61
    books.today(one)
    assert books.accounts() == {
        "charges": D(-100), "ar_insurer:PLAIN1": D(100), "cash:in_transit": D(61), "suspense:transaction": D(-61),
    }  # fmt: skip
    assert books.one("SELECT count(DISTINCT transaction_id) FROM ledger.posting WHERE source_file <> 'f'") == 1


@pytest.mark.parametrize(("paid", "credit"), [(-60, "C"), (60, "D")])
def test_a_debit_or_negative_payment_is_suspended(books: Books, paid: int, credit: str) -> None:
    claim = books.claim([100])
    one = primary_pays(claim, sign=1 if paid > 0 else -1)
    one.paid, one.credit = paid, credit
    books.today(one)
    assert books.one("SELECT status FROM core.remittance") == "suspended"
    assert books.accounts()["suspense:transaction"] == D(-paid)


def test_money_of_an_unknown_claim_waits_in_suspense(books: Books) -> None:
    books.claim([100])
    line = Line(100, 60, [("CO", "45", 40)])
    books.today(St(60, [Clp("SOMEBODYELSE", 100, 60, [line])]))
    assert books.accounts()["suspense:claim"] == D(-60)
    assert books.one("SELECT reason FROM core.remit_claim").startswith("unmatched")


def test_adjustments_at_claim_level_post_at_claim_level(books: Books) -> None:
    claim = books.claim([100])
    whole = Clp(claim.number, 100, 60, [Line(100, 100, control=claim.lines[0])], cas=PRIMARY)
    books.today(St(60, [whole]))
    assert books.accounts() == {
        "charges": D(-100), "cash:in_transit": D(60), "adjustment:contractual": D(20), "ar_patient": D(20),
    }  # fmt: skip
    lines = books.rows("SELECT line_id FROM ledger.posting WHERE rule IN ('remit_contractual', 'remit_patient_share')")
    assert set(lines) == {(None,)}


def test_a_predetermination_posts_nothing(books: Books) -> None:
    claim = books.claim([100])
    line = Line(100, 0, [("CO", "45", 20), ("PR", "1", 80)], control=claim.lines[0])
    books.today(St(0, [Clp(claim.number, 100, 0, [line], status="25")]))
    assert books.accounts() == {"charges": D(-100), "ar_insurer:PLAIN1": D(100)}


def test_a_payer_that_we_hold_as_first_and_that_paid_second_leaves_the_rest_open(books: Books) -> None:
    claim = books.claim([100])
    line = Line(100, 10, [("OA", "23", 70), ("CO", "45", 20)], control=claim.lines[0])
    books.today(St(10, [Clp(claim.number, 100, 10, [line], status="2")]))
    assert books.accounts()["ar_insurer:PLAIN1"] == D(70)
    assert books.accounts()["adjustment:contractual"] == D(20)


def test_a_later_payer_without_coverage_is_suspended(books: Books) -> None:
    claim = books.claim([100])
    line = Line(100, 10, [("OA", "23", 90)], control=claim.lines[0])
    books.today(St(10, [Clp(claim.number, 100, 10, [line], status="2")], payer="COAST2"))
    assert books.accounts()["suspense:claim"] == D(-10)


def test_a_desk_payment_is_a_credit_until_the_share_arrives(books: Books) -> None:
    claim = books.claim([100], patient_paid=20)
    books.work()
    assert books.accounts()["ar_patient"] == D(-20)
    books.tomorrow(primary_pays(claim))
    assert books.accounts() == {
        "charges": D(-100), "cash:in_transit": D(60), "adjustment:contractual": D(20), "cash:patient": D(20),
    }  # fmt: skip


def test_a_self_pay_claim_is_owed_by_the_patient(books: Books) -> None:
    books.claim([100], payers=())
    books.work()
    assert books.accounts() == {"charges": D(-100), "ar_patient": D(100)}


def test_the_same_night_again_posts_nothing(books: Books) -> None:
    claim, _ = insured_twice(books)
    books.tomorrow(primary_pays(claim))
    before = books.rows("SELECT * FROM ledger.posting ORDER BY posting_id")
    books.work()
    assert books.rows("SELECT * FROM ledger.posting ORDER BY posting_id") == before


def test_a_second_run_of_a_day_adds_what_came_in_between(books: Books) -> None:
    claim, _ = insured_twice(books)
    line = Line(100, 15, [("OA", "23", 80), ("PR", "2", 5)], control=claim.lines[0])
    books.tomorrow(St(15, [Clp(claim.number, 100, 15, [line], status="2")], payer="COAST2", trace="T2"))
    books.remit(primary_pays(claim), name="b")
    books.work()
    assert books.accounts() == {
        "charges": D(-100), "cash:in_transit": D(75), "adjustment:contractual": D(20), "ar_patient": D(5),
    }  # fmt: skip
