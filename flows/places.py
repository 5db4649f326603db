"""The workspace and the clients that a command names; what is wrong ends it with status 2 and a message."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from data_contracts.closing import ClosingError, parse_period
from data_contracts.settings import SettingsError
from flows import console
from tasks.workspace import Workspace

WorkspaceOption = Annotated[Path, typer.Option("--workspace", help="Folder of the billing company.")]
DAY = "%Y-%m-%d"


def workspace_at(path: Path) -> Workspace:
    """The workspace in a folder."""
    place = Workspace(path.resolve())
    if not (place.path / "company.yaml").is_file():
        refuse(f"{path}: no company.yaml there; `cleanclaim init {path}` makes a workspace")
    return place


def known_clients(place: Workspace) -> list[str]:
    """Clients of the workspace. Mistakes in the company's own settings, or one claim prefix for two, stop everything.

    A client whose own settings cannot be read is refused by its night; the others run.
    """
    _ = place.company, place.payers
    prefixes: dict[str, str] = {}
    for folder in place.clients():
        with suppress(SettingsError):
            prefix = folder.settings.claim_prefix
            if prefix in prefixes:
                refuse(f"{folder.settings_file}: claim_prefix {prefix} is taken by client {prefixes[prefix]}")
            prefixes[prefix] = folder.client_id
    return [folder.client_id for folder in place.clients()]


def clients_of(place: Workspace, named: list[str] | None) -> list[str]:
    """The clients named, or all."""
    known = known_clients(place)
    unknown = sorted(set(named or []) - set(known))
    if unknown:
        refuse(f"no such client: {', '.join(unknown)}; the workspace has {', '.join(known) or 'none'}")
    return named or known


def month_of(period: str) -> date:
    """The first day of a month given as YYYY-MM."""
    try:
        return parse_period(period)
    except ClosingError as error:
        refuse(str(error))


def refuse(message: str) -> NoReturn:
    """End the command: wrong command line or settings."""
    console.complain(message)
    raise typer.Exit(2)
