"""What a story may do at one practice: lay files into its inboxes, ask its books of the night before."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tasks.warehouse import Connection, open_database
from tasks.workspace import ClientFolder
from tests.corrections.desk import as_csv, as_xlsx
from tests.ledger.x835 import Clp, Line, St, file_835
from tests.reconciliation.bank import bai2, csv

PAYERS = ("ASPEN", "BIRCH", "CEDAR")
APPROVER = "R. Hale"
CENT = Decimal("0.01")
CONTRACTUAL, DENIED, EARLIER_PAYER = ("CO", "45"), ("CO", "197"), ("OA", "23")
ALONE, TWO, THREE = (
    f"origin = 'encounter' AND payer_id = '{p}' AND payer_priority = 1" for p in ("ASPEN", "CEDAR", "BIRCH")
)
TAKEN_OVER = "origin = 'opening' AND number LIKE 'OLD%'"
Wait = Generator[None, None, None]

_CLAIMS = """
    WITH own AS (
        SELECT c.claim_id, c.received_id, c.payer_id, c.payer_priority, c.charge, c.service_from, c.origin,
            coalesce(max(s.claim_number), any_value(o.former_number), any_value(c.claim_id)) AS number,
            any_value(o.payer_claim_number) AS icn, any_value(o.member_id) AS member
        FROM core.claim AS c
        LEFT JOIN core.claim_submission AS s USING (claim_id)
        LEFT JOIN core.opening_balance AS o USING (claim_id)
        WHERE c.live AND c.party = 'insurer' AND c.payer_id IN ('ASPEN', 'BIRCH', 'CEDAR')
        GROUP BY ALL
    )
    SELECT own.claim_id, number, payer_id, own.charge, own.service_from, icn, member, own.received_id,
        list((l.line_id, l.code, l.modifier1, l.charge) ORDER BY l.line_number)
    FROM own JOIN core.claim_line AS l USING (claim_id)
    WHERE {where}
    GROUP BY ALL
    ORDER BY own.service_from, own.claim_id
"""


@dataclass(frozen=True)
class ClaimLine:
    """A line as it was billed."""

    line_id: str
    code: str
    modifier: str | None
    charge: Decimal


@dataclass(frozen=True)
class Claim:
    """A claim that waits for its payer: `number` is what the payer knows it by."""

    claim_id: str
    number: str
    payer: str
    charge: Decimal
    day: date
    icn: str | None
    member: str | None
    received_id: str | None
    lines: tuple[ClaimLine, ...]

    @property
    def ours(self) -> str:
        """The number by which people decide about it: that of the submission, or the claim's own."""
        return self.number if self.number.startswith(self.claim_id) else self.claim_id


def part(amount: Decimal, percent: int) -> Decimal:
    """A part of an amount, to the cent."""
    return (amount * percent / 100).quantize(CENT, ROUND_HALF_UP)


def decided(
    claim: Claim, *, paid: int = 60, patient: int = 0, given_up: int = 0, rest: tuple[str, str] = CONTRACTUAL,
    sign: int = 1, control: bool = True, **options: Any,
) -> Clp:  # fmt: skip
    """A claim as its payer decides it: percents of each line paid, put on the patient, given up (CO-45).

    What is left of the line is said under `rest`: contractual, denied, or the impact of another payer. `sign` -1 takes
    all of it back. `options` are fields of Clp.
    """
    lines = []
    for line in claim.lines:
        pays, owes, less = (sign * part(line.charge, percent) for percent in (paid, patient, given_up))
        left = (*rest, sign * line.charge - pays - owes - less)
        cas = [(group, code, str(a)) for group, code, a in (("PR", "2", owes), (*CONTRACTUAL, less), left) if a]
        told = [line.modifier] if line.modifier and control else []
        reference = line.line_id if control else None
        lines.append(Line(str(sign * line.charge), str(pays), cas, reference, line.code, told, claim.day))
    total = sum((Decimal(line.paid) for line in lines), Decimal(0))
    said = {"status": "22" if sign < 0 else "1", "icn": claim.icn or f"I{claim.claim_id[-9:]}", **options}
    number = said.pop("number", claim.number)
    return Clp(number, str(sign * claim.charge), str(total), lines, patient="STORY*CASE", **said)


