"""What a month-end is given beside the month, and what the company's books say of its clients: accounts and numbers."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_contracts.closing import Waiver
from tasks.client_month import Request
from tasks.close.csv_bytes import OWN_ACCOUNT, csv_of
from tasks.invoice.numbers import Draft, allot
from tasks.register import company_account
from tasks.workspace import Workspace

KINDS = ("credit_note", "invoice")

Outcome = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """What a person gave beside the month: free text that no parameter may hold."""

    waivers: tuple[Waiver, ...] = ()
    reopen: str | None = None


given: ContextVar[Given] = ContextVar("given", default=Given())  # noqa: B039  # never changed in place


def requests(
    workspace: Workspace, names: list[str], day: date, period: date, *, soft: bool, preview: bool
) -> dict[str, Request]:
    """What is asked of each client, with what the company's books say of it."""
    accounts: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for entry in company_account(workspace, day):
        accounts.setdefault(entry["client_id"], []).append(entry)
    extra = given.get()
    return {
        name: Request(period, not soft, preview, extra.waivers, csv_of(accounts[name], OWN_ACCOUNT), extra.reopen)
        for name in names
    }


def numbers(workspace: Workspace, period: date, day: date, outcomes: dict[str, Outcome]) -> dict[str, dict[str, str]]:
    """The company's numbers for the drafts of these clients: client -> kind -> number."""
    drafts: list[Draft] = [
        (period, name, int(outcome["version"]), kind)
        for name, outcome in outcomes.items()
        for kind in KINDS
        if outcome.get(kind)
    ]
    found: dict[str, dict[str, str]] = {}
    for (_, name, _, kind), number in allot(workspace, drafts, day).items():
        found.setdefault(name, {})[kind] = number
    return found
