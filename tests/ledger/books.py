"""A client's books for tests: claims put straight into the warehouse, files into the inbox, nights over both."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tasks.corrections import stage as corrections
from tasks.ledger import journal, laws
from tasks.ledger import stage as ledger
from tasks.night import Night, hmac_hex, hmac_macro
from tasks.patients import stage as patients
from tasks.reconciliation import stage as reconciliation
from tasks.remittances import stage as remittances
from tasks.vault import Vault
from tasks.warehouse import Connection, fetch_dicts, open_database, open_warehouse
from tasks.workspace import ClientFolder, Workspace
from tests.ledger.x835 import St, file_835

DAY = date(2026, 11, 3)
SERVICE = date(2026, 10, 20)
NPI, TAX_ID = "1234567893", "987654321"

COMPANY = """
name: Eventide Billing
time_zone: America/Chicago
clearinghouse: {submitter_id: EVENTIDE01, receiver_id: NORTHCLR, receiver_name: Northern Clearing,
  contact_name: Desk, contact_phone: "5555550100", usage: T}
"""
PAYERS = """
payers:
  - {payer_id: PLAIN1, name: Plains Health, payer_class: commercial, filing_indicator: CI, route: plains}
  - {payer_id: COAST2, name: Coastal Mutual, payer_class: commercial, filing_indicator: CI, route: coastal}
  - {payer_id: THIRD3, name: Third Life, payer_class: commercial, filing_indicator: CI, route: coastal}
"""
CLIENT = f"""
client_id: riverside
name: Riverside Family Practice
specialty: family medicine
claim_prefix: RV
charges: fee_schedule
billing_identities:
  - {{npi: "{NPI}", tax_id: "{TAX_ID}", name: Riverside, taxonomy: 207Q00000X, address_line1: 12 River Street,
     city: Springfield, state: IL, postal_code: "627010001", phone: "5555550123", valid_from: 2020-01-01}}
write_offs:
  small_balance: {{max_amount: 15.00}}
  denial: {{max_amount: 100.00, approvers: [M. Alvarez]}}
  bad_debt: {{max_amount: 1000.00}}