@dataclass
class Desk:
    """One practice as the stories see it on one night; `day` moves on, what is reserved stays."""

    folder: ClientFolder
    day: date
    sisters: "list[Desk]" = field(default_factory=list)
    reserved: set[str] = field(default_factory=set)
    written: int = 0
    alone: str = ALONE
    _con: Connection | None = None

    @property
    def npi(self) -> str:
        """Who is paid."""
        return self.folder.settings.billing_identities[0].npi

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the books as the last night left them; none before the first night."""
        if not self.folder.warehouse.exists():
            return []
        if self._con is None:
            self._con = open_database(self.folder.warehouse, read_only=True)
        return self._con.execute(query, list(values)).fetchall()

    def one(self, query: str, *values: Any) -> Any:
        """The single value of a query."""
        rows = self.ask(query, *values)
        assert len(rows) == 1, (query, values, rows)
        return rows[0][0]

    def close(self) -> None:
        """The night can have the books again."""
        if self._con is not None:
            self._con.close()
            self._con = None

    def claims(self, where: str = "true") -> list[Claim]:
        """Live claims of the stories' payers."""
        rows = self.ask(_CLAIMS.format(where=where))
        return [Claim(*row[:-1], tuple(ClaimLine(*line) for line in row[-1])) for row in rows]

    def take(self, count: int, where: str = "") -> Generator[None, None, list[Claim]]:
        """Wait until so many claims are free and return them: `a, b = yield from desk.take(2)`."""
        while True:
            free = [claim for claim in self.claims(where or self.alone) if claim.claim_id not in self.reserved]
            if len(free) >= count:
                self.reserved |= {claim.claim_id for claim in free[:count]}
                return free[:count]
            yield

    def later(self, claim: Claim, payer: str) -> Generator[None, None, Claim]:
        """Wait for the encounter's claim for a later payer, who knows it by the first payer's number."""
        while True:
            found = self.claims(f"received_id = '{claim.received_id}' AND payer_id = '{payer}'")
            if found:
                self.reserved.add(found[0].claim_id)
                return replace(found[0], number=claim.number)
            yield

    def lay(self, kind: str, content: bytes | str, ending: str = "csv") -> None:
        """Lay a file into inbox/<kind>."""
        self.written += 1
        data = content.encode() if isinstance(content, str) else content
        place = self.folder.inbox(kind) / f"story-{self.day}-{self.written:04d}.{ending}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)

    def pay(self, trace: str, *claims: Clp, plb: Sequence[tuple[str, str, Any]] = (), **options: Any) -> St:
        """A payment that balances: BPR02 is what the claims pay less the provider-level adjustments."""
        total = sum((Decimal(c.paid) for c in claims), Decimal(0)) - sum((Decimal(p[2]) for p in plb), Decimal(0))
        said = {"payer": "ASPEN", "npi": self.npi, "day": self.day, **options}
        return St(str(total), claims, [(r, ref, str(a)) for r, ref, a in plb], f"{self.folder.client_id[:3]}{trace}",
                  **said)  # fmt: skip

    def remit(self, *sets: St, control: int = 0) -> bytes:
        """Lay an 835 into the client's own inbox; returns its bytes."""
        self.written += 1
        content = file_835(*sets, control=control or 1000 * self.written + 7)
        self.lay("remits", content, "x12")
        return content

    def remittance(self, trace: str, more: str = "true") -> str:
        """remittance_id of a payment of this practice."""
        query = f"SELECT remittance_id FROM core.remittance WHERE trace = ? AND {more}"
        return str(self.one(query, self.folder.client_id[:3] + trace))

    def decide(self, action: str, claim: Claim | str | None = None, amount: object = None, **cells: object) -> None:
        """Lay the decision of a person."""
        self.lay("corrections", as_csv(self.decision(action, claim, amount, **cells)))

    def decide_in_workbook(self, *decisions: dict[str, object]) -> None:
        """Lay several decisions as XLSX."""
        self.lay("corrections", as_xlsx(*decisions), "xlsx")

    def decision(
        self, action: str, claim: Claim | str | None = None, amount: object = None, **cells: object
    ) -> dict[str, object]:
        """The row of a decision."""
        number = claim.ours if isinstance(claim, Claim) else claim
        who = {"reason": "looked at it", "decided_by": APPROVER, "decided_on": str(self.day)}
        return {"action": action, "claim_number": number, "amount": amount, **who, **cells}

    def bank(self, *rows: str) -> None:
        """Lay a CSV of deposits (amount,trace,payer_name,description), booked today."""
        self.lay("bank", csv(*(f"{self.day},{row}" for row in rows)))

    def bank_bai2(self, *transactions: str | Sequence[str]) -> None:
        """Lay a BAI2 file of today."""
        self.lay("bank", bai2(*transactions, day=f"{self.day:%y%m%d}"), "bai")

    def patient_pays(self, *rows: str) -> None:
        """Lay patient payments (reference,claim_number,amount,kind), paid today by card."""
        head = "payment_reference,claim_number,paid_on,amount,method,kind\n"
        parts = [row.split(",") for row in rows]
        self.lay("patient_payments", head + "".join(f"{r},{n},{self.day},{a},card,{k}\n" for r, n, a, k in parts))

    def name(self, trace: str) -> str:
        """A trace as it stands in the files of this practice."""
        return f"{self.folder.client_id[:3]}{trace}"


def nights(count: int) -> Wait:
    """Let nights go by."""
    for _ in range(count):
        yield


def renumbered(payment: St, **changes: Any) -> St:
    """A payment with something else in it."""
    return replace(payment, **changes)
