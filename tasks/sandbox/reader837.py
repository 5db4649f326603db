"""Reading an 837P as a payer does, with nothing else in hand."""

from tasks.sandbox.claims837 import Claim837, Interchange837, Line, Name, Payee, Transaction837
from tasks.sandbox.edi import Segment, at, cents, read_segments


def read_837(content: bytes) -> list[Interchange837]:
    """Every interchange of a file of professional claims. Raises ValueError when it is not X12."""
    segments, component = read_segments(content)
    found: list[Interchange837] = []
    for one in segments:
        if one[0] == "ISA":
            found.append(Interchange837(at(one, 6), at(one, 8), at(one, 13), at(one, 9), at(one, 10)))
        elif one[0] == "GS":
            found[-1].groups.append((at(one, 6), at(one, 8), []))
        elif one[0] == "ST":
            found[-1].groups[-1][2].append(Transaction837(at(one, 2), [one]))
        elif one[0] not in ("GE", "IEA"):
            found[-1].groups[-1][2][-1].segments.append(one)
    for transaction in (t for i in found for t in i.transactions):
        _Reader(transaction, component).read()
    return found


class _Reader:
    """Walks the segments of one transaction once, remembering the last provider, subscriber, patient and payer."""

    def __init__(self, transaction: Transaction837, component: str) -> None:
        self.transaction, self.component = transaction, component
        self.payee = Payee("", "")
        self.sbr: Segment = []
        self.subscriber: Name = ("", "", "", "")
        self.patient: Name | None = None
        self.member_id = ""
        self.payer = ("", "")
        self.claim: Claim837 | None = None
        self.entity = ""
        self.other = False

    def read(self) -> None:
        for one in self.transaction.segments:
            handler = getattr(self, f"_{one[0].lower()}", None)
            if handler is not None:
                handler(one)

    def _bht(self, one: Segment) -> None:
        self.transaction.reference = at(one, 3)

    def _hl(self, one: Segment) -> None:
        self.claim, self.entity, self.other = None, "", False
        if at(one, 3) == "22":
            self.patient, self.sbr = None, []
        if at(one, 3) == "23":
            self.patient = ("", "", "", "")

    def _sbr(self, one: Segment) -> None:
        if self.claim is None:
            self.sbr = one
        else:
            self.other = True

    def _nm1(self, one: Segment) -> None:
        self.entity = at(one, 1)
        name = (at(one, 3), at(one, 4), at(one, 5), at(one, 7))
        identifier = at(one, 9)
        if self.claim is not None:
            self._nm1_in_claim(name, identifier)
        elif self.entity == "41":
            self.transaction.submitter = (name[0], identifier)
        elif self.entity == "85":
            self.payee = Payee(name[0], identifier)
        elif self.entity == "IL":
            self.subscriber, self.member_id = name, identifier
        elif self.entity == "PR":
            self.payer = (identifier, name[0])
        elif self.entity == "QC":
            self.patient = name

    def _nm1_in_claim(self, name: Name, identifier: str) -> None:
        claim = self.claim
        if claim is None:
            return
        if self.entity == "82" and not claim.rendering_npi:
            claim.rendering_npi = identifier
        if self.entity == "PR" and self.other:
            claim.other_payers.append((identifier, name[0]))

    def _n3(self, one: Segment) -> None:
        if self.entity == "85" and self.claim is None:
            self.payee.street = at(one, 1)

    def _n4(self, one: Segment) -> None:
        if self.entity == "85" and self.claim is None:
            self.payee.city, self.payee.state, self.payee.postal_code = at(one, 1), at(one, 2), at(one, 3)

    def _ref(self, one: Segment) -> None:
        if self.claim is None:
            if self.entity == "85" and at(one, 1) in ("EI", "SY"):
                self.payee.tax_id = at(one, 2)
        elif at(one, 1) == "6R" and self.claim.lines:
            self.claim.lines[-1].control = at(one, 2)
        elif at(one, 1) == "G1" and not self.claim.lines:
            self.claim.authorization = at(one, 2)
        elif at(one, 1) == "F8" and not self.other:
            self.claim.original = at(one, 2)

    def _clm(self, one: Segment) -> None:
        place = at(one, 5).split(self.component)
        self.other, self.entity = False, ""
        self.claim = Claim837(
            number=at(one, 1),
            charge=cents(at(one, 2)),
            place=place[0],
            frequency=place[2] if len(place) > 2 else "1",
            payee=self.payee,
            responsibility=at(self.sbr, 1),
            filing_indicator=at(self.sbr, 9),
            payer_id=self.payer[0],
            payer_name=self.payer[1],
            subscriber=self.subscriber,
            member_id=self.member_id,
            patient=self.patient or self.subscriber,
        )
        self.transaction.claims.append(self.claim)

    def _lx(self, one: Segment) -> None:
        if self.claim is not None:
            self.claim.lines.append(Line(at(one, 1), [], 0, ""))

    def _sv1(self, one: Segment) -> None:
        if self.claim is not None:
            line = self.claim.lines[-1]
            line.procedure = at(one, 1).split(self.component)
            line.charge, line.units = cents(at(one, 2)), at(one, 4)

    def _dtp(self, one: Segment) -> None:
        if self.claim is not None and self.claim.lines and at(one, 1) == "472":
            self.claim.lines[-1].service_on = at(one, 3)[:8]

    def _svd(self, one: Segment) -> None:
        if self.claim is not None:
            self.claim.lines[-1].prior_paid += cents(at(one, 2))
