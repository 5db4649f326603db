"""The commands `cleanclaim edits`: list them, explain one, try a new one over history."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from flows import console
from flows.places import DAY, WorkspaceOption, clients_of, refuse, workspace_at
from tasks.coding.edits import Edit, edit_folders, read_edit, read_edits
from tasks.warehouse import WarehouseError
from tasks.workspace import ROOT, SQL, Workspace

app = typer.Typer(help="What every encounter is held to before it is billed.", no_args_is_help=True)
Own = Annotated[Path | None, typer.Option("--workspace", help="With the edits of this workspace.")]
Client = Annotated[str | None, typer.Option("--client", help="And those of this client.")]


@app.command("list")
def list_edits(workspace: Own = None, client: Client = None) -> None:
    """Id, title, severity, first day and source of every edit. Needs no workspace for those of the project."""
    edits = _edits(workspace, client)
    console.table("", [_row(edit) for edit in edits])
    holds = sum(edit.severity == "hold" for edit in edits)
    console.say(f"{len(edits)} edits: {holds} hold, {len(edits) - holds} warn. Each is selected by the day of service.")


@app.command()
def explain(
    edit_id: Annotated[str, typer.Argument(help="Id of an edit, as `edits list` and findings name it.")],
    workspace: Own = None,
    client: Client = None,
) -> None:
    """The whole of an edit: what it says, since when, by what source, its SQL, and an example that it finds."""
    found = [edit for edit in _edits(workspace, client) if edit.edit_id == edit_id]
    if not found:
        refuse(f"no such edit: {edit_id}; `cleanclaim edits list` shows them")
    edit = found[0]
    sets = "all that are loaded" if edit.sets is None else ", ".join(edit.sets) or "none"
    facts = {
        "Title": edit.title,
        "Severity": {"hold": "hold: not billed until resolved", "warn": "warn: billed, shown"}[edit.severity],
        "Since": f"first day of service {edit.since} or later",
        "Source": edit.source,
        "Code sets": sets + ("" if edit.needs is None else "; silent while they are not loaded"),
        "Wording": f"{edit.edit_hash} ({edit.path})",
    }
    for name, text in facts.items():
        console.say(f"{name + ':':<11}{text}")
    console.say(f"\n{edit.sql.rstrip()}\n")
    _show_example(edit)


@app.command("try")
def try_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="SQL file of an edit.")],
    since: Annotated[datetime, typer.Option("--since", formats=[DAY], help="First day of service to look at.")],
    workspace: WorkspaceOption,
    client: Annotated[list[str] | None, typer.Option("--client", help="Only this client (may be repeated).")] = None,
) -> None:
    """Run an edit over the history of all clients, changing nothing: what it would have held, with dollars."""
    from tasks.coding.trial import try_edit

    place = workspace_at(workspace)
    edit = read_edit(file)
    rows: list[dict[str, Any]] = []
    for client_id in clients_of(place, client):
        folder = place.client(client_id)
        if not folder.warehouse.exists():
            console.say(f"{client_id}: no night has run yet")
            continue
        try:
            found = try_edit(folder, edit, since.date())
        except WarehouseError:
            refuse(f"{folder.warehouse}: cannot be read now; a night may be running: try again after it")
        rows += [{"client": client_id, **row} for row in found]
    console.table(f"{edit.title} ({edit.severity})", rows)
    held, dollars = sum(row["held"] for row in rows), sum(row["charges_held"] for row in rows)
    word = "held" if edit.severity == "hold" else "warned of"
    console.say(f"{edit.edit_id} would have {word} {held:,} of {sum(row['encounters'] for row in rows):,} encounters, ")
    console.say(f"${dollars:,.2f} of ${sum(row['charges'] for row in rows):,.2f}")


def _edits(workspace: Path | None, client: str | None) -> list[Edit]:
    """The project's edits, those of a workspace, and those of one of its clients."""
    if workspace is None:
        if client is not None:
            refuse("--client needs --workspace")
        return read_edits([SQL / "edits"])
    place: Workspace = workspace_at(workspace)
    if client is not None:
        return read_edits(edit_folders(place.client(clients_of(place, [client])[0])))
    return read_edits([SQL / "edits", place.path / "edits"])


def _row(edit: Edit) -> dict[str, str]:
    return {
        "id": edit.edit_id,
        "severity": edit.severity,
        "since": str(edit.since),
        "title": edit.title,
        "source": edit.source,
    }


def _show_example(edit: Edit) -> None:
    """The first example of the edit's test folder that fires, where the tests are there."""
    folder = ROOT / "tests" / "edits" / edit.edit_id
    if not (folder / "expected.csv").is_file():
        console.say("No example: it has no folder in tests/edits")
        return
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        finding = next(iter(csv.DictReader(file)))
    rows = yaml.safe_load((folder / "rows.yaml").read_text(encoding="utf-8"))
    example = next(row for row in rows["encounters"] if row["name"] == finding["encounter"])
    console.say("An encounter that it finds (what differs from an ordinary office visit), and what it says:")
    console.say(yaml.safe_dump(example, sort_keys=False, default_flow_style=None).rstrip())
    if "sets" in rows:
        console.say("with these code sets:")
        console.say(yaml.safe_dump(rows["sets"], sort_keys=False, default_flow_style=None).rstrip())
    console.say(f"-> {finding['message']}")
