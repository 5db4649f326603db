"""A small maker of 835 files that balance at all levels: what is paid follows from charges and adjustments.

Amounts are whole cents. `remittance(seed, claims)` gives a varied one; `write` puts remittances into one interchange,
with any delimiters. pyx12 finds nothing wrong with what it writes.
"""

from dataclasses import dataclass, field
from random import Random

CARC = ("45", "253", "97", "50", "96", "1", "2", "3")
CODES = ("G0008", "G0101", "J1100", "A4550", "E0601", "L1832", "Q4081", "T1015")
NPI = "1234567893"


@dataclass
class Line:
    code: str
    charge: int
    adjustments: list[tuple[str, str, int]] = field(default_factory=list)
    modifiers: tuple[str, ...] = ()
    units: str = "1"
    day: str = "20260105"
    control: str = ""
    remarks: tuple[str, ...] = ()
    allowed: int | None = None

    @property
    def paid(self) -> int:
        return self.charge - sum(amount for _, _, amount in self.adjustments)


@dataclass
class Claim:
    number: str
    lines: list[Line]
    adjustments: list[tuple[str, str, int]] = field(default_factory=list)
    status: str = "1"
    payer_number: str = "940605554"
    last_name: str = "BUDD"
    first_name: str = "WILLIAM"
    member_id: str = "33344555510"
    remarks: tuple[str, ...] = ()

    @property
    def charge(self) -> int:
        return sum(line.charge for line in self.lines)

    @property
    def paid(self) -> int:
        return sum(line.paid for line in self.lines) - sum(amount for _, _, amount in self.adjustments)

    @property
    def patient(self) -> int:
        every = [one for line in self.lines for one in line.adjustments] + self.adjustments
        return sum(amount for group, _, amount in every if group == "PR")


@dataclass
class Remittance:
    claims: list[Claim]
    provider_adjustments: list[tuple[str, str, int]] = field(default_factory=list)
    trace: str = "0012524965"
    day: str = "20260302"
    payee_npi: str = NPI
    tax_id: str = "777667755"
    payer: str = "RUSHMORE LIFE"

    @property
    def paid(self) -> int:
        return sum(claim.paid for claim in self.claims) - sum(amount for _, _, amount in self.provider_adjustments)


def dollars(cents: int) -> str:
    """Cents as X12 writes dollars: no trailing zeros, no point before nothing."""
    text = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"
    return text.rstrip("0").rstrip(".")


