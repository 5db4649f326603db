"""The command `cleanclaim status`: last nights, closed months, and whether anything on disk was changed."""

from typing import Any

from flows import console
from flows.overview import published_rows
from tasks.close.verify import verify_sealed
from tasks.ledger.journal import verify
from tasks.register import register
from tasks.warehouse import fetch_dicts
from tasks.workspace import ClientFolder, Workspace

CLOSE_COLUMNS = {
    "client": "Client", "month": "Month", "version": "Version", "state": "State", "closed_on": "Closed on",
}  # fmt: skip


def status_of(workspace: Workspace) -> int:
    """Print the state of the company and its closed months.

    Returns 0, or 1 when there is something to look at, 3 when a night failed or something on disk was changed.
    """
    with register(workspace) as con:
        results = fetch_dicts(
            con,
            "SELECT client_id, night, run, outcome, attention, reason FROM night_result "
            "QUALIFY row_number() OVER (PARTITION BY client_id ORDER BY night DESC, run DESC) = 1 ORDER BY client_id",
        )
        waiting = fetch_dicts(
            con,
            "SELECT file_name, code, found_on, message, remedy FROM problem ORDER BY found_on, problem_id",
        )
    console.table("Last night of each client", results)
    console.table("Mailbox files to look at", waiting)
    tampered = 0
    closed = {folder.client_id: _closes(folder) for folder in workspace.clients()}
    newest = [{"client": name, **rows[-1]} for name, rows in closed.items() if rows]
    console.table("Last closed month of each client", newest, CLOSE_COLUMNS)
    for folder in workspace.clients():
        versions = {f"{row['period']:%Y-%m}/v{row['version']}": row for row in closed[folder.client_id]}
        known = {name: row["manifest_sha256"] for name, row in versions.items()}
        # Books published by an earlier version of this software have no hash of the papers.
        papers = {name: row.get("papers_sha256") for name, row in versions.items()}
        for text in (*verify(folder), *verify_sealed(folder, known, papers)):
            tampered += 1
            console.complain(f"{folder.client_id}: {text}")
    if not tampered:
        console.say("Journals: every day's hash chain holds. Closed months: every file is as it was sealed.")
    if tampered or any(r["outcome"] in {"failed", "law_broken"} for r in results):
        return 3
    return 1 if waiting or any(r["attention"] for r in results) else 0


def _closes(folder: ClientFolder) -> list[dict[str, Any]]:
    """Every version of every closed month in the published books, oldest first."""
    if not folder.published.exists():
        return []
    query = "SELECT *, strftime(period, '%Y-%m') AS month FROM core.period_close ORDER BY period, version"
    return published_rows(folder.published, query)
