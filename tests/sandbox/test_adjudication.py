"""What a payer decides: deductible, copay, coinsurance, refusals; and reading a claim as a payer does."""

from dataclasses import replace
from pathlib import Path

import pytest

from tasks.sandbox.adjudication import Memory, decide, forget
from tasks.sandbox.claims837 import Claim837, Line, Payee
from tasks.sandbox.decisions import Decision, lowered, refused, reversal
from tasks.sandbox.habits import Habits, habits_of
from tasks.sandbox.reader837 import read_837

NAME = ("DOE", "JANE", "", "")
PAYEE = Payee("PRACTICE", "2990000012", "990000011")


def _claim(number: str = "AB000000000101", code: str = "99213", **values: object) -> Claim837:
    line = Line("1", ["HC", code], 10000, "1", "20260105", f"{number}L1")
    claim = Claim837(
        number, 10000, "11", "1", PAYEE, "P", "CI", "ANY", "ANY PAYER", NAME, "M1", NAME, lines=[line],
        authorization="A1",
    )  # fmt: skip
    return replace(claim, **values)  # type: ignore[arg-type]


def _habits(**values: object) -> Habits:
    plain = {"allowed": [80, 80], "coinsurance": 0, "copay": 0, "deductible": [0], "claim_copay": 0, "sequestration": 0}
    return replace(habits_of("ANY"), **(plain | values))  # type: ignore[arg-type]


def _decide(claim: Claim837, habits: Habits) -> Decision:
    """Decide with a seed under which nothing is refused by chance."""
    for seed in range(100):
        decision = decide(claim, habits, Memory({}, {}), "20260106", seed)
        if not decision.denied:
            return decision
    raise AssertionError("every seed refuses this claim")


@pytest.mark.parametrize(
    ("habits", "paid", "adjustments"),
    [
        ({}, 8000, [("CO", "45", 2000)]),
        ({"deductible": [50]}, 3000, [("CO", "45", 2000), ("PR", "1", 5000)]),
        ({"deductible": [500]}, 0, [("CO", "45", 2000), ("PR", "1", 8000)]),
        ({"copay": 25}, 5500, [("CO", "45", 2000), ("PR", "3", 2500)]),
        ({"deductible": [50], "coinsurance": 20}, 2400, [("CO", "45", 2000), ("PR", "1", 5000), ("PR", "2", 600)]),
        ({"sequestration": 2}, 7840, [("CO", "45", 2000), ("CO", "253", 160)]),
    ],
)
def test_the_patients_share_and_the_payment(
    habits: dict[str, object], paid: int, adjustments: list[tuple[str, str, int]]
) -> None:
    decision = _decide(_claim(), _habits(**habits))
    assert decision.paid == paid
    assert decision.lines[0].adjustments == adjustments
    assert decision.patient_share == sum(amount for group, _, amount in adjustments if group == "PR")


NUMBERS = ("AB000000000101", "AB000000000201", "AB000000000102")


@pytest.fixture(scope="module")
def kind_seed() -> int:
    """A seed under which chance refuses none of NUMBERS."""

    def kind(seed: int) -> bool:
        return not any(decide(_claim(n), _habits(), Memory({}, {}), "20260106", seed).denied for n in NUMBERS)

    return next(seed for seed in range(1000) if kind(seed))


def test_a_deductible_is_used_up_once_a_year(kind_seed: int) -> None:
    memory, habits = Memory({}, {}), _habits(deductible=[100])
    first = decide(_claim("AB000000000101"), habits, memory, "20260106", kind_seed)
    second = decide(_claim("AB000000000201", code="99214"), habits, memory, "20260106", kind_seed)
    assert (first.patient_share, second.patient_share) == (8000, 2000)


def test_a_copay_on_the_claim_is_an_adjustment_of_the_claim() -> None:
    decision = _decide(_claim(), _habits(claim_copay=3))
    assert decision.adjustments == [("PR", "3", 300)]
    assert decision.paid == decision.lines[0].paid - 300


