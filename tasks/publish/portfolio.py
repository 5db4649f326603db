"""The portfolio: totals of every client's nights, what clients are invoiced, what they owe: one file, no patients."""

from datetime import date
from pathlib import Path

from tasks.publish.client_aging import add_client_aging
from tasks.warehouse import Connection, attached, quoted, scratch
from tasks.workspace import Workspace

# Table of the portfolio: the client's mart that fills it, its title, the order of its rows.
_TABLES = {
    "portfolio": (
        "night_totals",
        "Totals of all clients. One row per client and night; what it holds of a client is what that client published.",
        "night",
    ),
    "invoices": (
        "invoices",
        "Invoices and credit notes of all clients. One row per invoice or credit note.",
        "invoice_number",
    ),
}


def portfolio_path(workspace: Workspace) -> Path:
    """published/portfolio.duckdb."""
    return workspace.path / "published" / "portfolio.duckdb"


def publish_portfolio(workspace: Workspace, day: date) -> int:
    """Gather what all clients published into published/portfolio.duckdb, and what they owe on `day`; swapped in whole.

    A client whose night failed has not published: its rows stay those of the nights before. Returns the number of
    clients with a published file.
    """
    target = portfolio_path(workspace)
    part = target.with_name(f".{target.name}.part")
    published = [(f.client_id, f.published) for f in workspace.clients() if f.published.exists()]
    if not published:
        return 0
    con = scratch()
    try:
        with attached(con, part, "portfolio", "new"):
            con.execute("CREATE SCHEMA portfolio.marts")
            for client_id, path in published:
                with attached(con, path, "client"):
                    for table in _TABLES:
                        _add(con, client_id, table)
            add_client_aging(con, workspace, day)
    finally:
        con.close()
    part.replace(target)
    return len(published)


def _add(con: Connection, client_id: str, table: str) -> None:
    """Add the rows of one client's mart; the first client's columns and comments make the table."""
    mart, title, order = _TABLES[table]
    comments = _columns(con, "client", mart)
    if not comments:
        return
    made = _columns(con, "portfolio", table)
    # A client that has not published since an older version of this software may lack a column.
    names = [name for name in comments if (not made or name in made) and name != "client_id"]
    target = f"portfolio.marts.{table}"
    chosen = ", ".join(names)
    rows = f"SELECT {quoted(client_id)} AS client_id, {chosen} FROM client.marts.{mart} ORDER BY {order}"
    if made:
        con.execute(f"INSERT INTO {target} BY NAME {rows}")
        return
    con.execute(f"CREATE TABLE {target} AS {rows}")
    con.execute(f"COMMENT ON TABLE {target} IS {quoted(title)}")
    for name, comment in {"client_id": "The client practice.", **{n: comments[n] for n in names}}.items():
        con.execute(f"COMMENT ON COLUMN {target}.{name} IS {quoted(comment)}")


def _columns(con: Connection, database: str, table: str) -> dict[str, str]:
    """The columns of a mart and their comments, in order; empty when there is no such table."""
    rows = con.execute(
        "SELECT column_name, comment FROM duckdb_columns() "
        "WHERE database_name = ? AND schema_name = 'marts' AND table_name = ? ORDER BY column_index",
        [database, table],
    ).fetchall()
    return dict(rows)
