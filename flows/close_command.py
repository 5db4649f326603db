"""The command `cleanclaim close`. Exit status: 0 closed, 1 something stands open, 2 refused, 3 failed."""

import asyncio
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

import typer

from data_contracts.closing import ClosingError, Waiver, parse_period, parse_reopening, parse_waiver
from flows import console
from flows.calendar import business_day
from flows.close_waiting import waiting
from flows.places import DAY, WorkspaceOption, clients_of, refuse, workspace_at
from flows.settings import prepare_prefect
from tasks.crew import preload
from tasks.workspace import Workspace

_COLUMNS = {
    "client": "Client",
    "outcome": "Outcome",
    "version": "Version",
    "base": "Base",
    "fee": "Fee",
    "due": "Due",
    "reason": "Reason",
}
_WORDS = {"closed_before": "closed before", "not_yet": "no night yet", "law_broken": "law broken"}


def close(
    period: Annotated[str, typer.Argument(help="Month to close, YYYY-MM.")],
    workspace: WorkspaceOption,
    day: Annotated[datetime | None, typer.Option("--date", formats=[DAY], help="Business day.")] = None,
    client: Annotated[list[str] | None, typer.Option("--client", help="Only this client (may be repeated).")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show what it would be; nothing is kept.")] = False,
    waive: Annotated[
        list[str] | None, typer.Option("--waive", help='"ITEM: who, why"; ITEM is a kind, or kind:id (repeatable).')
    ] = None,
    soft: Annotated[bool, typer.Option("--soft", help="Lock the month; invoice it later by closing it again.")] = False,
    reopen: Annotated[
        str | None, typer.Option("--reopen", help='"who: why": open the newest closed month again.')
    ] = None,
) -> None:
    """Close a month for every client and invoice it; one that fails does not stop the others."""
    place = workspace_at(workspace)
    on = business_day(place, day.date() if day else None)
    names = clients_of(place, client)
    month, waivers, reopened_by = _read(period, waive or [], reopen)
    if reopen and (preview or soft or waivers):
        refuse("--reopen stands alone: close the month again afterwards")
    outcomes = _run(place, month, on, names, waivers, reopened_by, soft=soft, preview=preview)
    show(place, period, outcomes)
    show_idle(waivers, outcomes)
    for text in waiting(place, month, outcomes):
        console.say(f"[yellow]waiting[/]: {text}")
    raise typer.Exit(status_of(outcomes))


def _read(period: str, waive: list[str], reopen: str | None) -> tuple[date, tuple[Waiver, ...], str | None]:
    """What was written on the command line; ends the command with status 2 where it is not understood."""
    try:
        waivers = tuple(parse_waiver(text) for text in waive)
        return parse_period(period), waivers, None if reopen is None else parse_reopening(reopen)
    except ClosingError as error:
        refuse(str(error))


def _run(
    place: Workspace,
    month: date,
    on: date,
    names: list[str],
    waivers: tuple[Waiver, ...],
    reopened_by: str | None,
    *,
    soft: bool,
    preview: bool,
) -> dict[str, dict[str, Any]]:
    prepare_prefect(place.path)
    preload(contracts=False)
    with console.progress(f"Close of {month:%Y-%m} on {on}: starting Prefect …"):
        from flows.month_books import Given, given
        from flows.month_end import month_end

        given.set(Given(waivers, reopened_by))
        return asyncio.run(month_end(f"{month:%Y-%m}", on, names, soft, preview))


def show(place: Workspace, period: str, outcomes: dict[str, dict[str, Any]]) -> None:
    """How each client's close ended, and what stands open."""
    console.table(f"Close of {period}", [_row(name, outcome) for name, outcome in outcomes.items()], _COLUMNS)
    for name, outcome in outcomes.items():
        kinds = {k.removeprefix("blocked "): n for k, n in outcome.items() if k.startswith("blocked ")}
        if kinds:
            told = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
            listed = place.client(name).path.relative_to(place.path) / "closed" / period / "open.csv"
            console.say(f"[yellow]open[/] {name}: {told}. Listed in {listed}. Settle them, or waive them by name:")
            console.say(f'  --waive "{min(kinds)}: who, why"')
        if outcome["outcome"] == "reopened":
            console.say(
                f"{name}: {period} is open again. Its nights can be worked while no later night was; else only the "
                f"agreement and waivers can change. Close it again for version {outcome['version'] + 1}."
            )


def show_idle(waivers: tuple[Waiver, ...], outcomes: dict[str, dict[str, Any]]) -> None:
    """Tell of a waiver that names nothing that stands open at any client: it may be misspelt."""
    listed = [outcome for outcome in outcomes.values() if "open" in outcome]
    for place, waiver in enumerate(waivers):
        if listed and all(f"idle waiver {place}" in outcome for outcome in listed):
            console.say(f"[yellow]waived nothing[/]: {waiver.item} stands open at no client")


def _row(name: str, outcome: dict[str, Any]) -> dict[str, Any]:
    cents = {k: outcome.get(f"{k}_cents") for k in _COLUMNS}
    dollars = {k: None if value is None else Decimal(value).scaleb(-2) for k, value in cents.items()}
    told = outcome["outcome"]
    if told == "closed" and not outcome.get("hard"):
        told = "closed (soft)"
    return {
        "client": name,
        "outcome": _WORDS.get(told, told),
        "version": outcome.get("version"),
        "base": dollars["base"],
        "fee": dollars["fee"],
        "due": dollars["due"],
        "reason": outcome["reason"],
    }


def status_of(outcomes: dict[str, dict[str, Any]]) -> int:
    """0 closed, 1 something stands open that nobody waived, 2 refused, or closed before, 3 failed or a law broken."""
    kinds = {outcome["outcome"] for outcome in outcomes.values()}
    if kinds & {"failed", "law_broken"}:
        return 3
    if "refused" in kinds or kinds == {"closed_before"}:
        return 2
    return 1 if any(outcome.get("blocked") for outcome in outcomes.values()) else 0
