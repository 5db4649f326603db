"""What each table of a published file holds, as a number of rows and a hash: tables that did not change are not copied.

The published file has it in `main.published_content`, which no analyst needs: it is in none of their schemas.
"""

from dataclasses import dataclass

from tasks.publish.empty import NEW, Table
from tasks.warehouse import Connection, quoted, scalar

_NOTES = f"{NEW}.main.published_content"


@dataclass(frozen=True)
class Content:
    """The rows of a table: how many, and the sum of their hashes, which their order does not change."""

    rows: int
    digest: str


Contents = dict[str, Content]


def contents_of(con: Connection, tables: list[Table]) -> Contents:
    """What the tables of the open warehouse hold, by name."""
    parts = (
        f"SELECT {quoted(t.name)}, count(*), coalesce(sum(hash(t)), 0)::VARCHAR FROM {t.name} AS t" for t in tables
    )
    rows = con.execute(" UNION ALL ".join(parts)).fetchall()
    return {name: Content(count, digest) for name, count, digest in rows}


def note_contents(form: str, contents: Contents) -> str:
    """SQL that notes the contents in the new file. `form` says how its tables were made of the warehouse's."""
    values = ", ".join(f"({quoted(form)}, {quoted(n)}, {c.rows:d}, {quoted(c.digest)})" for n, c in contents.items())
    return (
        f"CREATE OR REPLACE TABLE {_NOTES} (form VARCHAR, name VARCHAR, table_rows BIGINT, digest VARCHAR);\n"
        f"INSERT INTO {_NOTES} VALUES {values}"
    )


def noted_contents(con: Connection, form: str) -> Contents:
    """The contents noted in the attached file; empty where it has none of this form."""
    exists = scalar(
        con,
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = ? AND table_name = 'published_content'",
        [NEW],
    )
    if not exists:
        return {}
    rows = con.execute(f"SELECT name, table_rows, digest FROM {_NOTES} WHERE form = {quoted(form)}").fetchall()
    return {name: Content(count, digest) for name, count, digest in rows}
