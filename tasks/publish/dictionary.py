"""The data dictionary: docs/data_dictionary.md, rendered from the comments of every published table and column.

Run `python -m tasks.publish.dictionary` after changing a comment; a test says when the file is not current.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from data_contracts.patient_columns import Treatment, treatment
from tasks.publish.empty import PUBLISHED_SCHEMAS
from tasks.publish.marts import build_marts
from tasks.warehouse import Connection, create_schema, fetch_dicts, quoted, scratch
from tasks.workspace import ROOT, write_whole

PATH = ROOT / "docs" / "data_dictionary.md"
HEAD = """# Data dictionary

What `published/<client>.duckdb` holds: rendered from the comments of its tables and columns by
`python -m tasks.publish.dictionary`. Amounts are dollars, DECIMAL(14,2); days are DATE.

**Patient** says what is published without the client's grant (`publish_patient_columns` in client.yaml): *withheld*
columns are empty, *pseudonym* columns hold a keyed hash that joins as the id does.
"""
COLUMNS = "| Column | Type | Meaning | Patient |\n|---|---|---|---|"


def empty_warehouse() -> Connection:
    """A warehouse in memory with every table and mart, without rows."""
    con = scratch()
    create_schema(con, "schema")
    build_marts(con, date(2000, 1, 1))
    return con


def dictionary(con: Connection) -> str:
    """The data dictionary of a warehouse, as Markdown."""
    schemas = ", ".join(quoted(schema) for schema in PUBLISHED_SCHEMAS)
    tables = fetch_dicts(
        con,
        "SELECT schema_name || '.' || table_name AS name, comment FROM duckdb_tables() "
        f"WHERE schema_name IN ({schemas}) ORDER BY 1",
    )
    columns = fetch_dicts(
        con,
        "SELECT schema_name || '.' || table_name AS of_table, column_name, data_type, comment FROM duckdb_columns() "
        f"WHERE NOT internal AND schema_name IN ({schemas}) ORDER BY 1, column_index",
    )
    parts = [HEAD]
    for table in tables:
        parts.append(f"## {table['name']}\n\n{table['comment'] or ''}\n\n{COLUMNS}")
        parts.append("\n".join(_lines(c for c in columns if c["of_table"] == table["name"])) + "\n")
    return "\n".join(parts)


def _lines(columns: Iterable[dict[str, str]]) -> list[str]:
    """One line a column."""
    return [
        f"| `{c['column_name']}` | {c['data_type']} | {(c['comment'] or '').replace('|', chr(92) + '|')} | "
        f"{_told(treatment(c['of_table'], c['column_name']))} |"
        for c in columns
    ]


def _told(how: Treatment) -> str:
    """How a column is published, in words; empty when it is published as it is."""
    if how.way == "open":
        return ""
    return how.way if how.where is None else f"{how.way} where `{how.where}`"


def write(path: Path = PATH) -> None:
    """Write the data dictionary of the tables as they are defined now."""
    write_whole(path, dictionary(empty_warehouse()).encode())


if __name__ == "__main__":
    write()
