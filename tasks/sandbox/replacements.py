"""Claims that replace (frequency 7) or withdraw (8) one that the payer has: its decision about that one is taken back.

Once a payer has taken in such a claim it decides the other no more. Decisions sent are kept, a file a day, in
WORKSPACE/sandbox/decided/<day>.json by the payer's own number; they are read when there is something to take back.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from tasks.sandbox.adjudication import forget, payer_claim_number
from tasks.sandbox.claims837 import Claim837
from tasks.sandbox.decisions import Decision, decision_of, first_number, reversal
from tasks.sandbox.events import release
from tasks.sandbox.files import read_notes, write_notes
from tasks.sandbox.notebook import Notebook
from tasks.sandbox.remittance import Remittance


@dataclass
class Sent:
    """What payers sent until the day before, and take back today.

    `asked`: what a patient was asked for before, by the number of the claim that is decided instead; in cents.
    """

    workspace: Path
    notebook: Notebook
    asked: dict[str, int] = field(default_factory=dict)

    @cached_property
    def _standing(self) -> dict[str, dict[str, Any] | None]:
        """The last decision about each claim, None where it was taken back."""
        found: dict[str, dict[str, Any] | None] = {}
        for day in self.notebook.days:
            found |= read_notes(_file(self.workspace, day)) or {}
        return found

    def take_in(self, claims: Iterable[Claim837]) -> None:
        """Note which of `claims`, as they arrive, correct others; one that keeps its number is no other claim."""
        for claim in (c for c in claims if c.corrects):
            own, other = payer_claim_number(claim), first_number(claim.corrects)
            if own != other:
                self.notebook.corrected[own] = other

    def is_corrected(self, claim: Claim837) -> bool:
        """True where the payer has a later claim in the place of this one."""
        return payer_claim_number(claim) in self.notebook.corrected.values()

    def original(self, claim: Claim837) -> Decision | None:
        """What stands of the claim that this one corrects; of the nearest before it, where that was never decided."""
        number = first_number(claim.corrects)
        while number:
            notes = self._standing.get(number)
            if notes is not None:
                return decision_of(notes)
            number = self.notebook.corrected.get(number, "")
        return None

    def take_back(self, remittance: Remittance, taken: Decision, claim: Claim837) -> None:
        """Put the reversal of `taken` into the remittance in which `claim` is decided."""
        remittance.decisions.append(reversal(taken))
        self._standing[first_number(taken.payer_claim_number)] = None
        self.asked[claim.number] = taken.patient_share
        forget(taken, remittance.payer_id, self.notebook.memory)
        release(self.notebook, remittance, taken.number)

    def keep(self, day: date, remittances: Iterable[Remittance]) -> None:
        """Keep what the remittances of the day say of each claim last."""
        last = {first_number(d.payer_claim_number): d for r in remittances for d in r.decisions}
        notes = {number: None if d.status == "22" else asdict(d) for number, d in last.items()}
        write_notes(_file(self.workspace, day.isoformat()), notes)


def _file(workspace: Path, day: str) -> Path:
    return workspace / "sandbox" / "decided" / f"{day}.json"
