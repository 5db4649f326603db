"""The commands `cleanclaim codes`: load official files, show what is loaded, suggest codes for a text."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows import console
from flows.places import DAY, WorkspaceOption, refuse, workspace_at
from tasks.coding.release import CodeSetError

if TYPE_CHECKING:
    from tasks.coding.shelf import Place

app = typer.Typer(help="Code sets by day, and suggestions of diagnosis codes.", no_args_is_help=True)


@app.command()
def load(
    kind: Annotated[str, typer.Argument(help="icd10cm-tabular, icd10cm-order, hcpcs, ncci-ptp, mpfs …")],
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="The files as published.")],
    workspace: WorkspaceOption,
    since: Annotated[datetime | None, typer.Option("--from", formats=[DAY], help="First day they hold.")] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=[DAY], help="Last day they hold.")] = None,
    version: Annotated[str | None, typer.Option("--version", help="Name of the release; else year and month.")] = None,
) -> None:
    """Read official files into the workspace's `codes/`, beside the releases that are there."""
    from tasks.coding.load_files import Asked, load_files
    from tasks.coding.release import rows_of

    asked = Asked(version, since.date() if since else None, until.date() if until else None)
    folder = workspace_at(workspace).code_sets
    try:
        written = load_files(folder, kind, files, asked)
    except CodeSetError as error:
        refuse(str(error))
    for release in written:
        last = release.covers_to or "until the next release"
        rows = rows_of(folder / release.file_name)
        console.say(f"{release.file_name}: {rows:,} rows, holds from {release.covers_from} to {last}")


@app.command()
def status(
    workspace: WorkspaceOption,
    day: Annotated[datetime | None, typer.Option("--on", formats=[DAY], help="Day; else the business day.")] = None,
) -> None:
    """Which code sets are loaded, for which days, and what is missing or stale."""
    from flows.calendar import business_day
    from tasks.coding.shelf import shelf

    place = workspace_at(workspace)
    on = business_day(place, day.date() if day else None)
    try:
        console.table(f"Code sets on {on}", [_shelf_row(p) for p in shelf(place.code_sets, on)])
    except CodeSetError as error:
        refuse(str(error))


@app.command()
def suggest(
    phrase: Annotated[str | None, typer.Argument(help="A diagnosis in words.")] = None,
    on: Annotated[datetime | None, typer.Option("--on", formats=[DAY], help="Day of service.")] = None,
    file: Annotated[Path | None, typer.Option("--file", exists=True, help="CSV with columns phrase and on.")] = None,
    to: Annotated[Path | None, typer.Option("--to", help="CSV to write, with --file.")] = None,
    workspace: Annotated[Path | None, typer.Option("--workspace", help="Ask its loaded releases.")] = None,
) -> None:
    """Ranked ICD-10-CM candidates for a diagnosis given as text, with the reasons. Needs no workspace."""
    from tasks.coding.suggest.desk import NOT_LOADED, NOTHING, Desk, suggest_file

    try:
        desk = Desk(workspace_at(workspace).code_sets) if workspace else Desk()
        if file is not None and to is not None and phrase is None:
            suggest_file(desk, file).write_csv(to)
            return
        if phrase is None or on is None or file is not None:
            refuse('give a phrase and a day ("low back pain" --on 2025-11-03), or --file phrases.csv --to out.csv')
        found = desk.suggest(phrase, on.date())
    except CodeSetError as error:
        refuse(str(error))
    if not found:
        refuse(NOT_LOADED if found is None else NOTHING)
    for candidate in found or []:
        console.say(f"{candidate.rank:>2}  {candidate.code:<7}  {candidate.score:.2f}  {candidate.description}")
        console.say(f"               {candidate.why}")


def _shelf_row(place: "Place") -> dict[str, str]:
    days = ", ".join(f"{r.version} ({r.covers_from} to {r.covers_to or 'on'})" for r in place.releases)
    return {"Code set": place.code_set, "State": place.state, "Releases": days, "Remark": place.remark}
