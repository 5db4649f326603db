"""The books of a story in which a visit is billed again: newer versions of visits, and the stage that makes claims."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from tasks.claims.stage import run as claims
from tasks.night import Night
from tasks.vault import Vault
from tests.claims.world import Rows
from tests.ledger.books import DAY, SERVICE, Books, Claim, open_books

_REPLACEMENTS = """
    SELECT c.claim_id, c.replaces, list(l.line_id ORDER BY l.line_number)
    FROM core.claim AS c JOIN core.claim_line AS l USING (claim_id)
    WHERE c.replaces IS NOT NULL AND c.payer_priority = 1 GROUP BY ALL ORDER BY min(c.generation)
"""
_WRITTEN = "SELECT content_sha256 FROM core.claim_file WHERE created_on = ? AND NOT released ORDER BY claim_file"


class StoryBooks(Books):
    """Books whose nights make claims of what people decided to bill again; coding has nothing to say about it."""

    def stages(self, night: Night) -> None:
        """Claims, and those of the books."""
        first = 100 + 10 * (self.day - DAY).days
        night.control_numbers = range(first, first + 10)
        self.con.execute("UPDATE core.encounter SET state = 'ready' WHERE state = 'held_coding'")
        claims(night)
        super().stages(night)

    def batch(self) -> None:
        """The drops that the versions came in."""
        super().batch()
        self.con.execute(
            "INSERT OR REPLACE INTO core.batch BY NAME SELECT batch_id, batch_id AS folder,"
            " min(received_on) AS received_on, 'h' AS content_hash, 'accepted' AS status,"
            " count(*) AS encounters_received, count(*) AS encounters_control,"
            " sum(charge_received) AS charges_received, sum(charge_received) AS charges_control"
            " FROM core.encounter GROUP BY batch_id"
        )

    def newer(self, claim: Claim, charges: Sequence[int], payers: Sequence[str]) -> None:
        """The practice sends a visit once more after it was billed, as the contracts stage leaves it."""
        encounter = str(self.one("SELECT encounter_id FROM core.claim WHERE claim_id = ?", claim.claim_id))
        rows = Rows()
        rows.add(
            int(encounter[1:]),
            batch=f"sent {self.day}",
            coverages=[{"payer_id": payer} for payer in payers],
            lines=[{"code": "99213", "charge": Decimal(charge)} for charge in charges],
            charge_received=Decimal(sum(charges)),
            received_on=self.day, service_from=SERVICE,
            state="held", reason_code="changed_after_billing", state_since=self.day,
        )  # fmt: skip
        rows.load(self.con)

    def replacements(self) -> list[tuple[Claim, str]]:
        """Claims in the place of others, and which."""
        return [
            (Claim(claim_id, f"{claim_id}01", tuple(lines)), replaced)
            for claim_id, replaced, lines in self.rows(_REPLACEMENTS)
        ]

    def sent(self) -> list[tuple[str, str, str, str]]:
        """Claims of the day's files as written: number, charge, frequency, and the payer's number it names (REF*F8)."""
        found: list[tuple[str, str, str, str]] = []
        for (digest,) in self.rows(_WRITTEN, self.day):
            for segment in Vault(self.folder.vault).read(digest).decode().split("~"):
                tag, *elements = segment.strip().split("*")
                if tag == "CLM":
                    found.append((elements[0], elements[1], elements[4].split(":")[2], ""))
                if (tag, elements[:1]) == ("REF", ["F8"]):
                    found[-1] = (*found[-1][:3], elements[1])
        return found


def open_story(path: Path) -> StoryBooks:
    """New, empty books in a folder."""
    books = open_books(path)
    return StoryBooks(books.folder, books.con)
