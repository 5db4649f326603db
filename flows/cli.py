"""The command `cleanclaim`. Exit status: 0 done, 1 done with something for a person to look at, 2 wrong command line or
settings, 3 a law broken or a client's night crashed (the others still ran)."""

import asyncio
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from data_contracts.settings import SettingsError
from flows import codes, console, edits, overview, x12_verdict
from flows.calendar import business_day
from flows.close_command import close
from flows.places import DAY, WorkspaceOption, clients_of, known_clients, month_of, refuse, workspace_at
from flows.settings import prepare_prefect
from flows.status import status_of
from tasks.crew import encounters_wait, preload
from tasks.workspace import Workspace

app = typer.Typer(
    name="cleanclaim",
    help="The night shift of a medical billing company.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command()(close)
app.add_typer(codes.app, name="codes")
app.add_typer(edits.app, name="edits")


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
    overview.summary(Workspace(place))
    overview.invoices(Workspace(place))
    overview.places(Workspace(place), workspace)
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
    place = workspace_at(workspace)
    night = business_day(place, day.date() if day else None)
    names = clients_of(place, client)
    prepare_prefect(place.path)
    preload(contracts=encounters_wait(place))
    with console.progress(f"Night of {night}: starting Prefect …"):
        from flows.nightly import nightly as nightly_flow

        outcomes = asyncio.run(nightly_flow(night, names))
    overview.outcomes(outcomes)
    overview.problems(place, since=night)
    _exit_for(outcomes, attention_matters=True, extra=overview.mailbox_problems(place, night))


@app.command()
def replay(
    workspace: WorkspaceOption,
    client: Annotated[str, typer.Option("--client")],
    period: Annotated[str | None, typer.Option("--period", help="Only up to the close of this month, YYYY-MM.")] = None,
) -> None:
    """Rebuild a client's warehouse from its vault in a scratch folder; compare journals and sealed months by bytes."""
    place = workspace_at(workspace)
    if client not in known_clients(place):
        refuse(f"no such client: {client}")
    if period is not None:
        month_of(period)
    prepare_prefect(place.path)
    preload(contracts=True)
    with console.progress(f"Replaying {client} …"):
        from flows.replay import replay as replay_flow

        verdict = asyncio.run(replay_flow(client, period))
    console.say(verdict["message"])
    raise typer.Exit(int(verdict["status"]))


@app.command()
def status(workspace: WorkspaceOption) -> None:
    """What each client's last night did, what could not be routed, and whether the journals are untouched."""
    place = workspace_at(workspace)
    known_clients(place)
    raise typer.Exit(status_of(place))


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="A SELECT over core, ledger and marts.")],
    workspace: WorkspaceOption,
    client: Annotated[str, typer.Option("--client", help="A client, or `portfolio`.")],
    csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values.")] = False,
    json: Annotated[bool, typer.Option("--json", help="A list of objects.")] = False,
) -> None:
    """Query a client's published file, read-only."""
    place = workspace_at(workspace)
    published = place.client(client).published
    if not published.exists():
        refuse(f"{published}: nothing published; run `cleanclaim nightly` first, or check the client's name")
    if csv and json:
        refuse("give --csv or --json, not both")
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
    raise typer.Exit(x12_verdict.findings(result) if findings else x12_verdict.verdict(result))


def _refuse_strangers(place: Path) -> None:
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        refuse(f"{place}: not empty and no workspace; name a new folder")


def _exit_for(outcomes: dict[str, dict[str, Any]], *, attention_matters: bool, extra: int = 0) -> None:
    kinds = {outcome["outcome"] for outcome in outcomes.values()}
    if kinds & {"failed", "law_broken"}:
        raise typer.Exit(3)
    if "refused" in kinds:
        raise typer.Exit(2)
    if "blocked" in kinds:
        raise typer.Exit(1)
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