"""


@cache
def _empty_warehouse() -> bytes:
    path = Path(tempfile.mkdtemp()) / "warehouse.duckdb"
    open_warehouse(path).close()
    return path.read_bytes()


@dataclass(frozen=True)
class Claim:
    """A claim of the books: its ids and lines."""

    claim_id: str
    number: str
    lines: tuple[str, ...]


@dataclass
class Books:
    """The books of one client, in a folder of their own."""

    folder: ClientFolder
    con: Connection
    day: date = DAY
    runs: dict[date, int] = field(default_factory=dict)
    encounters: int = 0

    @property
    def key(self) -> bytes:
        return self.folder.key()

    def claim(
        self,
        charges: Sequence[int | str],
        payers: Sequence[str] = ("PLAIN1",),
        *,
        patient_paid: int | str = 0,
        codes: Sequence[str] = (),
        number: int | None = None,
        coverage_to: date | None = None,
        member: str | None = None,
        name: tuple[str, str] | None = None,
    ) -> Claim:
        """An encounter with coverages and its claim, sent to the first payer; without payers, the patient's own."""
        self.encounters += 1
        n = number or self.encounters
        encounter, batch, patient = f"E{n}", "b1", f"P{n}"
        received = f"{batch}/{encounter}"
        con, total = self.con, sum(Decimal(c) for c in charges)
        con.execute(
            "INSERT INTO core.encounter BY NAME SELECT ? AS received_id, ? AS batch_id, ? AS encounter_id,"
            " ? AS received_on, 'h' AS content_hash, 'f' AS source_file, ? AS source_line, ? AS charge_received,"
            " ? AS patient_id, 'insurance' AS financial_class, ? AS service_from, ? AS service_to, 'claimed' AS state,"
            " ? AS state_since",
            [received, batch, encounter, self.day, n + 1, total, patient, SERVICE, SERVICE, self.day],
        )
        for priority, payer in enumerate(payers, 1):
            con.execute(
                "INSERT INTO core.coverage BY NAME SELECT ? AS batch_id, ? AS coverage_id, ? AS patient_id,"
                " ? AS payer_id, ? AS priority, '18' AS relationship, DATE '2020-01-01' AS effective_from,"
                " ? AS effective_to, ? AS member_id",
                [batch, f"C{n}-{priority}", patient, payer, priority, coverage_to if priority > 1 else None, member],
            )
        if name:
            con.execute(
                "INSERT INTO core.patient BY NAME"
                " SELECT ? AS batch_id, ? AS patient_id, ? AS last_name, ? AS first_name",
                [batch, patient, *name],
            )
        payer_id = payers[0] if payers else None
        claim_id = self.claim_id(encounter, payer_id)
        con.execute(
            "INSERT INTO core.claim"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '11', ?, ?, ?, ?, ?, true, 'encounter', 0, NULL, NULL)",
            [claim_id, received, encounter, patient, "insurer" if payers else "patient", payer_id,
             f"C{n}-1" if payers else None, 1 if payers else 0, NPI, TAX_ID, SERVICE, SERVICE, total,
             Decimal(patient_paid), self.day],
        )  # fmt: skip
        lines = tuple(f"{claim_id}L{i:02d}" for i in range(1, len(charges) + 1))
        for i, charge in enumerate(charges):
            con.execute(
                "INSERT INTO core.claim_line BY NAME SELECT ? AS line_id, ? AS claim_id, ? AS line_number,"
                " ? AS source_line_number, 'HCPCS' AS code_system, ? AS code, 1 AS units, 'UN' AS unit_basis,"
                " ? AS charge, ? AS service_from, ? AS service_to, '1' AS diagnosis_pointers",
                [lines[i], claim_id, i + 1, i + 1, codes[i] if codes else "99213", Decimal(charge), SERVICE, SERVICE],
            )
            con.execute(
                "INSERT INTO core.coded_service BY NAME SELECT ? AS received_id, ? AS line_number, ? AS charge",
                [received, i + 1, Decimal(charge)],
            )
        if payers:
            con.execute(
                "INSERT INTO core.claim_submission VALUES (?, ?, 1, '1', ?, '000000041', '1', '0001', ?, ?)",
                [claim_id + "01", claim_id, f"{self.day}.837", total, self.day],
            )
        return Claim(claim_id, claim_id + "01", lines)

    def claim_id(self, encounter: str, payer_id: str | None) -> str:
        """The id a claim of this encounter and payer has."""
        return "RV" + hmac_hex(self.key, f"{encounter}|{payer_id or ''}|{NPI}|{TAX_ID}")[:14].upper()

    def batch(self) -> None:
        """The drop that the encounters came in, as it stands now: law 1 wants one."""
        self.con.execute(
            "INSERT OR REPLACE INTO core.batch BY NAME SELECT 'b1' AS batch_id, 'b1' AS folder, ? AS received_on,"
            " 'h' AS content_hash,"
            " 'accepted' AS status, count(*) AS encounters_received, count(*) AS encounters_control,"
            " coalesce(sum(charge_received), 0) AS charges_received,"
            " coalesce(sum(charge_received), 0) AS charges_control FROM core.encounter",
            [DAY],
        )
        self.con.execute("DELETE FROM raw.encounters; DELETE FROM raw.services")
        self.con.execute(
            "INSERT OR REPLACE INTO core.claim_file BY NAME SELECT claim_file, 'plains' AS route,"
            " strftime(submitted_on, '0%Y%m%d') AS isa_control, sha256(claim_file) AS content_sha256, 1 AS bytes,"
            " count(*) AS claims, sum(charge) AS charge, submitted_on AS created_on, true AS released"
            " FROM core.claim_submission WHERE claim_file = submitted_on || '.837'"
            " GROUP BY claim_file, submitted_on"
        )
        self.con.execute(
            "INSERT INTO raw.encounters BY NAME SELECT batch_id, source_file, source_line, encounter_id"
            " FROM core.encounter"
        )
        self.con.execute(
            "INSERT INTO raw.services BY NAME SELECT batch_id, source_file, encounter_id, charge_received AS charge"
            " FROM core.encounter"
        )

    def later(self, claim: Claim, payer_id: str) -> Claim:
        """The claim of the same encounter for a later payer."""
        encounter = self.one("SELECT encounter_id FROM core.claim WHERE claim_id = ?", claim.claim_id)
        claim_id = self.claim_id(encounter, payer_id)
        return Claim(claim_id, claim_id + "01", tuple(claim_id + line[-3:] for line in claim.lines))

    def drop(self, kind: str, content: bytes | str, name: str = "a") -> None:
        """Put a file into the inbox."""
        folder = self.folder.inbox(kind)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)

    def remit(self, *sets: St, name: str = "a", control: int = 1) -> None:
        """Put an 835 into the inbox."""
        self.drop("remits", file_835(*sets, control=control), name)

    def decide(self, action: str, reference: str, claim: str = "", amount: str = "", day: date | None = None) -> None:
        """Put the decision of a person into the inbox."""
        head = "action,claim_number,line_number,amount,payer_id,reference,reason,decided_by,decided_on,note"
        row = f"{action},{claim},,{amount},,{reference},looked at it,M. Alvarez,{day or self.day},"
        self.drop("corrections", f"{head}\n{row}\n", f"{action}-{reference}.csv")

    def night(self, day: date | None = None) -> Night:
        """The next run of a day's night."""
        self.day = day or self.day
        self.runs[self.day] = self.runs.get(self.day, 0) + 1
        return Night(self.folder, self.day, self.runs[self.day], self.con, Vault(self.folder.vault), self.key, range(0))

    def work(self, day: date | None = None, *, lawful: bool = True) -> Night:
        """One night: the stages of this piece in order, the laws, the journal; the inbox is cleared."""
        night = self.night(day)
        self.batch()
        self.con.begin()
        corrections.take(night)
        self.stages(night)
        counts = laws.run_checks(night)
        broken = self.rows("SELECT law, offenders FROM core.law_result WHERE night = ? AND offenders > 0", night.day)
        assert counts
        assert not lawful or not broken, broken
        self.con.commit()
        journal.write_day(night)
        for entry in night.consumed:
            (self.folder.path / "inbox" / entry).unlink()
        self.con.execute("UPDATE core.received_file SET consumed = true")
        return night

    def stages(self, night: Night) -> None:
        """The stages of this piece between taking in decisions and asking the laws."""
        for stage in (corrections, remittances, patients, ledger, reconciliation):
            stage.run(night)

    def today(self, *sets: St, **options: Any) -> None:
        """The night of the current day over these transaction sets."""
        self.remit(*sets, **options)
        self.work()

    def tomorrow(self, *sets: St, **options: Any) -> None:
        """The next day's night over these transaction sets, if any."""
        self.day += timedelta(days=1)
        if sets:
            self.remit(*sets, **options)
        self.work()

    def one(self, query: str, *parameters: Any) -> Any:
        """The single value of a query."""
        found = self.con.execute(query, list(parameters)).fetchall()
        assert len(found) == 1, found
        return found[0][0]

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.con.execute(query, list(parameters)).fetchall()

    def dicts(self, query: str, *parameters: Any) -> list[dict[str, Any]]:
        """The rows of a query by column."""
        return fetch_dicts(self.con, query, parameters)

    def balances(self) -> dict[tuple[str, str | None], Decimal]:
        """What each account and claim holds, zeros left out."""
        found = self.rows(
            "SELECT account, claim_id, sum(amount) FROM ledger.posting GROUP BY ALL HAVING sum(amount) <> 0"
        )
        return {(account, claim): amount for account, claim, amount in found}

    def accounts(self) -> dict[str, Decimal]:
        """What each account holds, zeros left out."""
        found = self.rows("SELECT account, sum(amount) FROM ledger.posting GROUP BY ALL HAVING sum(amount) <> 0")
        return dict(found)


def open_books(path: Path) -> Books:
    """New, empty books in a folder."""
    client = path / "clients" / "riverside"
    client.mkdir(parents=True)
    (path / "company.yaml").write_text(COMPANY)
    (path / "payers.yaml").write_text(PAYERS)
    (client / "client.yaml").write_text(CLIENT)
    (client / "client.key").write_text("11" * 32)
    folder = Workspace(path).client("riverside")
    folder.warehouse.write_bytes(_empty_warehouse())
    con = open_database(folder.warehouse)
    con.execute("PRAGMA disable_checkpoint_on_shutdown")
    con.execute(hmac_macro(folder.key()))
    return Books(folder, con)