def remittance(seed: int = 0, claims: int = 3, trace: str = "0012524965") -> Remittance:
    """A varied remittance: adjustments at both levels, several triplets, remarks, a denial, provider adjustments."""
    random = Random(seed)
    made = [_claim(random, f"C{seed}X{number}") for number in range(claims)]
    paid = sum(claim.paid for claim in made)
    provider = [("WO", "A1", paid // 10), ("L6", "", -25)] if random.random() < 0.5 and paid > 0 else []
    return Remittance(made, provider, trace)


def _claim(random: Random, number: str) -> Claim:
    lines = [_line(random, f"{number}L{place:02}") for place in range(1, random.randint(1, 4) + 1)]
    denied = random.random() < 0.1
    if denied:
        for line in lines:
            line.adjustments, line.remarks = [("CO", "50", line.charge)], ("N130",)
    whole = [] if denied or random.random() < 0.7 else [("OA", "23", min(500, sum(line.paid for line in lines)))]
    return Claim(
        number, lines, whole, "4" if denied else "1", f"{random.randrange(10**9):09}",
        random.choice(("BUDD", "SETTLE", "ISLAND", "DE LA CRUZ")), random.choice(("SUSAN", "ELLIS", "RAY")),
        f"{random.randrange(10**10):010}", ("MA01",) if denied else (),
    )  # fmt: skip


def _line(random: Random, control: str) -> Line:
    charge = random.randrange(1000, 90000)
    cut = random.randrange(0, charge // 2)
    adjustments = [("CO", random.choice(CARC[:2]), cut)] if cut else []
    share = (charge - cut) // 5
    adjustments += [("PR", carc, share // 2) for carc in random.sample(CARC[5:], random.randrange(3)) if share > 1]
    return Line(
        random.choice(CODES), charge, adjustments, ("25",) if random.random() < 0.3 else (), str(random.randint(1, 3)),
        f"202601{random.randint(1, 28):02}", control, (), charge - cut,
    )  # fmt: skip


def segments(remit: Remittance, control: str = "0001") -> list[list[str]]:
    """The segments of one transaction set from ST to SE; components are joined by a colon."""
    body = [
        ["ST", "835", control],
        [
            "BPR",
            "I" if remit.paid else "H",
            dollars(remit.paid),
            "C",
            "CHK" if remit.paid else "NON",
            *[""] * 11,
            remit.day,
        ],
        ["TRN", "1", remit.trace, "1935665544"],
        ["DTM", "405", remit.day],
        ["N1", "PR", remit.payer],
        ["N3", "10 SOUTH AVENUE"],
        ["N4", "RAPID CITY", "SD", "55111"],
        ["PER", "BL", "JOHN WAYNE", "TE", "8005551212"],
        ["N1", "PE", "ACME MEDICAL CENTER", "XX", remit.payee_npi],
        ["REF", "TJ", remit.tax_id],
        ["LX", "1"],
    ]
    for claim in remit.claims:
        body += _claim_segments(claim)
    if remit.provider_adjustments:
        pairs = [
            part
            for reason, reference, amount in remit.provider_adjustments
            for part in (f"{reason}:{reference}".rstrip(":"), dollars(amount))
        ]
        body.append(["PLB", remit.payee_npi, "20261231", *pairs])
    return [*body, ["SE", str(len(body) + 1), control]]


def _claim_segments(claim: Claim) -> list[list[str]]:
    money = (dollars(claim.charge), dollars(claim.paid), dollars(claim.patient) if claim.patient else "")
    made = [["CLP", claim.number, claim.status, *money, "12", claim.payer_number, "11", "1"]]
    made += _adjustments(claim.adjustments)
    made.append(["NM1", "QC", "1", claim.last_name, claim.first_name, "", "", "", "MI", claim.member_id])
    if claim.remarks:
        made.append(["MOA", "", "", *claim.remarks])
    for line in claim.lines:
        service = ":".join(["HC", line.code, *line.modifiers])
        made.append(["SVC", service, dollars(line.charge), dollars(line.paid), "", line.units])
        made.append(["DTM", "472", line.day])
        made += _adjustments(line.adjustments)
        made += [["REF", "6R", line.control]] * bool(line.control)
        made += [["AMT", "B6", dollars(line.allowed)]] if line.allowed is not None else []
        made += [["LQ", "HE", remark] for remark in line.remarks]
    return made


def _adjustments(adjustments: list[tuple[str, str, int]]) -> list[list[str]]:
    """One CAS a group code, its triplets side by side."""
    groups = dict.fromkeys(group for group, _, _ in adjustments)
    made = []
    for group in groups:
        triplets = [[reason, dollars(amount), ""] for one, reason, amount in adjustments if one == group]
        flat = [part for triplet in triplets for part in triplet]
        made.append(["CAS", group, *flat[:-1]])
    return made


def write(
    remittances: list[Remittance],
    delimiters: str = "*:~^",
    line_break: str = "",
    control: int = 1,
) -> bytes:
    """One interchange with one group of all remittances; delimiters for element, component, segment, repetition."""
    element, component, segment, repetition = delimiters
    isa = ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", "PAYER".ljust(15), "ZZ", "BILLER".ljust(15), "260302", "1705",
           repetition, "00501", f"{control:09}", "0", "P", component]  # fmt: skip
    gs = ["GS", "HP", "PAYER", "BILLER", "20260302", "1705", str(control), "X", "005010X221A1"]
    sets = [one for number, remit in enumerate(remittances, 1) for one in segments(remit, f"{number:04}")]
    every = [isa, gs, *sets, ["GE", str(len(remittances)), str(control)], ["IEA", "1", f"{control:09}"]]
    texts = [element.join(part if one is isa else part.replace(":", component) for part in one) for one in every]
    return "".join(text + segment + line_break for text in texts).encode()
