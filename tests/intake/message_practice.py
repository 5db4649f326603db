"""A practice whose system sends messages: files laid into its inbox, nights, and what came of them."""

from pathlib import Path
from typing import Any

import tasks.contracts.stage as contracts
import tasks.intake.stage as intake
from tasks.ledger.laws import read_checks, set_scope
from tasks.night import Counts, Night
from tasks.vault import Vault
from tests.intake.drops import DAY, KEY, Practice
from tests.intake.messages import OFFICE


class MessagePractice(Practice):
    """As Practice, for files that lie in the inbox by themselves."""

    def __init__(self, path: Path, mappings: dict[str, str] = OFFICE) -> None:
        super().__init__(path)
        own = self.folder.path / "mappings"
        own.mkdir(parents=True)
        for name, text in mappings.items():
            (own / f"{name}.yaml").write_text(text, encoding="utf-8")

    def send(self, *contents: bytes | str) -> Counts:
        """Lay files into the inbox and work the night's first stages; the inbox is empty afterwards."""
        for number, content in enumerate(contents):
            body = content.encode() if isinstance(content, str) else content
            (self.inbox / f"from-the-system-{number}").write_bytes(body)
        night, counts = self.night(intake.run, contracts.run, day=DAY, clears=False)
        for entry in night.consumed:
            (self.folder.path / "inbox" / entry).unlink()
        self.con.execute("UPDATE core.received_file SET consumed = true")
        return counts

    def blamed(self) -> list[tuple[Any, ...]]:
        """Dataset, column, path and reason of everything in quarantine, each once."""
        query = "SELECT DISTINCT dataset, column_name, element, reason FROM core.quarantine ORDER BY ALL"
        return [tuple(row.values()) for row in self.rows(query)]

    def standing(self) -> dict[str, str]:
        """Where each encounter that has an id stands now: the last of its versions that is not superseded."""
        query = (
            "SELECT encounter_id, state || coalesce(' ' || reason_code, '') AS state FROM core.encounter "
            "WHERE encounter_id IS NOT NULL AND reason_code IS DISTINCT FROM 'superseded' ORDER BY received_id"
        )
        return {row["encounter_id"]: row["state"] for row in self.rows(query)}

    def laws(self) -> dict[str, int]:
        """Offenders of the laws about encounters received."""
        night = Night(self.folder, DAY, 1, self.con, Vault(self.folder.vault), KEY, range(0))
        set_scope(self.con, night, whole_history=True)
        wanted = {"batch_complete", "batch_ties", "charges_kept", "received_row_kept", "encounter_reason"}
        checks = [check for check in read_checks() if check.check_id.removeprefix("1_") in wanted]
        assert len(checks) == len(wanted)
        return {check.check_id: len(self.rows(check.select)) for check in checks}