def test_the_same_service_under_another_claim_number_is_a_duplicate(kind_seed: int) -> None:
    memory = Memory({}, {})
    decide(_claim("AB000000000101"), _habits(), memory, "20260106", kind_seed)
    again = decide(_claim("AB000000000201"), _habits(), memory, "20260106", kind_seed)
    assert again.lines[0].adjustments == [("OA", "18", 10000)]
    assert again.lines[0].remarks == ["N522"]
    replacement = decide(_claim("AB000000000102", frequency="7"), _habits(), memory, "20260106", kind_seed)
    assert replacement.paid == 8000


def test_what_is_taken_back_is_as_if_never_decided(kind_seed: int) -> None:
    memory, habits = Memory({}, {}), _habits(deductible=[50])
    first = decide(_claim("AB000000000101"), habits, memory, "20260106", kind_seed)
    forget(first, "ANY", memory)
    again = decide(_claim("AB000000000201"), habits, memory, "20260107", kind_seed)
    assert (again.patient_share, again.paid) == (first.patient_share, first.paid) == (5000, 3000)


def test_a_second_payer_pays_what_the_first_left() -> None:
    claim = _claim(responsibility="S")
    claim.lines[0].prior_paid = 6000
    decision = _decide(claim, _habits())
    assert (decision.status, decision.paid) == ("2", 2000)
    assert decision.lines[0].adjustments == [("OA", "23", 8000)]


def test_a_claim_decided_anew_still_balances() -> None:
    first = _decide(_claim(), _habits(coinsurance=20))
    for anew in (lowered(first), refused(first), reversal(first)):
        taken = sum(amount for line in anew.lines for _, _, amount in line.adjustments)
        assert anew.charge - taken == anew.paid == sum(line.paid for line in anew.lines)
    assert reversal(first).paid == -first.paid
    assert 0 < lowered(first).paid < first.paid
    assert refused(first).denied


def test_the_reader_takes_every_claim_of_foreign_files(shared: Path) -> None:
    for path in sorted((shared / "x12" / "837p").glob("*.x12")):
        content = path.read_bytes()
        claims = [c for i in read_837(content) for t in i.transactions for c in t.claims]
        end, element = content[105:106], content[3:4]
        assert len(claims) == sum(s.strip().startswith(b"CLM" + element) for s in content.split(end)), path.name
        for claim in claims:
            assert claim.number
            assert claim.payer_id
            assert claim.payee.npi
            assert claim.member_id
            assert sum(line.charge for line in claim.lines) == claim.charge, path.name
            assert all(line.service_on and line.code for line in claim.lines)


def test_a_foreign_claim_with_a_dependent_is_read_right(shared: Path) -> None:
    path = shared / "x12" / "837p" / "kputnam-commercial-health-insurance.x12"
    (claim,) = (c for i in read_837(path.read_bytes()) for t in i.transactions for c in t.claims)
    assert claim.patient != claim.subscriber
    assert (claim.place, claim.frequency, claim.filing_indicator) == ("11", "1", "CI")
    assert len(claim.lines) == 4


def test_the_number_of_the_claim_that_is_corrected_is_the_payers_own(shared: Path) -> None:
    path = shared / "x12" / "837p" / "kputnam-commercial-health-insurance.x12"
    other = "SBR*S*18*******CI~REF*F8*OTHERS~LX*1~"
    for frequency, corrects in (("1", ""), ("7", "PCN-77"), ("8", "PCN-77")):
        content = path.read_text().replace(":B:1*", f":B:{frequency}*").replace("LX*1~", f"REF*F8*PCN-77~{other}")
        (claim,) = (c for i in read_837(content.encode()) for t in i.transactions for c in t.claims)
        assert (claim.original, claim.corrects) == ("PCN-77", corrects)


def test_something_else_than_x12_is_refused() -> None:
    with pytest.raises(ValueError, match="ISA"):
        read_837(b"PK\x03\x04")
