"""The published file without rows: every schema, table, comment and macro of it.

It is made once for a company and version of the tables and copied for each client and night: six hundred comments cost
more than the rows of a small client.
"""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tasks.publish.marts import read_macros
from tasks.warehouse import Connection, WarehouseError, attached, fetch_dicts, quoted, scalar

PUBLISHED_SCHEMAS = ("core", "ledger", "marts")
NEW = "published"


@dataclass(frozen=True)
class Table:
    """A table of an open warehouse, by schema.table, with (name, type, comment) of its columns."""

    name: str
    comment: str | None
    columns: tuple[tuple[str, str, str | None], ...]


def published_tables(con: Connection) -> list[Table]:
    """The tables of core, ledger and marts of an open warehouse, in order of their names."""
    schemas = ", ".join(quoted(schema) for schema in PUBLISHED_SCHEMAS)
    rows = fetch_dicts(
        con,
        f"""
        SELECT schema_name || '.' || table_name AS name, t.comment,
               list((column_name, data_type, c.comment) ORDER BY column_index) AS columns
        FROM duckdb_tables() AS t INNER JOIN duckdb_columns() AS c USING (database_name, schema_name, table_name)
        WHERE database_name = current_catalog() AND schema_name IN ({schemas})
        GROUP BY ALL ORDER BY name
        """,
    )
    return [Table(row["name"], row["comment"], tuple(row["columns"])) for row in rows]


def empty_file(con: Connection, folder: Path, tables: list[Table]) -> Path:
    """The empty published file for these tables in `folder`, made when it is not there; older ones are removed."""
    statements = definitions(tables)
    digest = sha256("\n".join((statements, *read_macros())).encode()).hexdigest()[:16]
    path = folder / f".empty-{digest}.duckdb"
    if not path.exists():
        # Two clients' nights may make it at the same time: each its own, and the same.
        part = folder / f".empty-{digest}-{os.getpid()}.part"
        with attached(con, part, NEW, "new"):
            fill(con, statements, read_macros())
        for old in folder.glob(".empty-*.duckdb"):
            old.unlink(missing_ok=True)
        part.replace(path)
    return path


def definitions(tables: list[Table]) -> str:
    """The SQL that makes the schemas, tables and comments."""
    made = [f"CREATE SCHEMA {NEW}.{schema}" for schema in PUBLISHED_SCHEMAS]
    for table in tables:
        columns = ", ".join(f"{name} {kind}" for name, kind, _ in table.columns)
        made.append(f"CREATE TABLE {NEW}.{table.name} ({columns})")
        made += [f"COMMENT ON TABLE {NEW}.{table.name} IS {quoted(table.comment)}"] if table.comment else []
        made += [f"COMMENT ON COLUMN {NEW}.{table.name}.{n} IS {quoted(c)}" for n, _, c in table.columns if c]
    return ";\n".join(made)


def fill(con: Connection, statements: str, macros: tuple[str, ...] = ()) -> None:
    """Run statements, and macros with the new file as their database, in one transaction."""
    before = scalar(con, "SELECT current_catalog()")
    con.begin()
    try:
        con.execute(statements)
        con.execute(f"USE {NEW}")
        for macro in macros:
            con.execute(macro)
    except WarehouseError:
        con.rollback()
        raise
    else:
        con.commit()
    finally:
        con.execute(f'USE "{before}"')
