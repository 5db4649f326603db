"""Plays a story of months: what was collected and worked, what the close then drafts, numbers and issues, as text.

A story is a YAML file: `title`, `agreements` (client: as in client.yaml), `states` (client: state in which it bills,
else VT), `dunning` (as in company.yaml) and `months`, in order. A month has `told` (a sentence in a biller's words),
`close` (YYYY-MM; the same once more is the month opened again), `day` (business day of the close) and any of
    collected, charged    rows per client: id, day, amount, and class, npi, place, code, source, opening, takes_back
    worked                rows per client: kind, day, and quantity, class, npi, amount, description, times
    paid                  what clients paid the company before the close: client, day, amount, invoice
A month without `agreements` of its own has those before it.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tasks.boundary import CloseRefused
from tasks.invoice.numbers import allot
from tasks.invoice.stage import issue
from tasks.mailbox.client_payments import take_client_payments
from tasks.month import Month
from tasks.register import own_account
from tasks.workspace import Workspace
from tests.invoice.sealed import INVOICING, Practice, practice
from tests.ledger.books import COMPANY
from tests.month_journeys.tell import told

HERE = Path(__file__).resolve().parent
Row = dict[str, Any]

_INVOICING = 'invoicing: {number_prefix: "NL-", address: [9 Meridian Row], pay: [by check]}\n'


def stories() -> list[Path]:
    """The folders of all stories."""
    return sorted(path.parent for path in HERE.glob("*/story.yaml"))


def play(folder: Path, workspace: Path) -> str:
    """Play a story in an empty folder; returns what was issued."""
    story = yaml.safe_load((folder / "story.yaml").read_text(encoding="utf-8"))
    (workspace / "company.yaml").write_text(COMPANY + _INVOICING)
    company = _Company(Workspace(workspace), story)
    parts = [story["title"], "=" * len(story["title"])]
    for month in story["months"]:
        parts += ["", f"{month['told']}", *company.close(month)]
    return "\n".join(parts) + "\n"


@dataclass
class _Company:
    """The billing company of a story."""

    workspace: Workspace
    story: Row
    practices: dict[str, Practice] = field(default_factory=dict)
    collected: dict[str, Row] = field(default_factory=dict)
    payments: int = 0

    def __post_init__(self) -> None:
        for client_id in self.story["agreements"]:
            (self.workspace.client(client_id).path).mkdir(parents=True)
            (self.workspace.client(client_id).settings_file).write_text(f"client_id: {client_id}\n")
            home = self.practices[client_id] = practice(self.workspace.path, client_id)
            home.state = self.story.get("states", {}).get(client_id, "VT")
            home.invoicing = {**INVOICING, "dunning": self.story.get("dunning", [])}

    def close(self, what: Row) -> list[str]:
        """Close a month of every client, number the drafts of all, issue them."""
        day = what["day"]
        self._pay(what.get("paid", []), day)
        self.story["agreements"] |= what.get("agreements", {})
        months, parts = {}, []
        for client_id in sorted(self.practices):
            month = self._seal(client_id, what)
            try:
                self.practices[client_id].draft(month)
            except CloseRefused as refusal:
                parts += ["", f"{client_id}: refused", *(f"    {line}" for line in str(refusal).splitlines())]
                continue
            months[client_id] = month
        self._number(months, day)
        for client_id, month in months.items():
            issue(month)
            papers = (month.sealed / "invoice.json", month.sealed / "dunning.json")
            parts += told(client_id, *(json.loads(paper.read_text()) for paper in papers if paper.exists()))
        return parts

    def _number(self, months: dict[str, Month], day: date) -> None:
        drafts = [
            (month.period, client_id, month.version, kind)
            for client_id, month in months.items()
            for (kind,) in month.con.execute(
                "SELECT kind FROM core.invoice WHERE period = ? AND version = ?", [month.period, month.version]
            ).fetchall()
        ]
        for (_, client_id, _, kind), number in allot(self.workspace, drafts, day).items():
            months[client_id].numbers[kind] = number

    def _seal(self, client_id: str, what: Row) -> Month:
        home, period = self.practices[client_id], date.fromisoformat(f"{what['close']}-01")
        versions = len(list((home.folder.path / "closed" / what["close"]).glob("v*")))
        money = {name: [self._money(row) for row in what.get(name, {}).get(client_id, [])] for name in _MONEY}
        return home.seal(
            period,
            [{**terms} for terms in self.story["agreements"][client_id]],
            day=what["day"],
            version=versions + 1,
            collections=money["collected"],
            charged=money["charged"],
            work=_work(what.get("worked", {}).get(client_id, [])),
            account=own_account(self.workspace, client_id, what["day"]),
        )

    def _money(self, row: Row) -> Row:
        """A row of the sealed table; what takes a payment back is of that payment's month."""
        original = self.collected.get(row.get("takes_back", ""))
        earlier = original is not None and original["day"].replace(day=1) < row["day"].replace(day=1)
        self.collected[row["id"]] = row
        return {
            "posting_id": row["id"],
            "posted_on": row["day"],
            "payer_class": row.get("class", "commercial"),
            "rendering_npi": row.get("npi"),
            "place_of_service": row.get("place", "11"),
            "code": row.get("code"),
            "origin": "opening" if row.get("opening") else "encounter",
            "source": row.get("source", "insurer"),
            "amount": f"{row['amount']:.2f}",
            "original_posting_id": row.get("takes_back"),
            "original_period": original["day"].replace(day=1) if earlier and original else None,
        }

    def _pay(self, rows: list[Row], day: date) -> None:
        """A file of payments in the company's inbox."""
        if not rows:
            return
        lines = ["payment_reference,client_id,paid_on,amount,method,invoice_number"]
        for row in rows:
            self.payments += 1
            lines.append(
                f"P{self.payments},{row['client']},{row['day']},{row['amount']:.2f},ach,{row.get('invoice', '')}"
            )
        path = self.workspace.inbox / "client_payments" / f"{day}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n")
        assert take_client_payments(self.workspace, day) == len(rows)


_MONEY = ("collected", "charged")


def _work(rows: list[Row]) -> list[Row]:
    """Rows of the sealed table; `times` of one kind on one day are so many claims."""
    found: list[Row] = []
    for row in rows:
        for _ in range(row.get("times", 1)):
            amount = row.get("amount")
            found.append(
                {
                    "kind": row["kind"],
                    "subject_id": f"W{len(found) + 1}",
                    "worked_on": row["day"],
                    "payer_class": row.get("class", "commercial" if "claim" in row["kind"] else None),
                    "rendering_npi": row.get("npi"),
                    "place_of_service": row.get("place", "11" if "claim" in row["kind"] else None),
                    "quantity": f"{row.get('quantity', 1):.2f}",
                    "amount": None if amount is None else f"{amount:.2f}",
                    "description": row.get("description"),
                }
            )
    return found
