"""Which transaction sets are taken in, which are not, and what a person is told."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.ledger.books import Books, Claim
from tests.ledger.x835 import Clp, Line, St, file_835


def pays(claim: Claim, paid: int = 60, **options: object) -> St:
    """A payment of a claim of 100 dollars, the rest contractual."""
    line = Line(100, paid, [("CO", "45", 100 - paid)], control=claim.lines[0])
    return St(paid, [Clp(claim.number, 100, paid, [line])], **options)  # type: ignore[arg-type]


def problems(books: Books) -> list[tuple[str, str]]:
    return books.rows("SELECT code, severity FROM core.problem ORDER BY code")


def ledger(books: Books) -> list[tuple[object, ...]]:
    return books.rows("SELECT * FROM ledger.posting ORDER BY posting_id")


def test_every_set_of_every_file_is_read(books: Books) -> None:
    a, b, c = books.claim([100]), books.claim([100]), books.claim([100])
    books.remit(pays(c, trace="T3"), name="z", control=2)
    books.today(pays(a, trace="T1"), pays(b, trace="T2"))
    assert books.one("SELECT count(*) FROM core.remittance WHERE status = 'posted'") == 3
    assert books.accounts()["cash:in_transit"] == Decimal(180)


def test_the_same_bytes_again_post_nothing(books: Books) -> None:
    claim = books.claim([100])
    books.today(pays(claim))
    before = ledger(books)
    books.tomorrow(pays(claim), name="another")
    assert ledger(books) == before
    assert problems(books) == [("file_sent_twice", "warning")]


@pytest.mark.parametrize("same_night", [True, False])
def test_the_same_transaction_in_another_envelope_posts_nothing_and_is_said(books: Books, same_night: bool) -> None:
    claim = books.claim([100])
    again = file_835(St(5, trace="T7", plb=[("WO", "X", -5)]), pays(claim), control=77).replace(b"~\n", b"~")
    if same_night:
        books.drop("remits", again, "b")
        books.today(pays(claim))
    else:
        books.today(pays(claim))
        books.drop("remits", again, "b")
        books.tomorrow()
    assert books.accounts()["cash:in_transit"] == Decimal(65)
    assert books.one("SELECT count(*) FROM core.remittance") == 2
    assert problems(books) == [("remittance_duplicate", "warning")]
    earlier = books.one("SELECT remittance_id FROM core.remittance WHERE trace = 'T1'")
    assert earlier in books.one("SELECT message FROM core.problem")


@pytest.mark.parametrize("same_night", [True, False])
def test_the_same_payment_with_other_content_is_held(books: Books, same_night: bool) -> None:
    claim, other = books.claim([100]), books.claim([100])
    if same_night:
        books.today(pays(claim), pays(other))
    else:
        books.today(pays(claim))
        books.tomorrow(pays(other))
    assert sorted(books.rows("SELECT status FROM core.remittance")) == [("held",), ("posted",)]
    assert books.accounts()["cash:in_transit"] == Decimal(60)
    assert books.one("SELECT status FROM core.remit_claim WHERE reason IS NOT NULL") == "not_posted"
    mart = "SELECT DISTINCT reason FROM core.remittance WHERE status = 'held'"
    posted = books.one("SELECT remittance_id FROM core.remittance WHERE status = 'posted'")
    assert posted in books.one(mart)


@pytest.mark.parametrize(
    "other", [{"trace": "T2"}, {"day": date(2026, 11, 4)}, {"payer": "COAST2"}], ids=["trace", "day", "payer"]
)
def test_another_payment_of_the_same_amount_is_not_held(books: Books, other: dict[str, object]) -> None:
    a, b = books.claim([100]), books.claim([100])
    books.today(pays(a), pays(b, **other))
    assert books.one("SELECT count(*) FROM core.remittance WHERE status = 'posted'") == 2


def test_payments_of_nothing_are_never_the_same_payment(books: Books) -> None:
    books.claim([100])
    books.today(
        St(0, plb=[("FB", "A", 1), ("WO", "A", -1)], trace="T0"),
        St(0, plb=[("FB", "A", 2), ("WO", "A", -2)], trace="T0"),
    )
    assert books.one("SELECT count(*) FROM core.remittance WHERE status = 'posted'") == 2


@pytest.mark.parametrize("same_night", [True, False])
def test_a_claim_repeated_by_a_payment_of_nothing_is_not_posted_twice(books: Books, same_night: bool) -> None:
    """A deductible, and money that a takeback of the same amount eats up; the second set adds a claim of its own."""
    owing, paid, new = (books.claim([100]) for _ in range(3))
    share = Clp(owing.number, 100, 0, [Line(100, 0, [("CO", "45", 30), ("PR", "1", 70)], control=owing.lines[0])])
    eaten = Clp(paid.number, 100, 60, [Line(100, 60, [("CO", "45", 40)], control=paid.lines[0])], icn="ICN2")
    fresh = Clp(new.number, 100, 0, [Line(100, 0, [("PR", "1", 100)], control=new.lines[0])], icn="ICN3")
    first = St(0, [share, eaten], [("CS", "", 60)], trace="0000")
    again = St(0, [share, eaten, fresh], [("CS", "", 60)], trace="0000")
    books.work()
    if same_night:
        books.remit(again, name="b")
        books.tomorrow(first)
    else:
        books.tomorrow(first)
        books.tomorrow(again)
    held = books.accounts()
    assert held["ar_patient"] == 170
    assert held["adjustment:contractual"] == 70
    assert held["suspense:claim"] == -60
    assert sorted(books.rows("SELECT status, count(*) FROM core.remit_claim GROUP BY ALL")) == [
        ("not_posted", 1), ("posted", 3), ("suspended", 1),
    ]  # fmt: skip


def test_a_claim_said_again_after_its_reversal_posts_under_the_same_trace(books: Books) -> None:
    claim = books.claim([100])

    def says(sign: int) -> Clp:
        line = Line(sign * 100, 0, [("PR", "1", sign * 100)], control=claim.lines[0])
        return Clp(claim.number, sign * 100, 0, [line], status="1" if sign > 0 else "22")

    books.today(St(0, [says(1)], trace="0000"))
    books.tomorrow(St(0, [says(-1)], trace="0000"))
    assert "ar_patient" not in books.accounts()
    books.tomorrow(St(0, [says(1)], [("CS", "A", 1), ("CS", "B", -1)], trace="0000"))
    assert books.accounts()["ar_patient"] == 100


def test_a_truncated_set_is_a_problem_and_the_complete_one_comes_later(books: Books) -> None:
    a, b = books.claim([100]), books.claim([100])
    whole = file_835(pays(a, trace="T1"), pays(b, trace="T2"))
    books.drop("remits", whole[: whole.rindex(b"SE*")], "cut")
    books.work()
    assert books.rows("SELECT trace, status FROM core.remittance") == [("T1", "posted")]
    assert [code for code, _ in problems(books)].count("remittance_truncated") == 1
    assert books.one("SELECT position FROM core.problem WHERE code = 'remittance_truncated'").startswith(
        "transaction set 2"
    )
    books.drop("remits", whole, "whole")
    books.tomorrow()
    assert books.rows("SELECT trace FROM core.remittance ORDER BY trace") == [("T1",), ("T2",)]
    assert books.accounts()["cash:in_transit"] == Decimal(120)


def test_an_unreadable_amount_costs_its_set_alone(books: Books) -> None:
    a, b = books.claim([100]), books.claim([100])
    bad = file_835(pays(a, trace="T1"), pays(b, trace="T2")).replace(b"SVC*HC:99213*100*60", b"SVC*HC:99213*100*6O", 1)
    books.drop("remits", bad)
    books.work()
    assert books.rows("SELECT trace FROM core.remittance") == [("T2",)]
    assert "remittance_unreadable" in dict(problems(books))


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\xff" * 50, b"hello", b"ISA*00*"], ids=["empty", "binary", "text", "isa"]
)
def test_a_file_that_is_no_835_is_a_problem_and_stops_nothing(books: Books, content: bytes) -> None:
    claim = books.claim([100])
    books.drop("remits", content, "odd")
    books.today(pays(claim))
    assert books.accounts()["cash:in_transit"] == Decimal(60)
    assert any(severity == "error" for _, severity in problems(books))


def test_a_remittance_of_another_payee_is_held(books: Books) -> None:
    claim = books.claim([100])
    books.today(pays(claim, npi="1999999984"))
    assert books.one("SELECT status FROM core.remittance") == "held"
    assert "cash:in_transit" not in books.accounts()
    assert ("remittance_of_another_payee", "error") in problems(books)


def test_arrival_order_and_names_do_not_matter(tmp_path: Path) -> None:
    from tests.ledger.books import open_books

    texts = []
    for turn, names in enumerate((("a", "b", "c"), ("c", "a", "b"))):
        books = open_books(tmp_path / str(turn))
        a, b = books.claim([100]), books.claim([100])
        files = [file_835(pays(a)), file_835(pays(b), control=2), file_835(pays(a), control=3)]
        for name, content in zip(names, files, strict=True):
            books.drop("remits", content, name)
        books.work()
        texts.append((books.folder.journal / f"{books.day}.txt").read_bytes())
        books.con.close()
    assert texts[0] == texts[1]


def test_a_claim_is_matched_by_the_payers_number_when_ours_is_lost(books: Books) -> None:
    claim = books.claim([100])
    books.today(pays(claim))
    line = Line(-100, -60, [("CO", "45", -40)])
    lost = Clp("UNKNOWN", -100, -60, [line], status="22")
    books.tomorrow(St(0, [lost], [("WO", "X", -60)], trace="T2"))
    row = books.dicts("SELECT * FROM core.remit_claim WHERE claim_number = 'UNKNOWN'")[0]
    assert (row["claim_id"], row["match_rung"], row["status"]) == (claim.claim_id, "payer_claim_number", "posted")


def test_a_payers_number_of_two_claims_matches_neither(books: Books) -> None:
    a, b = books.claim([100]), books.claim([100])
    books.today(pays(a, trace="T1"), pays(b, trace="T2"))
    line = Line(100, 60, [("CO", "45", 40)])
    books.tomorrow(St(60, [Clp("UNKNOWN", 100, 60, [line])], trace="T3"))
    assert books.one("SELECT status FROM core.remit_claim WHERE claim_number = 'UNKNOWN'") == "suspended"


def remitted_lines(books: Books) -> list[tuple[str | None, str | None]]:
    return books.rows("SELECT line_id, match_rung FROM core.remit_line ORDER BY remit_line_id")


def test_lines_climb_the_ladder(books: Books) -> None:
    claim = books.claim([100, 50, 30, 30], codes=["A0001", "A0002", "A0003", "A0003"])
    day = date(2026, 10, 20)
    lines = [
        Line(50, 50, code="A0002", day=day),
        Line(100, 100, code="A0001", modifiers=["25"], day=day),
        Line(30, 30, code="A0003", day=day),
        Line(30, 30, code="A0003", control=claim.lines[3]),
    ]
    books.today(St(210, [Clp(claim.number, 210, 210, lines)]))
    assert remitted_lines(books) == [
        (claim.lines[1], "code_modifiers_day_charge"),
        (claim.lines[0], "code_day_charge"),
        (claim.lines[2], "code_modifiers_day_charge"),
        (claim.lines[3], "line_control"),
    ]


def test_an_ambiguous_line_is_not_matched_and_posts_at_claim_level(books: Books) -> None:
    claim = books.claim([30, 30])
    lines = [Line(30, 20, [("CO", "45", 10)], day=date(2026, 10, 20)), Line(30, 30, day=date(2026, 10, 20))]
    books.today(St(50, [Clp(claim.number, 60, 50, lines)]))
    assert remitted_lines(books) == [(None, None), (None, None)]
    assert books.rows("SELECT DISTINCT line_id FROM ledger.posting WHERE rule LIKE 'remit%'") == [(None,)]
    assert books.accounts()["cash:in_transit"] == Decimal(50)


def test_what_was_decided_is_kept_with_each_adjustment(books: Books) -> None:
    claim = books.claim([100])
    cas = [("CO", "45", 10), ("PR", "1", 20), ("OA", "23", 30), ("CO", "197", 15), ("CO", "250", 25)]
    line = Line(100, 0, cas, control=claim.lines[0])
    books.today(St(0, [Clp(claim.number, 100, 0, [line])]))
    found = books.rows("SELECT reason_code, category, posting FROM core.remit_adjustment ORDER BY remit_adjustment_id")
    assert found == [
        ("45", "contractual", "contractual"),
        ("1", "patient_share", "patient"),
        ("23", "prior_payer", "compare"),
        ("197", "authorization", "open"),
        ("250", None, "open"),
    ]


@pytest.mark.parametrize("ours", [True, False], ids=["ours", "others"])
def test_every_public_835_is_kept_by_its_verdict_and_the_laws_hold(books: Books, shared: Path, ours: bool) -> None:
    for number, path in enumerate(sorted((shared / "x12" / "835").glob("*.x12"))):
        content = path.read_bytes()
        to_us = re.sub(rb"N1\*PE\*[^~]*", b"N1*PE*RIVERSIDE*XX*1234567893", content)
        books.drop("remits", to_us if ours else content, str(number))
    books.work()
    rows = books.rows(
        "SELECT status, paid_amount = claims_amount - provider_adjustments AND paid_amount >= 0 FROM core.remittance"
    )
    assert len(rows) > 10
    if not ours:
        assert {status for status, _ in rows} == {"held"}
        assert books.accounts() == {}
        return
    assert {status for status, sound in rows if sound} <= {"posted", "held"}
    assert {status for status, sound in rows if not sound} <= {"suspended", "held"}
    total = books.one("SELECT coalesce(sum(paid_amount), 0) FROM core.remittance WHERE status <> 'held'")
    assert books.accounts()["cash:in_transit"] == total
