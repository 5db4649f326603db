"""The command `cleanclaim`. Exit status: 0 done, 1 done with something for a person to look at, 2 wrong command line or
settings, 3 a law broken or a client's night crashed (the others still ran)."""

import asyncio
import sys
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from data_contracts.settings import SettingsError
from flows import console
from flows.calendar import business_day
from flows.settings import prepare_prefect
from tasks.crew import encounters_wait, preload
from tasks.workspace import Workspace

app = typer.Typer(
    name="cleanclaim",
    help="The night shift of a medical billing company.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

WorkspaceOption = Annotated[Path, typer.Option("--workspace", help="Folder of the billing company.")]
DAY = "%Y-%m-%d"


@app.command()
def demo(workspace: WorkspaceOption = Path("demo")) -> None:
    """Run five nights of three practice clients, with a practice clearinghouse that answers."""
    from tasks.sandbox.practice import write_workspace

    place = workspace.resolve()
    if not (place / "company.yaml").exists():
        _refuse_strangers(place)
        write_workspace(place)
    prepare_prefect(place)
    preload(contracts=True)
    with console.progress("Starting Prefect (the first start makes its database) …"):
        from flows.demo import demo as demo_flow

        outcomes = asyncio.run(demo_flow())
    console.summary(Workspace(place))
    console.places(Workspace(place), workspace)
    _exit_for(outcomes, attention_matters=False)


@app.command()
def init(directory: Annotated[Path, typer.Argument(help="New folder of a billing company.")]) -> None:
    """Write a new workspace whose files explain themselves by comments."""
    from tasks.sandbox.practice import write_template

    _refuse_strangers(directory)
    write_template(directory)
    console.say(f"Wrote a workspace to {directory}. Read company.yaml, payers.yaml and clients/*/client.yaml, then run")
    console.say(f"  cleanclaim nightly --workspace {directory}")


@app.command()
def nightly(
    workspace: WorkspaceOption,
    day: Annotated[datetime | None, typer.Option("--date", formats=[DAY], help="Business day.")] = None,
    client: Annotated[list[str] | None, typer.Option("--client", help="Only this client (may be repeated).")] = None,
) -> None:
    """Run the night for every client; one that fails does not stop the others."""
    place = _workspace(workspace)
    night = business_day(place, day.date() if day else None)
    known = _clients(place)
    unknown = sorted(set(client or []) - set(known))
    if unknown:
        _refuse(f"no such client: {', '.join(unknown)}; the workspace has {', '.join(known) or 'none'}")
    prepare_prefect(place.path)
    preload(contracts=encounters_wait(place))
    with console.progress(f"Night of {night}: starting Prefect …"):
        from flows.nightly import nightly as nightly_flow

        outcomes = asyncio.run(nightly_flow(night, client or known))
    console.outcomes(outcomes)
    console.problems(place, since=night)
    _exit_for(outcomes, attention_matters=True, extra=console.mailbox_problems(place, night))


@app.command()
def replay(workspace: WorkspaceOption, client: Annotated[str, typer.Option("--client")]) -> None:
    """Rebuild a client's warehouse from its vault in a scratch folder and compare the journals byte for byte."""
    place = _workspace(workspace)
    if client not in _clients(place):
        _refuse(f"no such client: {client}")
    prepare_prefect(place.path)
    preload(contracts=True)
    with console.progress(f"Replaying {client} …"):
        from flows.replay import replay as replay_flow

        verdict = asyncio.run(replay_flow(client))
    console.say(verdict["message"])
    raise typer.Exit(int(verdict["status"]))


@app.command()
def status(workspace: WorkspaceOption) -> None:
    """What each client's last night did, what could not be routed, and whether the journals are untouched."""
    place = _workspace(workspace)
    _clients(place)
    raise typer.Exit(console.status(place))


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="A SELECT over core, ledger and marts.")],
    workspace: WorkspaceOption,
    client: Annotated[str, typer.Option("--client", help="A client, or `portfolio`.")],
    csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values.")] = False,
    json: Annotated[bool, typer.Option("--json", help="A list of objects.")] = False,
) -> None:
    """Query a client's published file, read-only."""
    place = _workspace(workspace)
    published = place.client(client).published
    if not published.exists():
        _refuse(f"{published}: nothing published; run `cleanclaim nightly` first, or check the client's name")
    if csv and json:
        _refuse("give --csv or --json, not both")
    raise typer.Exit(console.query(published, query, "csv" if csv else "json" if json else "table"))


class TableForm(StrEnum):
    """What `x12 --to` writes."""

    parquet = "parquet"
    csv = "csv"
    json = "json"


@app.command()
def x12(
    files: Annotated[list[Path], typer.Argument(exists=True, help="X12 files or folders of them.")],
    to: Annotated[Path | None, typer.Option("--to", help="Folder for one file a table.")] = None,
    form: Annotated[
        TableForm, typer.Option("--format", help="Of the files: Parquet, CSV, or JSON lines (.ndjson).")
    ] = TableForm.parquet,
    findings: Annotated[
        bool, typer.Option("--findings", help="Print every finding, as CSV, and nothing else.")
    ] = False,
) -> None:
    """Read X12 files into tables, check them, and say what is wrong with them. Needs no workspace."""
    from tasks.x12.convert import convert, files_of

    size = sum(path.stat().st_size for path in files_of(files) if path.exists())
    with console.reading(size) as progress:
        result = convert(files, to, form.value, progress)
    raise typer.Exit(console.x12_findings(result) if findings else console.x12_verdict(result))


def _workspace(path: Path) -> Workspace:
    place = Workspace(path.resolve())
    if not (place.path / "company.yaml").is_file():
        _refuse(f"{path}: no company.yaml there; `cleanclaim init {path}` makes a workspace")
    return place


def _clients(place: Workspace) -> list[str]:
    """Clients of the workspace. Mistakes in the company's own settings, or one claim prefix for two, stop everything.

    A client whose own settings cannot be read is refused by its night; the others run.
    """
    _ = place.company, place.payers
    prefixes: dict[str, str] = {}
    for folder in place.clients():
        with suppress(SettingsError):
            prefix = folder.settings.claim_prefix
            if prefix in prefixes:
                _refuse(f"{folder.settings_file}: claim_prefix {prefix} is taken by client {prefixes[prefix]}")
            prefixes[prefix] = folder.client_id
    return [folder.client_id for folder in place.clients()]


def _refuse_strangers(place: Path) -> None:
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        _refuse(f"{place}: not empty and no workspace; name a new folder")


def _refuse(message: str) -> None:
    console.complain(message)
    raise typer.Exit(2)


def _exit_for(outcomes: dict[str, dict[str, Any]], *, attention_matters: bool, extra: int = 0) -> None:
    kinds = {outcome["outcome"] for outcome in outcomes.values()}
    if kinds & {"failed", "law_broken"}:
        raise typer.Exit(3)
    if "refused" in kinds:
        raise typer.Exit(2)
    if attention_matters and (extra or any(o.get("attention") for o in outcomes.values())):
        raise typer.Exit(1)


def main() -> None:
    """Run the command; settings mistakes end it with status 2 and a message for the person who edits them."""
    try:
        app()
    except SettingsError as error:
        console.complain(str(error))
        sys.exit(2)


if __name__ == "__main__":
    main()
