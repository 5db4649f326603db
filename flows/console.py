"""What the command prints: tables, progress, verdicts: client ids, days, counts, dollars, file names."""

import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from flows.progress import listen
from tasks.close.verify import verify_sealed
from tasks.ledger.journal import verify
from tasks.publish.portfolio import portfolio_path
from tasks.register import register
from tasks.warehouse import WarehouseError, fetch_dicts, open_database
from tasks.workspace import ClientFolder, Workspace

if TYPE_CHECKING:
    from tasks.x12.convert import ConvertResult

_MOST_FINDINGS = 50
_MOST_FILES = 50
_AS_WIDE_AS_NEEDED = 10_000
_CLAIM_TABLES = frozenset(("claim", "claim_837p", "claim_837i"))
_out = Console()
# A table is never cut: a dollar amount with an ellipsis is worse than a line that wraps.
_wide = Console(width=_AS_WIDE_AS_NEEDED)
_err = Console(stderr=True)

CLOSE_COLUMNS = {
    "client": "Client", "month": "Month", "version": "Version", "state": "State", "closed_on": "Closed on",
}  # fmt: skip
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


def say(text: str) -> None:
    """Print a line."""
    _out.print(text, highlight=False, soft_wrap=True)


def complain(text: str) -> None:
    """Print a line to standard error."""
    _err.print(text, highlight=False, soft_wrap=True, style="red", markup=False)


@contextmanager
def progress(first: str) -> Iterator[None]:
    """Show how far the run is while the block runs."""
    with _err.status(first) as shown:

        def show(text: str) -> None:
            _err.print(f"  {text}", highlight=False, style="dim")
            shown.update(text)

        listen(show)
        yield


def table(title: str, rows: list[dict[str, Any]], names: dict[str, str] | None = None) -> None:
    """Print rows as a table; `names` chooses and titles the columns."""
    if not rows:
        return
    columns = names or {name: name for name in rows[0]}
    shown = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for key, heading in columns.items():
        shown.add_column(heading, justify="left" if isinstance(rows[0][key], str | None) else "right", no_wrap=True)
    for row in rows:
        shown.add_row(
            *("" if row[key] is None else f"{row[key]:,}" if _is_number(row[key]) else str(row[key]) for key in columns)
        )
    _wide.print(shown)


def _is_number(value: Any) -> bool:
    return hasattr(value, "as_integer_ratio") and not isinstance(value, bool)


def summary(workspace: Workspace) -> None:
    """One row a client: encounters, claims, money, from the published files."""
    rows = []
    for folder in workspace.clients():
        if folder.published.exists():
            found = _published(folder.published, "SELECT * FROM marts.summary")
            rows += [{"client": folder.client_id, **row} for row in found]
    table("Clients", rows, {"client": "Client", **SUMMARY_COLUMNS})


def invoices(workspace: Workspace) -> None:
    """What the practices were invoiced, from the portfolio."""
    path = portfolio_path(workspace)
    if path.exists():
        table("Invoices", _published(path, _INVOICES), INVOICE_COLUMNS)


