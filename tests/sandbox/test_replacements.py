"""A payer takes back what it decided about a claim when it decides the one in its place, or when it is withdrawn."""

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tasks.sandbox.adjudication import decide
from tasks.sandbox.claims837 import Claim837, Line, Payee
from tasks.sandbox.clearinghouse import answer
from tasks.sandbox.decisions import Decision, lowered, reversal
from tasks.sandbox.events import play
from tasks.sandbox.habits import habits_of
from tasks.sandbox.notebook import Notebook
from tasks.sandbox.practice import write_workspace
from tasks.sandbox.remittance import Remittance
from tasks.sandbox.replacements import Sent
from tests.sandbox.claim_files import mailbox, write_claims, write_corrections
from tests.sandbox.remittance_files import Remitted, RemittedClaim, dollars, read_remittances, segments_of
from tests.x12.pyx12_check import errors

DAYS = [date(2026, 2, day) for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17)]
CLIENT, SEED = "lakeside", 5
Corrected = dict[str, tuple[str, str, str]]


def _accepted(path: Path) -> dict[str, str]:
    """Payers' numbers by claim number, as their 277CAs say."""
    found, number = {}, ""
    for s in (s for p in mailbox(path, "-277ca-") for s in segments_of(p.read_bytes())):
        number = s[2] if s[:2] == ["TRN", "2"] else number
        if s[:2] == ["REF", "1K"]:
            found[number] = s[2]
    return found


def _play(path: Path) -> tuple[Path, Corrected, Corrected]:
    """Claims of the first day are corrected after the third and again after the sixth, while other claims go on."""
    write_workspace(path)
    control, first, second = 1, Corrected(), Corrected()
    for place, day in enumerate(DAYS):
        answer(path, day, SEED)
        accepted = _accepted(path)
        if place == 2:
            kinds = {n: "8" if k % 4 == 3 else "7" for k, n in enumerate(sorted(accepted))}
            first = {n: (f"{n[:-1]}{kinds[n]}", kinds[n], accepted[n]) for n in kinds}
        if place == 5:
            again = [new for new, kind, _ in first.values() if kind == "7" and new in accepted]
            second = {n: (f"{n[:-2]}9{'78'[k % 2]}", "78"[k % 2], accepted[n]) for k, n in enumerate(again[::2])}
        for source in sorted(path.glob(f"clients/{CLIENT}/outbox/claims/*")):
            control += 1
            if place in (2, 5):
                write_corrections(path, CLIENT, day, source, first if place == 2 else second, control)
        control += len(write_claims(path, CLIENT, day, 60, control + 1)) + 1
    return path, first, second


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Corrected, Corrected]:
    return _play(tmp_path_factory.mktemp("replacements"))


@pytest.fixture(scope="module")
def remittances(played: tuple[Path, Corrected, Corrected]) -> list[Remitted]:
    return [r for path in mailbox(played[0], "-835-") for r in read_remittances(path)]


@pytest.fixture(scope="module")
def history(remittances: list[Remitted]) -> dict[str, list[RemittedClaim]]:
    return _history(remittances)


def _history(remittances: list[Remitted]) -> dict[str, list[RemittedClaim]]:
    """What was remitted of each claim, in order."""
    found: dict[str, list[RemittedClaim]] = defaultdict(list)
    for claim in (c for r in remittances for c in r.claims):
        found[claim.clp[1]].append(claim)
    return found


def _sum(claims: list[RemittedClaim], place: int = 4) -> Decimal:
    return sum((dollars(c.clp, place) for c in claims), Decimal(0))


def _amounts(claim: RemittedClaim) -> list[Decimal]:
    """Every amount of a claim but the patient's responsibility, which a reversal does not tell."""
    lines = [a for svc, cas in claim.lines for a in (dollars(svc, 2), dollars(svc, 3), *cas)]
    return [dollars(claim.clp, 3), dollars(claim.clp, 4), *claim.cas, *lines]


def test_a_reversal_takes_back_what_stands_and_nothing_else_is_decided_over_it(
    history: dict[str, list[RemittedClaim]],
) -> None:
    for claims in history.values():
        for place, claim in enumerate(claims):
            assert (claim.clp[2] == "22") == (place % 2 == 1)
            if claim.clp[2] == "22":
                taken = claims[place - 1]
                assert _amounts(claim) == [-amount for amount in _amounts(taken)]
                assert claim.clp[7] == taken.clp[7]


def test_a_replacement_is_decided_right_after_the_reversal_of_what_it_replaces(
    played: tuple[Path, Corrected, Corrected], remittances: list[Remitted], history: dict[str, list[RemittedClaim]]
) -> None:
    _, first, second = played
    replaced = {new: old for old, (new, kind, _) in [*first.items(), *second.items()] if kind == "7"}
    found = 0
    for claims in (r.claims for r in remittances):
        for before, claim in zip([None, *claims], claims, strict=False):
            old = replaced.get(claim.clp[1])
            if old in history and claim is history[claim.clp[1]][0]:
                assert before is not None
                assert (before.clp[1], before.clp[2]) == (old, "22")
                assert before is history[old][-1]
                found += 1
    assert found > 30


