"""Writes small 835 files for tests: every amount as given, nothing balanced for the writer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


def money(amount: int | str | Decimal) -> Decimal:
    """Dollars."""
    return Decimal(amount)


@dataclass
class Line:
    """A service line: SVC, DTM*472, CAS, REF*6R."""

    charge: int | str
    paid: int | str
    cas: Sequence[tuple[str, str, int | str]] = ()
    control: str | None = None
    code: str = "99213"
    modifiers: Sequence[str] = ()
    day: date | None = None

    def segments(self) -> list[str]:
        """SVC and what hangs on it."""
        code = ":".join(("HC", self.code, *self.modifiers))
        found = [f"SVC*{code}*{self.charge}*{self.paid}**1"]
        found += [f"DTM*472*{self.day:%Y%m%d}"] if self.day else []
        found += [f"CAS*{group}*{reason}*{amount}" for group, reason, amount in self.cas]
        found += [f"REF*6R*{self.control}"] if self.control else []
        return found


@dataclass
class Clp:
    """A claim payment: CLP, CAS, NM1*QC, lines."""

    number: str
    charge: int | str
    paid: int | str
    lines: Sequence[Line] = ()
    cas: Sequence[tuple[str, str, int | str]] = ()
    status: str = "1"
    icn: str = "ICN1"
    patient: str = "DOE*JANE"
    member: str = "M1"
    day: date | None = None

    def segments(self) -> list[str]:
        """CLP and what hangs on it."""
        found = [f"CLP*{self.number}*{self.status}*{self.charge}*{self.paid}**12*{self.icn}*11*1"]
        found += [f"CAS*{group}*{reason}*{amount}" for group, reason, amount in self.cas]
        found += [f"NM1*QC*1*{self.patient}****MI*{self.member}"]
        found += [f"DTM*232*{self.day:%Y%m%d}"] if self.day else []
        return found + [s for line in self.lines for s in line.segments()]


@dataclass
class St:
    """One transaction set."""

    paid: int | str
    claims: Sequence[Clp] = ()
    plb: Sequence[tuple[str, str, int | str]] = ()
    trace: str = "T1"
    payer: str = "PLAIN1"
    npi: str = "1234567893"
    day: date = date(2026, 11, 3)
    credit: str = "C"
    extra: Sequence[str] = field(default_factory=tuple)

    def segments(self, control: str) -> list[str]:
        """ST to SE."""
        body = [
            f"BPR*I*{self.paid}*{self.credit}*ACH*CCP*01*071000013*DA*1*1512345678**01*071000505*DA*2*{self.day:%Y%m%d}",
            f"TRN*1*{self.trace}*1512345678",
            f"DTM*405*{self.day:%Y%m%d}",
            f"N1*PR*SOME PAYER*XV*{self.payer}",
            "N3*1 MAIN STREET",
            "N4*SPRINGFIELD*IL*62701",
            "PER*BL*HELP DESK*TE*5555550199",
            f"N1*PE*RIVERSIDE*XX*{self.npi}",
            "LX*1",
            *(s for claim in self.claims for s in claim.segments()),
            *(f"PLB*1234567893*20261231*{reason}:{reference}*{amount}" for reason, reference, amount in self.plb),
        ]
        return [f"ST*835*{control}", *body, f"SE*{len(body) + 2}*{control}"]


def file_835(*sets: St, control: int = 1) -> bytes:
    """An interchange with these transaction sets."""
    isa = (
        f"ISA*00*          *00*          *ZZ*NORTHCLR       *ZZ*EVENTIDE01     *261103*0800*^*00501*{control:09d}*0*T*:"
    )
    found = [isa, f"GS*HP*NORTHCLR*EVENTIDE01*20261103*0800*{control}*X*005010X221A1"]
    for number, one in enumerate(sets, 1):
        found += one.segments(f"{number:04d}")
    found += [f"GE*{len(sets)}*{control}", f"IEA*1*{control:09d}"]
    return "".join(f"{segment}~\n" for segment in found).encode()
