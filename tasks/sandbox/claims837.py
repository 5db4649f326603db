"""What a payer takes from an 837P: interchanges, transactions, claims, lines."""

from dataclasses import dataclass, field

from tasks.sandbox.edi import Segment

Name = tuple[str, str, str, str]
"""Last name or organisation, first name, middle name, suffix."""


@dataclass
class Line:
    """A service line (LX); amounts in cents, the day as CCYYMMDD."""

    number: str
    procedure: list[str]
    charge: int
    units: str
    service_on: str = ""
    control: str = ""
    prior_paid: int = 0

    @property
    def code(self) -> str:
        """Procedure code without its qualifier and modifiers."""
        return self.procedure[1]


@dataclass
class Payee:
    """The billing provider of loop 2010AA."""

    name: str
    npi: str
    tax_id: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""


@dataclass
class Claim837:
    """A claim (CLM) with what stands above it in the hierarchy; amounts in cents, `original` is REF*F8."""

    number: str
    charge: int
    place: str
    frequency: str
    payee: Payee
    responsibility: str
    filing_indicator: str
    payer_id: str
    payer_name: str
    subscriber: Name
    member_id: str
    patient: Name
    rendering_npi: str = ""
    authorization: str = ""
    original: str = ""
    other_payers: list[tuple[str, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def corrects(self) -> str:
        """The payer's number of the claim that this one replaces (frequency 7) or withdraws (8); else empty."""
        return self.original if self.frequency in ("7", "8") else ""


@dataclass
class Transaction837:
    """One ST with its claims; `control` is ST02, `reference` BHT03."""

    control: str
    segments: list[Segment]
    reference: str = ""
    submitter: tuple[str, str] = ("", "")
    claims: list[Claim837] = field(default_factory=list)


@dataclass
class Interchange837:
    """One ISA: who sent it to whom, and its groups as (GS06, GS08, transactions)."""

    sender: str
    receiver: str
    control: str
    day: str
    hour: str
    groups: list[tuple[str, str, list[Transaction837]]] = field(default_factory=list)

    @property
    def transactions(self) -> list[Transaction837]:
        """All transactions of all groups."""
        return [t for _, _, transactions in self.groups for t in transactions]
