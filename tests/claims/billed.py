"""A client with one visit that is billed on the first night, and the nights after it: claims, decisions, money."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tasks.claims.stage import run as claims
from tasks.corrections import stage as corrections
from tasks.ledger import laws
from tasks.ledger.stage import run as ledger
from tasks.night import Night
from tasks.patients.stage import run as patients
from tasks.publish.marts import build_mart, read_marts
from tasks.remittances.stage import run as remittances
from tasks.warehouse import Connection
from tests.claims.world import DAY, PAYERS, Rows, make_night, make_workspace
from tests.corrections.desk import as_csv
from tests.ledger.x835 import St, file_835

# Of the batch that a visit comes in these desks say nothing.
_OF_BATCHES = ("batch_complete", "batch_ties", "charges_kept", "received_row_kept", "encounter_reason")


class Desk:
    """The desk of that client; `frequencies` are those that the payer of its visit takes."""

    def __init__(self, path: Path, frequencies: str = '["8"]', **visit: Any) -> None:
        self.workspace = make_workspace(path)
        if frequencies:
            text = PAYERS.replace("route: plains}", f"route: plains, accepts_frequencies: {frequencies}}}", 1)
            (path / "payers.yaml").write_text(text)
        self.day = DAY
        self.con: Connection | None = None
        self.sets = 0
        self.now = self._night()
        rows = Rows()
        self.received = rows.add(1, **visit)
        rows.load(self.now.con)
        self.work()
        self.number = self.rows("SELECT claim_number FROM core.claim_submission")[0][0]

    def _night(self) -> Night:
        first = 41 + 10 * (self.day - DAY).days
        numbers = range(first, first + 10)
        night = make_night(self.workspace, day=self.day, con=self.con, control_numbers=numbers)
        self.con = night.con
        return night

    def drop(self, kind: str, content: bytes | str) -> None:
        """Put a file into the inbox."""
        inbox = self.workspace.client("riverside").inbox(kind)
        inbox.mkdir(parents=True, exist_ok=True)
        (inbox / f"{self.day}").write_bytes(content.encode() if isinstance(content, str) else content)

    def work(self, *decisions: dict[str, object], remits: tuple[St, ...] = (), paid: str = "") -> None:
        """The stages of a night that claims, decisions about them and their money go through, and the laws."""
        if decisions:
            self.drop("corrections", as_csv(*decisions))
        if remits:
            self.sets += 1
            self.drop("remits", file_835(*remits, control=self.sets))
        if paid:
            self.drop("patient_payments", paid)
        corrections.take(self.now)
        self._code()
        for stage in (claims, corrections.run, remittances, patients, ledger):
            stage(self.now)
        found = laws.run_checks(self.now)
        broken = {law: count for law, count in found.items() if count and law not in _OF_BATCHES}
        assert not broken, broken
        for entry in self.now.consumed:
            (self.workspace.client("riverside").path / "inbox" / entry).unlink(missing_ok=True)

    def _code(self) -> None:
        """What coding does with visits that wait for it: it takes the codes that coders gave and finds nothing."""
        self.now.con.execute(
            "UPDATE core.coded_service AS s SET code = d.code, modifier1 = d.modifiers"
            " FROM core.code_decision AS d, core.encounter AS e"
            " WHERE s.received_id = d.received_id AND s.line_number = d.number AND d.part = 'service'"
            " AND e.received_id = d.received_id AND e.state = 'held_coding'"
            " AND d.decided_order = (SELECT max(decided_order) FROM core.code_decision)"
        )
        self.now.con.execute("UPDATE core.encounter SET state = 'ready' WHERE state = 'held_coding'")

    def tomorrow(self, *decisions: dict[str, object], remits: tuple[St, ...] = (), paid: str = "") -> None:
        """The next night over these decisions, transaction sets and patient payments."""
        self.day += timedelta(days=1)
        self.now = self._night()
        self.work(*decisions, remits=remits, paid=paid)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.now.con.execute(query).fetchall()

    def accepted(self, number: str | None, outcome: str = "accepted") -> None:
        """The payer's 277CA."""
        self.now.con.execute(
            "INSERT INTO core.claim_event BY NAME SELECT ? AS event_id, left(?, 16) AS claim_id, ? AS claim_number,"
            " '277ca' AS event, ? AS outcome, 'payer' AS source, ? AS payer_claim_number, ? AS event_on,"
            " ? AS recorded_on",
            [f"{outcome}{self.day}", self.number, self.number, outcome, number, self.day, self.day],
        )

    def sent(self) -> list[tuple[Any, ...]]:
        """Number and frequency of every claim sent."""
        return self.rows("SELECT claim_number, frequency FROM core.claim_submission ORDER BY submitted_on, 1")

    def written(self) -> str:
        """The newest claim file."""
        digest = self.rows("SELECT content_sha256 FROM core.claim_file ORDER BY created_on DESC LIMIT 1")[0][0]
        return self.now.vault.read(str(digest)).decode()

    def held(self, claim: str | None = None) -> dict[str, Decimal]:
        """What each account holds, of one claim or of all, zeros left out."""
        found = self.now.con.execute(
            "SELECT account, sum(amount) FROM ledger.posting WHERE claim_id = coalesce(left(?, 16), claim_id)"
            " GROUP BY 1 HAVING sum(amount) <> 0",
            [claim],
        ).fetchall()
        return dict(found)

    def waiting(self, kind: str) -> list[tuple[Any, ...]]:
        """Reasons of the worklist's items of a kind."""
        for mart in read_marts():
            if mart.name in ("claim_status", "denials", "worklist"):
                build_mart(self.now.con, mart)
        return self.now.con.execute("SELECT reason FROM marts.worklist WHERE kind = ?", [kind]).fetchall()
