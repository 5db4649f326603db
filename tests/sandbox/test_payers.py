"""Clearinghouse, payers, bank and patients over five nights: valid, balanced, in time, and the same every time."""

import csv
import json
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tasks.sandbox import clearinghouse
from tasks.sandbox.clearinghouse import answer
from tasks.sandbox.practice import CLIENTS, write_workspace
from tests.sandbox.claim_files import mailbox, write_claims
from tests.sandbox.remittance_files import Remitted, RemittedClaim, dollars, read_remittances, segments_of
from tests.x12.pyx12_check import errors

DAYS = tuple(date(2026, month, day) for month, day in ((1, 28), (1, 29), (1, 30), (2, 2), (2, 3)))
COUNT, SEED = 60, 5
PREFIXES = {"LKS": "lakeside", "HBC": "harbor", "SMT": "summit"}


def _play(path: Path, days: tuple[date, ...] = DAYS) -> Path:
    """The nights of a company whose claims are written by hand: answers by day, claims by night."""
    write_workspace(path)
    control = 1
    for day in days:
        answer(path, day, SEED)
        for client in CLIENTS:
            control += len(write_claims(path, client, day, COUNT, control))
    return path


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _play(tmp_path_factory.mktemp("payers"))


def _interchanges(path: Path) -> list[bytes]:
    return [b"ISA" + part for part in path.read_bytes().split(b"ISA")[1:]]


@pytest.fixture(scope="module")
def remittances(workspace: Path) -> list[Remitted]:
    return [r for path in mailbox(workspace, "-835-") for r in read_remittances(path)]


def test_two_runs_give_the_same_bytes(workspace: Path, tmp_path: Path) -> None:
    again = _play(tmp_path)
    assert {p.relative_to(again): p.read_bytes() for p in again.rglob("*") if p.is_file()} == {
        p.relative_to(workspace): p.read_bytes() for p in workspace.rglob("*") if p.is_file()
    }


def test_the_claims_themselves_are_valid(workspace: Path) -> None:
    path = next(iter(sorted((workspace / "clients" / "summit" / "outbox" / "claims").iterdir())))
    assert errors(path.read_bytes()) == []


@pytest.mark.parametrize("kind", ["-999-summit", "-277ca-", "-835-"])
def test_every_answer_is_valid_in_the_eyes_of_pyx12(workspace: Path, kind: str) -> None:
    paths = [p for p in mailbox(workspace, kind) if p.name < f"{DAYS[3 if kind == '-277ca-' else 4]}"]
    every = [one for path in paths for one in _interchanges(path)]
    assert every
    assert [e for one in every for e in errors(one)] == []


def test_transactions_balance_and_claims_too_but_the_spoiled_ones(remittances: list[Remitted]) -> None:
    for r in remittances:
        assert sum(dollars(c.clp, 4) for c in r.claims) - sum(amount for _, amount in r.plb) == r.amount
        assert r.amount >= 0
    spoiled = Counter(r.payee for r in remittances for c in r.claims if not c.balanced)
    assert len(spoiled) == len(CLIENTS)
    assert set(spoiled.values()) == {1}


def test_each_client_sees_everything_within_five_nights(remittances: list[Remitted]) -> None:
    by_payee: dict[str, list[Remitted]] = defaultdict(list)
    for r in remittances:
        by_payee[r.payee].append(r)
    assert len(by_payee) == len(CLIENTS)
    for own in by_payee.values():
        claims = [c for r in own for c in r.claims]
        statuses = Counter(c.clp[2] for c in claims)
        assert {"1", "4", "22"} <= set(statuses)
        assert len([c for c in claims if c.clp[1][:3] not in PREFIXES]) == 1
        plb = [(reference.split(":")[0], amount > 0) for r in own for reference, amount in r.plb]
        assert {("WO", False), ("WO", True), ("FB", False), ("FB", True), ("L6", False)} <= set(plb)
        assert any(r.amount == 0 for r in own)


def test_what_is_forwarded_or_owed_comes_back_to_the_cent(workspace: Path, remittances: list[Remitted]) -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for r in remittances:
        for reference, amount in r.plb:
            if not reference.startswith("L6"):
                sums[reference] += amount
    state = json.loads((workspace / "sandbox" / "state.json").read_text())
    still_owed = {o["reference"]: Decimal(o["amount"]) / 100 for owed in state["owed"].values() for o in owed}
    assert any(total == 0 for total in sums.values())
    assert {ref.split(":")[1]: -total for ref, total in sums.items() if total} == still_owed


def test_a_reversal_takes_back_exactly_what_was_remitted(remittances: list[Remitted]) -> None:
    first: dict[str, RemittedClaim] = {}
    for claim in (c for r in remittances for c in r.claims):
        if claim.clp[2] == "22":
            paid = first[claim.clp[1]]
            assert dollars(claim.clp, 3) == -dollars(paid.clp, 3)
            assert dollars(claim.clp, 4) == -dollars(paid.clp, 4)
            assert [sorted(c) for _, c in claim.lines] == [sorted(-a for a in c) for _, c in paid.lines]
        first.setdefault(claim.clp[1], claim)


def test_line_control_numbers_are_echoed(remittances: list[Remitted]) -> None:
    own = [c for r in remittances for c in r.claims if c.clp[1][:3] in PREFIXES]
    assert own
    for claim in own:
        assert claim.controls == [f"{claim.clp[1]}L{n}" for n in range(1, len(claim.lines) + 1)]


