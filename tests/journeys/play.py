"""Plays a story of the books: what arrives each day goes through the nights, and what the books then say is told.

A story is a YAML file: `title`, and `days` with what arrives on each. A day has `told` (a sentence in a biller's words)
and any of
    claims                  name: {payers: [first, second], lines: [charges], member: id}
    sent_anew               name: {payers: [first], lines: [charges]}, the practice's newer version of a billed visit
    remits                  transaction sets of 835 files (see `_set`); `file` names the file, else each day has one
    delivered_again         names of earlier files: the same bytes once more
    enveloped_again         names of earlier files: the same transaction sets in another interchange
    bank, patient_payments, corrections     rows of files; a reference is a name that books.txt uses
A claim in the place of `ada` is named `ada corrected`.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tasks.publish.marts import build_mart, read_marts
from tests.corrections.desk import as_csv
from tests.journeys.billing import StoryBooks, open_story
from tests.journeys.tell import Names, head, ledger_lines, sent_lines, standing
from tests.ledger.books import PAYERS, Claim
from tests.ledger.x835 import Clp, Line, St, file_835
from tests.reconciliation.bank import csv as bank_csv

HERE = Path(__file__).resolve().parent
# The worklist and what it reads.
_MARTS = ("claim_status", "denials", "worklist")
_OPEN_TO = 'route: plains, deposit_window_days: 3, accepts_frequencies: ["7"]}'


def stories() -> list[Path]:
    """The folders of all stories."""
    return sorted(path.parent for path in HERE.glob("*/story.yaml"))


@dataclass
class Journey:
    """A story that is being played."""

    books: StoryBooks
    claims: dict[str, Claim] = field(default_factory=dict)
    files: dict[str, list[St]] = field(default_factory=dict)
    control: int = 0

    def names(self) -> Names:
        return Names(self.books, {claim.claim_id: name for name, claim in self.claims.items()})

    def day(self, day: date, what: dict[str, Any]) -> None:
        """Put a day's files into the inbox and work its night."""
        self.books.day = day
        for key, rows in what.items():
            if key != "told":
                getattr(self, f"_{key}")(rows)
        self.books.work()
        self._name_replacements()
        for mart in (mart for mart in read_marts() if mart.name in _MARTS):
            build_mart(self.books.con, mart)

    def _name_replacements(self) -> None:
        names = {claim.claim_id: name for name, claim in self.claims.items()}
        for claim, replaced in self.books.replacements():
            names[claim.claim_id] = f"{names[replaced]} corrected"
            self.claims[names[claim.claim_id]] = claim

    def _claims(self, rows: dict[str, Any]) -> None:
        for name, row in rows.items():
            self.claims[name] = self.books.claim(row["lines"], row["payers"], member=row.get("member"))

    def _sent_anew(self, rows: dict[str, Any]) -> None:
        for name, row in rows.items():
            self.books.newer(self.claims[name], row["lines"], row["payers"])

    def _remits(self, rows: list[dict[str, Any]]) -> None:
        files: dict[str, list[St]] = {}
        for row in rows:
            files.setdefault(row.get("file", str(self.books.day)), []).append(self._set(row))
        self.files |= files
        for name in files:
            self.control += 1
            self.books.remit(*files[name], name=name, control=self.control)

    def _delivered_again(self, names: list[str]) -> None:
        for name in names:
            number = list(self.files).index(name) + 1
            self.books.drop("remits", file_835(*self.files[name], control=number), "again")

    def _enveloped_again(self, names: list[str]) -> None:
        for name in names:
            self.books.remit(*self.files[name], name="other", control=900)

    def _set(self, row: dict[str, Any]) -> St:
        """A payment: payer, trace, paid, day; claims with status, charge, paid, lines by number, and CAS as CO-45."""
        claims = [self._clp(claim) for claim in row.get("claims", [])]
        plb = [(reason, reference, str(amount)) for reason, reference, amount in row.get("plb", [])]
        return St(
            str(row["paid"]), claims, plb, trace=row["trace"], payer=row["payer"], day=row.get("day", self.books.day)
        )

    def _clp(self, row: dict[str, Any]) -> Clp:
        claim = self.claims.get(row.get("claim", ""))
        lines = [
            Line(str(line["charge"]), str(line["paid"]), _cas(line), control=claim.lines[number - 1] if claim else None)
            for number, line in row.get("lines", {}).items()
        ]
        return Clp(
            row.get("called") or (claim.number if claim else ""),
            str(row["charge"]), str(row["paid"]), lines, _cas(row), str(row["status"]), row.get("number", "ICN1"),
        )  # fmt: skip

    def _bank(self, rows: list[dict[str, Any]]) -> None:
        cells = (f"{row.get('on', self.books.day)},{row['amount']},{row['trace']},{row['from']}," for row in rows)
        self.books.drop("bank", bank_csv(*cells))

    def _patient_payments(self, rows: list[dict[str, Any]]) -> None:
        head = "payment_reference,claim_number,paid_on,amount,method\n"
        lines = [
            f"{row['reference']},{self.claims[row['claim']].number},{self.books.day},{row['amount']},{row['method']}\n"
            for row in rows
        ]
        self.books.drop("patient_payments", head + "".join(lines))

    def _corrections(self, rows: list[dict[str, Any]]) -> None:
        ids, found = self.names().ids(), []
        for row in rows:
            claim = self.claims[row["claim"]].number if "claim" in row else None
            reference = ids[row["reference"]] if "reference" in row else None
            found.append({**row, "claim_number": claim, "reference": reference, "decided_on": self.books.day})
        self.books.drop("corrections", as_csv(*found))


def _cas(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(key[:2], key[3:], str(amount)) for key, amount in row.items() if key[2:3] == "-"]


def play(folder: Path, workspace: Path) -> str:
    """The story of a folder, told by the books: the text of its books.txt."""
    story = yaml.safe_load((folder / "story.yaml").read_text(encoding="utf-8"))
    books = open_story(workspace)
    (workspace / "payers.yaml").write_text(PAYERS.replace("route: plains}", _OPEN_TO))
    journey, told, before = Journey(books), [f"# {story['title']}"], dict[str, list[str]]()
    try:
        for day, what in story["days"].items():
            journey.day(day, what)
            names = journey.names()
            now = standing(books, names)
            told += [*head(day, what), *sent_lines(books.sent(), names), *ledger_lines(books, names)]
            for title, rows in now.items():
                # Balances are told every day, the rest when it changed.
                if title == "balances" or rows != before.get(title, []):
                    told += [title, *(f"  {row}" for row in rows or ["nothing"])]
            before = now
    finally:
        books.con.close()
    return "\n".join(told) + "\n"
