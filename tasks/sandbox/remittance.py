"""Writing an 835 (005010X221A1): one transaction a payment of one payer to one payee."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tasks.sandbox.claims837 import Payee
from tasks.sandbox.decisions import Adjustment, DecidedLine, Decision
from tasks.sandbox.edi import dollars, segment, transaction
from tasks.sandbox.habits import Habits

GUIDE = "005010X221A1"


@dataclass
class ProviderAdjustment:
    """One PLB pair; a positive amount (cents) lowers the payment."""

    reason: str
    reference: str
    amount: int


@dataclass
class Remittance:
    """One payment: `decisions` with their claims' amounts, less `provider_adjustments`."""

    payer_id: str
    payer_name: str
    payee: Payee
    client_id: str
    trace: str
    paid_on: date
    decisions: list[Decision]
    provider_adjustments: list[ProviderAdjustment] = field(default_factory=list)

    @property
    def claims_amount(self) -> int:
        """Σ CLP04 in cents."""
        return sum(d.paid for d in self.decisions)

    @property
    def amount(self) -> int:
        """BPR02 in cents: Σ CLP04 − Σ PLB."""
        return self.claims_amount - sum(p.amount for p in self.provider_adjustments)


def write_remittance(remittance: Remittance, habits: Habits, control: str) -> list[str]:
    """The segments of the transaction set, ST and SE included."""
    return transaction("835", control, "", _body(remittance, habits))


def _body(remittance: Remittance, habits: Habits) -> Iterator[str]:
    payee, day = remittance.payee, f"{remittance.paid_on:%Y%m%d}"
    yield _bpr(remittance, habits)
    yield segment("TRN", "1", remittance.trace, habits.originator_id)
    yield segment("DTM", "405", day)
    yield segment("N1", "PR", remittance.payer_name)
    yield segment("N3", habits.street)
    yield segment("N4", habits.city, habits.state, habits.postal_code)
    yield segment("REF", "2U", remittance.payer_id)
    yield segment("PER", "CX", "PROVIDER LINE", "TE", "8005550199")
    yield segment("PER", "BL", "PRACTICE EDI DESK", "TE", "8005550100")
    yield segment("N1", "PE", payee.name, "XX", payee.npi)
    if payee.street and payee.city:
        yield segment("N3", payee.street)
        yield segment("N4", payee.city, payee.state, payee.postal_code)
    if payee.tax_id:
        yield segment("REF", "TJ", payee.tax_id)
    if remittance.decisions:
        yield "LX*1"
    for decision in remittance.decisions:
        yield from _claim(decision)
    yield from _plb(remittance)


def _bpr(remittance: Remittance, habits: Habits) -> str:
    day, amount = f"{remittance.paid_on:%Y%m%d}", dollars(remittance.amount)
    if remittance.amount == 0:
        return segment("BPR", "H", "0", "C", "NON", *[""] * 11, day)
    if habits.method == "CHK":
        return segment("BPR", "I", amount, "C", "CHK", *[""] * 11, day)
    theirs, ours = ("01", "999999992", "DA", "10002000"), ("01", "999988880", "DA", "30004000")
    return segment("BPR", "I", amount, "C", "ACH", "CCP", *theirs, habits.originator_id, "", *ours, day)


def _claim(decision: Decision) -> Iterator[str]:
    share = "" if decision.status == "22" else dollars(decision.patient_share)
    yield segment(
        "CLP", decision.number, decision.status, dollars(decision.charge), dollars(decision.paid), share,
        decision.filing_indicator, decision.payer_claim_number, decision.place, decision.frequency,
    )  # fmt: skip
    yield from _cas(decision.adjustments)
    yield _name("QC", decision.patient, "MI", decision.member_id)
    if decision.subscriber is not None:
        yield _name("IL", decision.subscriber, "MI", decision.member_id)
    if decision.rendering_npi:
        yield segment("NM1", "82", "1", *[""] * 5, "XX", decision.rendering_npi)
    if decision.crossover is not None:
        yield segment("NM1", "TT", "2", decision.crossover[1], *[""] * 4, "PI", decision.crossover[0])
    if decision.remarks:
        yield segment("MOA", "", "", *decision.remarks)
    yield segment("DTM", "050", decision.received_on)
    if decision.interest:
        yield segment("AMT", "I", dollars(decision.interest))
    for line in decision.lines:
        yield from _line(line)


def _line(line: DecidedLine) -> Iterator[str]:
    yield segment("SVC", ":".join(line.procedure), dollars(line.charge), dollars(line.paid), "", line.units)
    yield segment("DTM", "472", line.service_on)
    yield from _cas(line.adjustments)
    if line.control:
        yield segment("REF", "6R", line.control)
    if line.allowed:
        yield segment("AMT", "B6", dollars(line.allowed))
    for remark in line.remarks:
        yield segment("LQ", "HE", remark)


def _cas(adjustments: list[Adjustment]) -> Iterator[str]:
    """One CAS a group code, up to six reasons in it."""
    for group in sorted({group for group, _, _ in adjustments}):
        own = [(reason, amount) for g, reason, amount in adjustments if g == group]
        for start in range(0, len(own), 6):
            triplets = [e for reason, amount in own[start : start + 6] for e in (reason, dollars(amount), "")]
            yield segment("CAS", group, *triplets)


def _name(entity: str, name: list[str], qualifier: str, identifier: str) -> str:
    last, first, middle, suffix = name
    return segment("NM1", entity, "1", last, first, middle, "", suffix, qualifier, identifier)


def _plb(remittance: Remittance) -> Iterator[str]:
    """PLB segments of up to six pairs; the fiscal period ends with the year."""
    pairs = remittance.provider_adjustments
    for start in range(0, len(pairs), 6):
        elements = [e for p in pairs[start : start + 6] for e in (f"{p.reason}:{p.reference}", dollars(p.amount))]
        yield segment("PLB", remittance.payee.npi, f"{remittance.paid_on:%Y}1231", *elements)