def test_control_numbers_and_traces_are_used_once(workspace: Path, remittances: list[Remitted]) -> None:
    every = [s for path in mailbox(workspace, "x12") for s in segments_of(path.read_bytes())]
    used = Counter((s[6], s[13]) for s in every if s[0] == "ISA")
    assert max(used.values()) == 1
    assert max(Counter(r.trace for r in remittances).values()) == 1
    assert {s[5] for s in every if s[0] == "TA1"} == {"000"}
    assert {"A", "E", "R"} == {s[1] for s in every if s[0] == "IK5"}


def test_each_claim_gets_its_answers_in_order(workspace: Path) -> None:
    days: dict[str, dict[str, str]] = defaultdict(dict)
    for path in mailbox(workspace, "-277ca-"):
        who = "clearinghouse" if "practicech" in path.name else "payer"
        for s in segments_of(path.read_bytes()):
            if s[:2] == ["TRN", "2"] and s[2][:3] in PREFIXES:
                days[s[2]][who] = path.name[:10]
    rejected = _rejected(workspace)
    assert days
    for number, when in days.items():
        sent = f"2026-{number[4:6]}-{number[6:8]}"
        place = [d.isoformat() for d in DAYS].index(sent)
        assert when["clearinghouse"] == DAYS[place + 1].isoformat()
        if place + 2 < len(DAYS) and ("clearinghouse", number) not in rejected:
            assert when["payer"] == DAYS[place + 2].isoformat()


def _rejected(workspace: Path) -> set[tuple[str, str]]:
    """Who turned which claim away."""
    found = set()
    for path in mailbox(workspace, "-277ca-"):
        who, number = "clearinghouse" if "practicech" in path.name else "payer", ""
        for s in segments_of(path.read_bytes()):
            number = s[2] if s[:2] == ["TRN", "2"] else number
            if s[0] == "STC" and s[1][:2] in ("A3", "A6", "A7", "A8"):
                found.add((who, number))
    return found


def test_a_rejected_claim_is_never_remitted(workspace: Path, remittances: list[Remitted]) -> None:
    rejected = _rejected(workspace)
    assert {who for who, _ in rejected} == {"clearinghouse", "payer"}
    assert not {n for _, n in rejected} & {c.clp[1] for r in remittances for c in r.claims}


def test_no_claim_of_a_rejected_transaction_is_remitted(workspace: Path, remittances: list[Remitted]) -> None:
    refused = set()
    for path in mailbox(workspace, "-999-"):
        control = ""
        for s in segments_of(path.read_bytes()):
            control = s[2] if s[0] == "AK1" else control
            if s[:2] == ["IK5", "R"]:
                refused.add(control)
    assert refused
    numbers = set()
    for path in workspace.glob("clients/*/outbox/claims/*"):
        segments = segments_of(path.read_bytes())
        if segments[1][6] in refused:
            numbers |= {s[1] for s in segments if s[0] == "CLM"}
    assert numbers
    assert not numbers & {c.clp[1] for r in remittances for c in r.claims}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("client", CLIENTS)
def test_the_bank_pays_what_the_remittances_say_but_one(
    workspace: Path, remittances: list[Remitted], client: str
) -> None:
    own = [r for r in remittances if any(PREFIXES.get(c.clp[1][:3]) == client for c in r.claims)]
    deposits = [row for p in (workspace / "clients" / client / "inbox" / "bank").iterdir() for row in _rows(p)]
    owed = {r.trace: r for r in own if r.amount > 0 and r.paid_on < DAYS[-1].strftime("%Y%m%d")}
    assert {d["trace"] for d in deposits} < set(owed)
    assert all(Decimal(d["amount"]) == owed[d["trace"]].amount for d in deposits)
    late = {r.trace for r in owed.values() if r.paid_on == DAYS[3].strftime("%Y%m%d")}
    missing = set(owed) - {d["trace"] for d in deposits}
    assert len(missing - late) == 1
    assert len(missing & late) == 1


@pytest.mark.parametrize("client", CLIENTS)
def test_patients_pay_what_was_put_on_them(workspace: Path, remittances: list[Remitted], client: str) -> None:
    shares: dict[str, Decimal] = {}
    for claim in (c for r in remittances for c in r.claims):
        shares.setdefault(claim.clp[1], dollars(claim.clp, 5))
    folder = workspace / "clients" / client / "inbox" / "patient_payments"
    rows = [row for p in folder.iterdir() for row in _rows(p)]
    assert rows
    known = [row for row in rows if row["claim_number"] in shares]
    assert len(known) >= len(rows) - 2
    assert all(0 < Decimal(row["amount"]) <= shares[row["claim_number"]] for row in known)
    assert len({row["payment_reference"] for row in rows}) == len(rows)


def test_a_day_answered_is_not_answered_again(tmp_path: Path) -> None:
    _play(tmp_path, DAYS[:2])
    answer(tmp_path, DAYS[2], SEED)
    for path in mailbox(tmp_path, "x12"):
        path.unlink()
    before = (tmp_path / "sandbox" / "state.json").read_bytes()
    assert sum(answer(tmp_path, DAYS[2], SEED).values()) == 0
    assert mailbox(tmp_path, "x12") == []
    assert (tmp_path / "sandbox" / "state.json").read_bytes() == before


def test_a_crash_before_the_end_of_a_day_leaves_no_trace_in_the_next_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    for path in (whole, torn):
        _play(path, DAYS[:3])
    answer(whole, DAYS[3], SEED)
    with monkeypatch.context() as patch:
        patch.setattr(clearinghouse, "close_notebook", _crash)
        with pytest.raises(RuntimeError):
            answer(torn, DAYS[3], SEED)
    answer(torn, DAYS[3], SEED)
    assert {p.name: p.read_bytes() for p in mailbox(torn, "x12")} == {
        p.name: p.read_bytes() for p in mailbox(whole, "x12")
    }


def _crash(*_: object) -> None:
    raise RuntimeError("power failure")
