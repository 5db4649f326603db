"""A voided claim is withdrawn from its payer by frequency 8 where the payer takes it; its visit may be billed anew."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tasks.claims.stage import run as claims
from tasks.corrections import stage as corrections
from tasks.ledger import laws
from tasks.ledger.stage import run as ledger
from tasks.night import Night
from tasks.publish.marts import build_mart, read_marts
from tasks.warehouse import Connection
from tests.claims.world import DAY, PAYERS, Rows, make_night, make_workspace
from tests.corrections.desk import as_csv, row


class Desk:
    """A client with one visit, billed on the first night."""

    def __init__(self, path: Path, *, takes_void: bool) -> None:
        self.workspace = make_workspace(path)
        if takes_void:
            text = PAYERS.replace("route: plains}", 'route: plains, accepts_frequencies: ["8"]}', 1)
            (path / "payers.yaml").write_text(text)
        self.day = DAY
        self.con: Connection | None = None
        self.now = self._night()
        rows = Rows()
        self.received = rows.add(1, coverages=({},))
        rows.load(self.now.con)
        self.work()
        self.number = self.rows("SELECT claim_number FROM core.claim_submission")[0][0]

    def _night(self) -> Night:
        night = make_night(self.workspace, day=self.day, con=self.con)
        self.con = night.con
        return night

    def work(self, *decisions: dict[str, object]) -> None:
        """The stages of a night that claims and their voids go through."""
        if decisions:
            inbox = self.workspace.client("riverside").inbox("corrections")
            inbox.mkdir(parents=True, exist_ok=True)
            (inbox / f"{self.day}.csv").write_text(as_csv(*decisions))
        claims(self.now)
        corrections.take(self.now)
        corrections.run(self.now)
        ledger(self.now)
        found = laws.run_checks(self.now)
        kept = ("claim_once_per_payer", "encounter_on_claim", "claim_number_once", "claim_in_its_file",
                "voided_claim_empty", "charge_posted", "correction_posted", "receivable_open", "line_balances",
                "source_posted_once", "encounter_settled")  # fmt: skip
        assert {law: found[law] for law in kept if found[law]} == {}

    def tomorrow(self, *decisions: dict[str, object]) -> None:
        for path in self.workspace.client("riverside").inbox("corrections").glob("*"):
            path.unlink()
        self.day += timedelta(days=1)
        self.now = self._night()
        self.work(*decisions)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.now.con.execute(query).fetchall()

    def accepted(self, number: str | None) -> None:
        """The payer's 277CA."""
        self.now.con.execute(
            "INSERT INTO core.claim_event BY NAME SELECT 'a' AS event_id, left(?, 16) AS claim_id, ? AS claim_number,"
            " '277ca' AS event, 'accepted' AS outcome, 'payer' AS source, ? AS payer_claim_number, ? AS event_on,"
            " ? AS recorded_on",
            [self.number, self.number, number, self.day, self.day],
        )

    def sent(self) -> list[tuple[Any, ...]]:
        return self.rows("SELECT claim_number, frequency FROM core.claim_submission ORDER BY submitted_on, 1")

    def waiting(self) -> list[tuple[Any, ...]]:
        for mart in read_marts():
            if mart.name in ("claim_status", "denials", "worklist"):
                build_mart(self.now.con, mart)
        return self.rows("SELECT reason FROM marts.worklist WHERE kind = 'void_claim'")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path, takes_void=True)
    yield found
    found.now.con.close()


def test_an_accepted_claim_is_withdrawn_once_by_the_payers_number(desk: Desk) -> None:
    desk.accepted("PCN-77")
    desk.tomorrow(row("void_claim", desk.number, decided_on=DAY))
    assert desk.waiting() == []
    desk.tomorrow()
    assert desk.sent() == [(desk.number, "1"), (desk.number[:-2] + "02", "8")]
    digest = desk.rows("SELECT content_sha256 FROM core.claim_file ORDER BY created_on DESC LIMIT 1")[0][0]
    written = desk.now.vault.read(str(digest)).decode()
    assert ":B:8*" in written
    assert "REF*F8*PCN-77~" in written
    desk.tomorrow()
    assert len(desk.sent()) == 2
    assert desk.waiting() == []


def test_a_claim_without_the_payers_number_waits_for_a_person_until_it_comes(desk: Desk) -> None:
    desk.tomorrow(row("void_claim", desk.number, decided_on=DAY))
    desk.tomorrow()
    assert len(desk.sent()) == 1
    assert "no number" in str(desk.waiting())
    desk.accepted("PCN-77")
    desk.tomorrow()
    assert len(desk.sent()) == 2


def test_a_payer_that_takes_no_frequency_8_is_on_the_worklist(tmp_path: Path) -> None:
    desk = Desk(tmp_path, takes_void=False)
    desk.accepted("PCN-77")
    desk.tomorrow(row("void_claim", desk.number, decided_on=DAY))
    desk.tomorrow()
    assert len(desk.sent()) == 1
    assert "takes no withdrawal" in str(desk.waiting())
    desk.now.con.close()


def test_the_visit_of_a_voided_claim_is_billed_anew_by_a_decision(desk: Desk) -> None:
    desk.accepted("PCN-77")
    desk.tomorrow(row("rebill_encounter", desk.number, decided_on=DAY))
    assert desk.rows("SELECT fault FROM core.correction") == [("the encounter has a claim",)]
    decisions = (row("void_claim", desk.number, decided_on=DAY), row("rebill_encounter", desk.number, decided_on=DAY))
    desk.tomorrow(decisions[0])
    desk.tomorrow({**decisions[1], "note": "coded wrong"})
    assert desk.rows("SELECT state, reason_code FROM core.encounter") == [("held", "rebill")]
    desk.tomorrow()
    live = desk.rows("SELECT claim_id FROM core.claim WHERE live")
    assert len(live) == 1
    assert desk.sent() == [(desk.number, "1"), (desk.number[:-2] + "02", "8"), (f"{live[0][0]}01", "1")]
    held = desk.rows("SELECT account, sum(amount) AS held FROM ledger.posting GROUP BY 1 HAVING held <> 0 ORDER BY 1")
    assert held == [("ar_insurer:PLAIN1", 150), ("charges", -150)]
    assert desk.rows("SELECT state FROM core.encounter") == [("claimed",)]
