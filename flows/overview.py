"""What a run left, as the command prints it: client ids, days, counts, dollars, file names."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from flows import console
from tasks.publish.portfolio import portfolio_path
from tasks.register import register
from tasks.warehouse import fetch_dicts, open_database
from tasks.workspace import Workspace

INVOICE_COLUMNS = {
    "invoice_number": "Invoice", "client_id": "Client", "month": "Month", "base_amount": "Base", "fee_amount": "Fee",
    "tax_amount": "Tax", "amount_due": "Due", "due_on": "Due on",
}  # fmt: skip
_INVOICES = "SELECT *, strftime(period, '%Y-%m') AS month FROM marts.invoices ORDER BY invoice_number"
SUMMARY_COLUMNS = {
    "received": "Received",
    "quarantined": "Quarantined",
    "held": "Held",
    "not_billable": "Not billable",
    "billed": "Billed",
    "claims_paid": "Claims paid",
    "claims_denied": "Denied",
    "claims_open": "Open",
    "cash_posted": "Cash posted",
    "receivables": "A/R",
    "suspense": "Suspense",
}


def summary(workspace: Workspace) -> None:
    """One row a client: encounters, claims, money, from the published files."""
    rows = []
    for folder in workspace.clients():
        if folder.published.exists():
            found = published_rows(folder.published, "SELECT * FROM marts.summary")
            rows += [{"client": folder.client_id, **row} for row in found]
    console.table("Clients", rows, {"client": "Client", **SUMMARY_COLUMNS})


def invoices(workspace: Workspace) -> None:
    """What the practices were invoiced, from the portfolio."""
    path = portfolio_path(workspace)
    if path.exists():
        console.table("Invoices", published_rows(path, _INVOICES), INVOICE_COLUMNS)


def places(workspace: Workspace, shown_as: Path) -> None:
    """Where the reports and the files for analysts are."""
    console.say("\nOpen:")
    for folder in workspace.clients():
        reports = sorted(folder.reports.glob("*/nightly.html"))
        papers = sorted(folder.reports.glob("*/*invoice*.html")) + sorted(folder.reports.glob("*/performance.html"))
        for path in [*reports[-1:], *papers, *sorted(folder.reports.glob("*-preview.html"))[-1:], folder.published]:
            console.say(f"  {shown_as / path.relative_to(workspace.path)}")
    console.say(
        f"Query:\n  {sys.argv[0]} sql --workspace {shown_as} --client {workspace.clients()[0].client_id} "
        '"FROM marts.ar_aging"'
    )


def outcomes(found: dict[str, dict[str, Any]]) -> None:
    """How each client's night ended."""
    rows = [
        {
            "client": name,
            "outcome": o["outcome"] if o["outcome"] != "done" or o.get("changed") else "done, nothing new",
            "attention": o["attention"],
            "reason": o["reason"],
        }
        for name, o in found.items()
    ]
    console.table(
        "Night", rows, {"client": "Client", "outcome": "Outcome", "attention": "To look at", "reason": "Reason"}
    )


def mailbox_problems(workspace: Workspace, day: date) -> int:
    """How many files of the company's mailbox a person must look at since `day`."""
    with register(workspace) as con:
        row = con.execute("SELECT count(*) FROM problem WHERE found_on = ?", [day]).fetchone()
    return int(row[0]) if row else 0


def problems(workspace: Workspace, *, since: date) -> None:
    """Problems found since a day, of the mailbox and of every client, with what to do."""
    with register(workspace) as con:
        rows = fetch_dicts(
            con,
            "SELECT '(mailbox)' AS client, file_name AS file, position, message, remedy FROM problem "
            "WHERE found_on >= ? ORDER BY found_on, problem_id",
            [since],
        )
    for folder in workspace.clients():
        if folder.published.exists():
            rows += published_rows(
                folder.published,
                "SELECT ? AS client, coalesce(substr(source_file, 1, 12), '') AS file, position, message, remedy "
                "FROM core.problem WHERE found_on >= ? ORDER BY found_on, problem_id",
                [folder.client_id, since],
            )
    for row in rows:
        place = f" {row['position']}" if row["position"] else ""
        console.say(f"[yellow]look at[/] {row['client']} {row['file']}{place}: {row['message']}. {row['remedy']}.")


def published_rows(path: Path, text: str, parameters: list[Any] | None = None) -> list[dict[str, Any]]:
    """The rows of a query on a published file."""
    con = open_database(path, read_only=True)
    try:
        return fetch_dicts(con, text, parameters or [])
    finally:
        con.close()
