"""Reads the 835s of the practice payers, as far as tests look at them."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

Segments = list[list[str]]


def segments_of(content: bytes) -> Segments:
    """Segments and their elements."""
    return [s.strip().split("*") for s in content.decode("ascii").split("~") if s.strip()]


def dollars(segment: list[str], place: int) -> Decimal:
    """An element of a segment as dollars; zero where there is none."""
    return Decimal(segment[place]) if len(segment) > place and segment[place] else Decimal(0)


@dataclass
class RemittedClaim:
    """A CLP with the amounts of its CAS, and its lines: SVC with theirs."""

    clp: list[str]
    cas: list[Decimal] = field(default_factory=list)
    lines: list[tuple[list[str], list[Decimal]]] = field(default_factory=list)
    controls: list[str] = field(default_factory=list)

    @property
    def balanced(self) -> bool:
        """Claim level: CLP03 - every CAS = CLP04; line level: SVC02 - its CAS = SVC03."""
        every = [*self.cas, *(a for _, cas in self.lines for a in cas)]
        lines = all(dollars(svc, 2) - sum(cas) == dollars(svc, 3) for svc, cas in self.lines)
        return lines and dollars(self.clp, 3) - sum(every) == dollars(self.clp, 4)


@dataclass
class Remitted:
    """A transaction set; `plb` has pairs of reason with reference, and amount."""

    amount: Decimal = Decimal(0)
    trace: str = ""
    payee: str = ""
    paid_on: str = ""
    claims: list[RemittedClaim] = field(default_factory=list)
    plb: list[tuple[str, Decimal]] = field(default_factory=list)


def read_remittances(path: Path) -> list[Remitted]:
    """The transaction sets of a file."""
    found: list[Remitted] = []
    for s in segments_of(path.read_bytes()):
        if s[0] == "BPR":
            found.append(Remitted(amount=dollars(s, 2), paid_on=s[16]))
        elif s[0] == "TRN":
            found[-1].trace = s[2]
        elif s[:2] == ["N1", "PE"]:
            found[-1].payee = s[4]
        elif s[0] == "CLP":
            found[-1].claims.append(RemittedClaim(s))
        elif s[0] == "SVC":
            found[-1].claims[-1].lines.append((s, []))
        elif s[0] == "CAS":
            claim = found[-1].claims[-1]
            (claim.lines[-1][1] if claim.lines else claim.cas).extend(dollars(s, n) for n in range(3, len(s), 3))
        elif s[:2] == ["REF", "6R"]:
            found[-1].claims[-1].controls.append(s[2])
        elif s[0] == "PLB":
            found[-1].plb += [(s[n], dollars(s, n + 1)) for n in range(3, len(s), 2)]
    return found