def places(workspace: Workspace, shown_as: Path) -> None:
    """Where the reports and the files for analysts are."""
    say("\nOpen:")
    for folder in workspace.clients():
        reports = sorted(folder.reports.glob("*/nightly.html"))
        papers = sorted(folder.reports.glob("*/*invoice*.html")) + sorted(folder.reports.glob("*/performance.html"))
        for path in [*reports[-1:], *papers, *sorted(folder.reports.glob("*-preview.html"))[-1:], folder.published]:
            say(f"  {shown_as / path.relative_to(workspace.path)}")
    say(
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
    table("Night", rows, {"client": "Client", "outcome": "Outcome", "attention": "To look at", "reason": "Reason"})


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
            rows += _published(
                folder.published,
                "SELECT ? AS client, coalesce(substr(source_file, 1, 12), '') AS file, position, message, remedy "
                "FROM core.problem WHERE found_on >= ? ORDER BY found_on, problem_id",
                [folder.client_id, since],
            )
    for row in rows:
        place = f" {row['position']}" if row["position"] else ""
        say(f"[yellow]look at[/] {row['client']} {row['file']}{place}: {row['message']}. {row['remedy']}.")


def status(workspace: Workspace) -> int:
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
    table("Last night of each client", results)
    table("Mailbox files to look at", waiting)
    tampered = 0
    closed = {folder.client_id: _closes(folder) for folder in workspace.clients()}
    newest = [{"client": name, **rows[-1]} for name, rows in closed.items() if rows]
    table("Last closed month of each client", newest, CLOSE_COLUMNS)
    for folder in workspace.clients():
        known = {f"{row['period']:%Y-%m}/v{row['version']}": row["manifest_sha256"] for row in closed[folder.client_id]}
        for text in (*verify(folder), *verify_sealed(folder, known)):
            tampered += 1
            complain(f"{folder.client_id}: {text}")
    if not tampered:
        say("Journals: every day's hash chain holds. Closed months: every file is as it was sealed.")
    if tampered or any(r["outcome"] in {"failed", "law_broken"} for r in results):
        return 3
    return 1 if waiting or any(r["attention"] for r in results) else 0


def _closes(folder: ClientFolder) -> list[dict[str, Any]]:
    """Every version of every closed month in the published books, oldest first."""
    if not folder.published.exists():
        return []
    query = (
        "SELECT period, strftime(period, '%Y-%m') AS month, version, state, closed_on, manifest_sha256"
        " FROM core.period_close ORDER BY period, version"
    )
    return _published(folder.published, query)


@contextmanager
def reading(size: int) -> Iterator[Callable[[str, int], None]]:
    """Show how many bytes of X12 files have been read; the function given is told a file and how many more."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), DownloadColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=_err, transient=True) as bar:
        task = bar.add_task("", total=size)
        yield lambda path, more: bar.update(task, advance=more, description=path)


def x12_verdict(result: "ConvertResult") -> int:
    """Print a verdict a file, the findings and what was written; returns the exit status.

    Of many files only those that are not ok have a line.
    """
    shown = [file for file in result.files if len(result.files) <= _MOST_FILES or not file.ok]
    rows = [
        {
            "file": file.path,
            "bytes": file.size,
            "sets": ", ".join(f"{number} {guide}" for guide, number in file.guides.items()),
            "claims": sum(number for name, number in file.counts.items() if name in _CLAIM_TABLES),
            "paid": file.paid,
            "errors": file.errors,
            "warnings": file.warnings,
            "verdict": "ok" if file.ok else "NOT OK",
        }
        for file in shown[:_MOST_FILES]
    ]
    table("Files", rows)
    if len(result.files) > len(rows):
        bad = sum(not file.ok for file in result.files)
        say(f"{len(result.files)} files read, {bad} of them not ok; paid {result.paid} in all")
    errors_first = result.findings.sort("severity", maintain_order=True)
    for finding in errors_first.head(_MOST_FINDINGS).rows(named=True):
        place = f"{finding['source_file']}, segment {finding['segment']}, byte {finding['offset']}"
        say(f"{finding['severity']} {finding['code']}: {place}: {finding['message']}. {finding['remedy']}.")
    if len(result.findings) > _MOST_FINDINGS:
        more = len(result.findings) - _MOST_FINDINGS
        say(f"… and {more} more; --findings prints all of them, --to DIR writes them to a file finding")
    if result.written:
        say(f"wrote {len(result.written)} tables to {result.written[0].parent}, one a file")
    return result.exit_status


def x12_findings(result: "ConvertResult") -> int:
    """Print every finding as CSV; returns the exit status."""
    sys.stdout.write(result.findings.write_csv())
    return result.exit_status


def query(published: Path, text: str, form: str) -> int:
    """Run a query on a published file and print it; returns the exit status."""
    con = open_database(published, read_only=True)
    try:
        cursor = con.execute(text)
        names = [column[0] for column in cursor.description or []]
        rows = cursor.fetchall()
    except WarehouseError as error:
        complain(str(error))
        return 2
    finally:
        con.close()
    if form == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(names)
        writer.writerows(rows)
    elif form == "json":
        print(json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str, indent=1))  # noqa: T201
    else:
        table("", [dict(zip(names, row, strict=True)) for row in rows])
        say(f"{len(rows)} rows")
    return 0


def _published(path: Path, text: str, parameters: list[Any] | None = None) -> list[dict[str, Any]]:
    con = open_database(path, read_only=True)
    try:
        return fetch_dicts(con, text, parameters or [])
    finally:
        con.close()
