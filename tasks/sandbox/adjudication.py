"""What a payer decides about a claim: allowed amount, patient's share, payment, or refusal with its reasons."""

from dataclasses import dataclass
from typing import Any

from tasks.sandbox.chance import number, share
from tasks.sandbox.claims837 import Claim837, Line
from tasks.sandbox.decisions import DecidedLine, Decision
from tasks.sandbox.habits import Habits, denials, duplicate

_VISITS = ("992", "908", "907")


@dataclass
class Memory:
    """What a payer remembers from claim to claim: deductible used by member, services decided before."""

    deductible_used: dict[str, int]
    decided: dict[str, str]


def decide(claim: Claim837, habits: Habits, memory: Memory, received_on: str, seed: int) -> Decision:
    """Decide one claim; `memory` is updated. The same claim, memory and seed give the same decision."""
    refusal = _refusal(claim, seed)
    lines = [_line(claim, line, place, habits, memory, refusal, seed) for place, line in enumerate(claim.lines)]
    decision = Decision(
        number=claim.number,
        status="1",
        charge=claim.charge,
        paid=sum(line.paid for line in lines),
        filing_indicator=habits.filing_indicator,
        payer_claim_number=payer_claim_number(claim),
        place=claim.place,
        frequency=claim.frequency,
        patient=list(claim.patient),
        subscriber=list(claim.subscriber) if claim.patient != claim.subscriber else None,
        member_id=claim.member_id,
        rendering_npi=claim.rendering_npi,
        received_on=received_on,
        lines=lines,
    )
    copay = habits.claim_copay * 100
    if copay and decision.paid >= copay:
        decision.adjustments.append(("PR", "3", copay))
        decision.paid -= copay
    if habits.filing_indicator == "MB":
        decision.remarks.append("MA01")
    decision.status = _status(claim, decision, habits)
    if decision.status == "19":
        decision.crossover = list(claim.other_payers[0])
    return decision


def forget(decision: Decision, payer_id: str, memory: Memory) -> None:
    """A decision is taken back: the deductible it used is the member's again, its services are as if never decided."""
    told = (a for line in decision.lines for a in line.adjustments)
    used = sum(amount for group, reason, amount in told if (group, reason) == ("PR", "1"))
    key = f"{payer_id}|{decision.member_id}"
    memory.deductible_used[key] = memory.deductible_used.get(key, 0) - used
    for service in [s for s, place in memory.decided.items() if place.rpartition("/")[0] == decision.number]:
        del memory.decided[service]


def payer_claim_number(claim: Claim837) -> str:
    """The payer's own number for a claim, the same in its 277CA and its 835."""
    return f"{claim.payer_id[:2]}{number('icn', claim.payer_id, claim.number) % 10**11:011d}"


def _status(claim: Claim837, decision: Decision, habits: Habits) -> str:
    """CLP02."""
    if decision.denied:
        return habits.denied_status
    if claim.responsibility in ("S", "T"):
        return "2" if claim.responsibility == "S" else "3"
    return "19" if habits.filing_indicator == "MB" and claim.other_payers else "1"


def _refusal(claim: Claim837, seed: int) -> dict[str, Any] | None:
    """Why the whole claim is refused, or None."""
    chance = share(seed, "refusal", claim.number)
    for kind in denials():
        if kind["scope"] != "claim" or (kind.get("only") == "without_authorization" and claim.authorization):
            continue
        chance -= kind["share"]
        if chance < 0:
            return kind
    return None


def _line(
    claim: Claim837,
    line: Line,
    place: int,
    habits: Habits,
    memory: Memory,
    refusal: dict[str, Any] | None,
    seed: int,
) -> DecidedLine:
    decided = DecidedLine(line.procedure, line.charge, 0, line.units, line.service_on, line.control)
    refusal = refusal or _decided_before(claim, line, place, memory) or _line_refusal(claim, place, seed)
    if refusal is not None:
        decided.adjustments = [(refusal["group"], refusal["reason"], line.charge)]
        decided.remarks = [refusal["remark"]]
        return decided
    decided.allowed = habits.allowed_cents(line.code, line.charge)
    if line.prior_paid:
        _pay_after_another(decided, line.prior_paid)
    else:
        _pay(decided, claim.member_id, habits, memory)
    return decided


def _pay(decided: DecidedLine, member_id: str, habits: Habits, memory: Memory) -> None:
    """Deductible, copay, coinsurance, sequestration; the rest of the allowed amount is paid."""
    key = f"{habits.payer_id}|{member_id}"
    used = memory.deductible_used.get(key, 0)
    deductible = min(decided.allowed, habits.deductible_cents(member_id) - used)
    memory.deductible_used[key] = used + deductible
    rest = decided.allowed - deductible
    copay = min(rest, habits.copay * 100) if decided.procedure[1].startswith(_VISITS) else 0
    rest -= copay
    coinsurance = rest * habits.coinsurance // 100
    rest -= coinsurance
    cut = rest * habits.sequestration // 100
    decided.paid = rest - cut
    decided.adjustments = [
        ("CO", "45", decided.charge - decided.allowed),
        ("CO", "253", cut),
        ("PR", "1", deductible),
        ("PR", "2", coinsurance),
        ("PR", "3", copay),
    ]
    decided.adjustments = [a for a in decided.adjustments if a[2]]


def _pay_after_another(decided: DecidedLine, prior_paid: int) -> None:
    """A secondary payer pays up to its allowed amount what the first left; all else is impact of the first (OA-23)."""
    decided.paid = max(0, min(decided.allowed, decided.charge) - prior_paid)
    decided.adjustments = [("OA", "23", decided.charge - decided.paid)]


def _decided_before(claim: Claim837, line: Line, place: int, memory: Memory) -> dict[str, Any] | None:
    """Refuse a service that was decided before under another claim or line; a replacement (7) is no duplicate."""
    facts = (claim.payer_id, claim.payee.npi, claim.member_id, *claim.patient, *line.procedure, line.service_on)
    key = f"{number('service', *facts, line.charge):016x}"
    own = f"{claim.number}/{place}"
    if memory.decided.setdefault(key, own) == own or claim.frequency == "7":
        return None
    return duplicate()


def _line_refusal(claim: Claim837, place: int, seed: int) -> dict[str, Any] | None:
    chance = share(seed, "line refusal", claim.number, place)
    for kind in denials():
        if kind["scope"] != "line" or (kind.get("only") == "several_lines" and place == 0):
            continue
        chance -= kind["share"]
        if chance < 0:
            return kind
    return None
