"""Reference tables that are filled from a source, and only again when the source's content has changed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tasks.warehouse import Connection, insert

if TYPE_CHECKING:
    import polars as pl


def is_loaded(con: Connection, source: str, digest: str) -> bool:
    """True when this content of a source is in force."""
    query = "SELECT 1 FROM reference.loaded WHERE source = ? AND content_sha256 = ?"
    return con.execute(query, [source, digest]).fetchone() is not None


def note_loaded(con: Connection, source: str, digest: str) -> None:
    """Note what content of a source is in force."""
    con.execute(
        "INSERT INTO reference.loaded VALUES (?, ?) ON CONFLICT DO UPDATE SET content_sha256 = excluded.content_sha256",
        [source, digest],
    )


def refresh(con: Connection, source: str, digest: str, table: str, rows: "Callable[[], pl.DataFrame]") -> bool:
    """Fill a table with the rows of a source; nothing is read where its content is in force already.

    Returns True when the table was filled anew.
    """
    if is_loaded(con, source, digest):
        return False
    frame = rows()
    con.execute(f"DELETE FROM {table}")
    if not frame.is_empty():
        insert(con, table, frame)
    note_loaded(con, source, digest)
    return True
