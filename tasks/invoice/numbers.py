"""The numbers of invoices and credit notes: one sequence a billing company, without gaps, in company.duckdb."""

from collections.abc import Sequence
from datetime import date

from tasks.register import register
from tasks.warehouse import scalar
from tasks.workspace import Workspace

# (first day of the month, client, version of the close, invoice or credit_note)
Draft = tuple[date, str, int, str]


def allot(workspace: Workspace, drafts: Sequence[Draft], day: date) -> dict[Draft, str]:
    """Give each draft a number, in one transaction and in order of (period, client, version, kind).

    Asked again for the same draft, the same number. A draft that is not asked for leaves no gap.
    """
    if not drafts:
        return {}
    invoicing = workspace.company.invoicing
    prefix = invoicing.number_prefix if invoicing is not None else ""
    with register(workspace) as con:
        given = _all(con.execute(_QUERY).fetchall())
        last = int(scalar(con, "SELECT coalesce(max(sequence), 0) FROM invoice_number"))
        for sequence, draft in enumerate(sorted(set(drafts) - set(given)), last + 1):
            number = given[draft] = f"{prefix}{sequence:06d}"
            con.execute("INSERT INTO invoice_number VALUES (?, ?, ?, ?, ?, ?, ?)", [sequence, number, *draft, day])
    return {draft: given[draft] for draft in sorted(drafts)}


def known(workspace: Workspace, client_id: str) -> dict[Draft, str]:
    """The numbers that were allotted to a client: what a replay reads."""
    with register(workspace) as con:
        rows = con.execute(f"{_QUERY} WHERE client_id = ?", [client_id]).fetchall()
    return _all(rows)


_QUERY = "SELECT period, client_id, version, kind, invoice_number FROM invoice_number"


def _all(rows: list[tuple[date, str, int, str, str]]) -> dict[Draft, str]:
    return {(period, client_id, version, kind): number for period, client_id, version, kind, number in sorted(rows)}