def test_what_a_corrected_claim_was_paid_is_gone_once_the_correction_is_answered(
    played: tuple[Path, Corrected, Corrected], history: dict[str, list[RemittedClaim]]
) -> None:
    _, first, second = played
    voids = []
    for old, (new, kind, _) in [*first.items(), *second.items()]:
        if kind == "8":
            assert new not in history
            voids.append(_sum(history.get(old, [])))
        elif new in history:
            assert _sum(history.get(old, [])) == 0
    assert voids.count(Decimal(0)) > len(voids) * 0.8


def test_a_replacement_of_one_never_decided_takes_back_the_one_before_it(
    played: tuple[Path, Corrected, Corrected], history: dict[str, list[RemittedClaim]]
) -> None:
    _, first, second = played
    chains = [(old, middle, second[middle][0]) for old, (middle, _, _) in first.items() if middle in second]
    skipped = [c for c in chains if c[0] in history and c[1] not in history]
    assert skipped
    assert all(_sum(history[old]) == 0 for old, _, _ in skipped)


def test_a_replacement_may_keep_the_number_of_its_original(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    for place, day in enumerate(DAYS[:6]):
        answer(tmp_path, day, SEED)
        if place == 0:
            sources = write_claims(tmp_path, CLIENT, day, 30, 1)
        if place == 2:
            corrected = {number: (number, "7", payers) for number, payers in _accepted(tmp_path).items()}
            for control, source in enumerate(sources, 101):
                write_corrections(tmp_path, CLIENT, day, source, corrected, control)
    history = _history([r for path in mailbox(tmp_path, "-835-") for r in read_remittances(path)])
    told = [[c.clp[2] for c in history[number]] for number in corrected if number in history]
    assert sum(statuses == ["1", "22", "1"] for statuses in told) > 5


def test_transactions_balance_and_the_money_short_is_forwarded(
    played: tuple[Path, Corrected, Corrected], remittances: list[Remitted]
) -> None:
    assert any(p.startswith("FB") for r in remittances for p, _ in r.plb)
    for r in remittances:
        assert _sum(r.claims) - sum(amount for _, amount in r.plb) == r.amount
        assert r.amount >= 0
    for path in mailbox(played[0], f"{DAYS[4]}-835-"):
        assert errors(path.read_bytes()) == []


def test_a_patient_is_not_asked_twice_for_a_visit(
    played: tuple[Path, Corrected, Corrected], history: dict[str, list[RemittedClaim]]
) -> None:
    path, first, second = played
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for file in (path / "clients" / CLIENT / "inbox" / "patient_payments").iterdir():
        for row in csv.DictReader(file.read_text().splitlines()):
            paid[row["claim_number"]] += Decimal(row["amount"])
    asked = 0
    for old, (new, _, _) in first.items():
        numbers = [old, new, *(second[new][:1] if new in second else ())]
        most = max((dollars(c.clp, 5) for n in numbers for c in history.get(n, [])), default=Decimal(0))
        assert sum(paid[n] for n in numbers) <= most
        asked += sum(paid[n] for n in numbers) > 0
    assert asked > 5


PAYEE, NAME = Payee("PRACTICE", "2990000012", "990000011"), ("DOE", "JANE", "", "")


def _claim(number: str, frequency: str = "1", original: str = "") -> Claim837:
    line = Line("1", ["HC", "99213"], 10000, "1", "20260105", f"{number}L1")
    return Claim837(
        number, 10000, "11", frequency, PAYEE, "P", "CI", "ANY", "ANY PAYER", NAME, "M1", NAME,
        authorization="A1", original=original, lines=[line],
    )  # fmt: skip


def _remittance(*decisions: Decision) -> Remittance:
    return Remittance("ANY", "ANY PAYER", PAYEE, CLIENT, "T1", DAYS[2], list(decisions))


def _sent(path: Path, *days: list[Decision]) -> tuple[Sent, Claim837]:
    """What stands after days with these decisions, and a claim in the place of the first of them."""
    sent = Sent(path, Notebook())
    for day, decisions in zip(DAYS, days, strict=False):
        sent.keep(day, [_remittance(*decisions)])
        sent.notebook.days.append(day.isoformat())
    return sent, _claim("AB000000000107", "7", days[0][0].payer_claim_number)


def _decide(notebook: Notebook, number: str = "AB000000000101") -> Decision:
    return decide(_claim(number), habits_of("ANY"), notebook.memory, "20260106", SEED)


def test_what_stands_is_the_last_decision(tmp_path: Path) -> None:
    first = _decide(Notebook())
    anew = lowered(first)
    assert anew.paid < first.paid
    for days, standing in (
        ([[first]], first),
        ([[first], [reversal(first), anew]], anew),
        ([[first], [reversal(first)]], None),
        ([[first], [reversal(first), anew], [reversal(anew)]], None),
    ):
        sent, claim = _sent(tmp_path, *days)
        assert sent.original(claim) == standing


def test_what_is_taken_back_is_forgotten_and_no_later_round_takes_it_back(tmp_path: Path) -> None:
    notebook = Notebook()
    first, other = _decide(notebook), _decide(notebook, "AB000000000201")
    sent, claim = _sent(tmp_path, [first])
    sent.notebook = notebook
    remittance = _remittance()
    notebook.reversible = {"ANY|2990000012": [first, other]}
    sent.take_back(remittance, first, claim)
    play(notebook, 2, [remittance], DAYS[2])
    assert [d.number for d in remittance.decisions if d.status == "22"] == [first.number, other.number]
    assert notebook.decided == {}
