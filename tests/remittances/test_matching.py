"""The match ladder: each rung finds what the rungs above did not, and what is ambiguous is matched by none."""

from datetime import date
from decimal import Decimal

import pytest

from tests.ledger.books import SERVICE, Books, Claim
from tests.ledger.x835 import Clp, Line, St


def pays(number: str, *, charge: int = 100, paid: int = 60, **options: object) -> St:
    """A payment by a claim number that may be nobody's."""
    line = Line(charge, paid, [("CO", "45", charge - paid)])
    return St(paid, [Clp(number, charge, paid, [line], **options)])  # type: ignore[arg-type]


def matched(books: Books) -> tuple[str | None, str | None, str]:
    row = books.dicts("SELECT claim_id, match_rung, status FROM core.remit_claim")[0]
    return row["claim_id"], row["match_rung"], row["status"]


def test_our_number_without_the_submission(books: Books) -> None:
    claim = books.claim([100])
    books.today(pays(claim.claim_id))
    assert matched(books) == (claim.claim_id, "claim_id", "posted")


@pytest.mark.parametrize(
    "person",
    [{"member": "M-77"}, {"patient": "DOE*JANE ANN", "member": "OTHER"}, {"patient": "doe*Jane", "member": "m 77"}],
    ids=["member", "name", "both"],
)
def test_patient_day_and_charge(books: Books, person: dict[str, str]) -> None:
    claim = books.claim([60, 40], member="M77", name=("Doe", "Jane"))
    books.claim([60, 50], member="M77", name=("Doe", "Jane"))
    books.today(pays("LOST", day=SERVICE, icn="X1", **{"patient": "ROE*RICHARD", **person}))
    assert matched(books) == (claim.claim_id, "patient_day_charge", "posted")


@pytest.mark.parametrize(
    "wrong",
    [{"day": date(2026, 10, 21)}, {"charge": 101}, {"member": "M78"}],
    ids=["day", "charge", "member"],
)
def test_patient_day_and_charge_must_all_fit(books: Books, wrong: dict[str, object]) -> None:
    books.claim([100], member="M77")
    told: dict[str, object] = {"day": SERVICE, "member": "M77", "icn": "X1", **wrong}
    books.today(pays("LOST", **told))  # type: ignore[arg-type]
    assert matched(books) == (None, None, "suspended")


def test_two_visits_of_a_patient_on_a_day_for_a_charge_match_neither(books: Books) -> None:
    books.claim([100], member="M77")
    books.claim([100], member="M77")
    books.today(pays("LOST", day=SERVICE, member="M77", icn="X1"))
    assert matched(books) == (None, None, "suspended")
    assert books.accounts()["suspense:claim"] == Decimal(-60)


def test_another_payers_claim_is_not_matched_by_patient(books: Books) -> None:
    books.claim([100], ["COAST2"], member="M77")
    books.today(pays("LOST", day=SERVICE, member="M77", icn="X1"))
    assert matched(books) == (None, None, "suspended")


def line_of(books: Books, claim: Claim, line: Line) -> tuple[str | None, str | None]:
    books.today(St(line.paid, [Clp(claim.number, line.charge, line.paid, [line])]))
    found: tuple[str | None, str | None] = books.rows("SELECT line_id, match_rung FROM core.remit_line")[0]
    return found


def test_a_line_on_another_day_is_not_matched(books: Books) -> None:
    claim = books.claim([100], codes=["A0001"])
    assert line_of(books, claim, Line(100, 100, code="A0001", day=date(2026, 10, 21))) == (None, None)


def test_a_line_with_another_modifier_is_not_matched(books: Books) -> None:
    claim = books.claim([100], codes=["A0001"])
    books.con.execute("UPDATE core.claim_line SET modifier1 = '59'")
    assert line_of(books, claim, Line(100, 100, code="A0001", day=SERVICE, modifiers=["25"])) == (None, None)


def test_a_line_without_the_billed_modifier_is_matched(books: Books) -> None:
    claim = books.claim([100], codes=["A0001"])
    books.con.execute("UPDATE core.claim_line SET modifier1 = '59', modifier2 = '25'")
    found = line_of(books, claim, Line(100, 100, code="A0001", day=SERVICE, modifiers=["25"]))
    assert found == (claim.lines[0], "code_day_charge")


def test_a_reversed_line_is_matched_by_its_charge(books: Books) -> None:
    claim = books.claim([100, 50], codes=["A0001", "A0002"])
    line = Line(-50, -50, code="A0002", day=SERVICE)
    books.today(St(0, [Clp(claim.number, -50, -50, [line], status="22")], [("WO", claim.number, -50)]))
    assert books.rows("SELECT line_id FROM core.remit_line") == [(claim.lines[1],)]


@pytest.mark.parametrize("status", ["1", "2", "3", "4", "19", "20", "21", "22", "23", "25", "77"])
@pytest.mark.parametrize("paid", [0, 60])
def test_every_claim_status_posts_waits_or_is_left(books: Books, status: str, paid: int) -> None:
    claim = books.claim([100])
    line = Line(100, paid, [("CO", "45", 100 - paid)], control=claim.lines[0])
    books.today(St(paid, [Clp(claim.number, 100, paid, [line], status=status)]))
    left = {"23", "25"}
    expected = "posted"
    if status == "77" or (status in left and paid):
        expected = "suspended"
    elif status in left:
        expected = "not_posted"
    assert matched(books)[2] == expected
    assert books.accounts().get("suspense:claim", Decimal(0)) == (Decimal(-paid) if expected == "suspended" else 0)
    assert (books.accounts().get("ar_insurer:PLAIN1", Decimal(0)) == Decimal(100)) == (expected != "posted")
