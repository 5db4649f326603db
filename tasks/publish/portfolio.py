"""The portfolio: the totals of every client's nights in one file, without patients."""

from pathlib import Path

from tasks.warehouse import Connection, attached, quoted, scratch
from tasks.workspace import Workspace

TABLE = "portfolio.marts.portfolio"
TITLE = "Totals of all clients. One row per client and night; what it holds of a client is what that client published."


def portfolio_path(workspace: Workspace) -> Path:
    """published/portfolio.duckdb."""
    return workspace.path / "published" / "portfolio.duckdb"


def publish_portfolio(workspace: Workspace) -> int:
    """Gather marts.night_totals of every published file into published/portfolio.duckdb, swapped in whole.

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
                _add(con, client_id, path)
    finally:
        con.close()
    part.replace(target)
    return len(published)


def _add(con: Connection, client_id: str, path: Path) -> None:
    """Add the nights of one client; the first client's columns and comments make the table."""
    with attached(con, path, "client"):
        comments = _columns(con, "client", "night_totals")
        table = _columns(con, "portfolio", "portfolio")
        # A client that has not published since an older version of this software may lack a column.
        names = [name for name in comments if not table or name in table]
        chosen = ", ".join(names)
        rows = f"SELECT {quoted(client_id)} AS client_id, {chosen} FROM client.marts.night_totals ORDER BY night"
        if table:
            con.execute(f"INSERT INTO {TABLE} BY NAME {rows}")
            return
        con.execute(f"CREATE TABLE {TABLE} AS {rows}")
        con.execute(f"COMMENT ON TABLE {TABLE} IS {quoted(TITLE)}")
        for name, comment in {"client_id": "The client practice.", **comments}.items():
            con.execute(f"COMMENT ON COLUMN {TABLE}.{name} IS {quoted(comment)}")


def _columns(con: Connection, database: str, table: str) -> dict[str, str]:
    """The columns of a mart and their comments, in order; empty when there is no such table."""
    rows = con.execute(
        "SELECT column_name, comment FROM duckdb_columns() "
        "WHERE database_name = ? AND schema_name = 'marts' AND table_name = ? ORDER BY column_index",
        [database, table],
    ).fetchall()
    return dict(rows)
