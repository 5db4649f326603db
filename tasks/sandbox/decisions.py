"""A payer's decision about a claim, and what becomes of it later: taken back, decided anew."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

Adjustment = tuple[str, str, int]
"""Group code, reason code, amount in cents that lowers the payment."""

_LOWERED, _ANEW = 20, "C"


@dataclass
class DecidedLine:
    """A line as remitted; amounts in cents. `allowed` is 0 where the line is refused."""

    procedure: list[str]
    charge: int
    paid: int
    units: str
    service_on: str
    control: str
    allowed: int = 0
    adjustments: list[Adjustment] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass
class Decision:
    """A claim as remitted; amounts in cents. `adjustments` are those of the claim as a whole."""

    number: str
    status: str
    charge: int
    paid: int
    filing_indicator: str
    payer_claim_number: str
    place: str
    frequency: str
    patient: list[str]
    subscriber: list[str] | None
    member_id: str
    rendering_npi: str
    received_on: str
    lines: list[DecidedLine]
    adjustments: list[Adjustment] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    crossover: list[str] | None = None
    interest: int = 0

    @property
    def patient_share(self) -> int:
        """Everything put on the patient (group PR), in cents."""
        every = [*self.adjustments, *(a for line in self.lines for a in line.adjustments)]
        return sum(amount for group, _, amount in every if group == "PR")

    @property
    def denied(self) -> bool:
        """True when nothing was allowed."""
        return all(line.allowed == 0 for line in self.lines)


def decision_of(notes: dict[str, Any]) -> Decision:
    """A decision out of its notes (JSON)."""
    lines = [DecidedLine(**line | {"adjustments": [tuple(a) for a in line["adjustments"]]}) for line in notes["lines"]]
    adjustments = [tuple(a) for a in notes["adjustments"]]
    return Decision(**notes | {"lines": lines, "adjustments": adjustments})


def first_number(payer_claim_number: str) -> str:
    """The payer's number that a claim had before it was decided anew.

    >>> first_number("GR00000000001CC")
    'GR00000000001'
    """
    return payer_claim_number.rstrip(_ANEW)


def reversal(decision: Decision) -> Decision:
    """The same claim taken back: every amount with the other sign (CLP02 22)."""
    taken = deepcopy(decision)
    taken.status, taken.charge, taken.paid, taken.interest = "22", -decision.charge, -decision.paid, 0
    taken.adjustments = list(_negated(decision.adjustments))
    for line in taken.lines:
        line.charge, line.paid, line.allowed = -line.charge, -line.paid, 0
        line.adjustments = list(_negated(line.adjustments))
    return taken


def _negated(adjustments: list[Adjustment]) -> Iterator[Adjustment]:
    return ((group, reason, -amount) for group, reason, amount in adjustments)


def lowered(decision: Decision) -> Decision:
    """The claim decided anew with 20 % less allowed on each line, to the provider's loss."""
    anew = deepcopy(decision)
    anew.payer_claim_number = f"{decision.payer_claim_number}{_ANEW}"
    anew.interest = 0
    for line in anew.lines:
        cut = min(line.paid, line.allowed * _LOWERED // 100)
        line.paid, line.allowed = line.paid - cut, line.allowed - cut
        if cut:
            line.adjustments = _with_added(line.adjustments, ("CO", "45"), cut)
    anew.paid = sum(line.paid for line in anew.lines) - sum(amount for _, _, amount in anew.adjustments)
    return anew


def _with_added(adjustments: list[Adjustment], key: tuple[str, str], cut: int) -> list[Adjustment]:
    amounts = {(group, reason): amount for group, reason, amount in adjustments}
    amounts[key] = amounts.get(key, 0) + cut
    return [(group, reason, amount) for (group, reason), amount in amounts.items()]


def refused(decision: Decision) -> Decision:
    """The claim decided anew and refused as not medically necessary."""
    anew = deepcopy(decision)
    anew.payer_claim_number = f"{decision.payer_claim_number}{_ANEW}"
    anew.paid, anew.adjustments, anew.interest = 0, [], 0
    for line in anew.lines:
        line.paid, line.allowed = 0, 0
        line.adjustments, line.remarks = [("CO", "50", line.charge)], ["N115"]
    return anew
