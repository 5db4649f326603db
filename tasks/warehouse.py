"""The only module that opens DuckDB: warehouses, published files, scratch databases."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import duckdb

from tasks.workspace import SQL

if TYPE_CHECKING:
    import polars as pl

Connection = duckdb.DuckDBPyConnection
WarehouseError = duckdb.Error

_SETTINGS: Mapping[str, str | bool | int] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": True,
}

# Of connections that write. With more, DuckDB before 2.0 loses rows without a word: when a transaction has put the none
# of an empty table into a table, more than 122,880 rows inserted after it are gone. Clients are worked side by side.
_WRITING_THREADS = 1

# Of new files. Most tables of most clients are small: the file is an eighth of the size, and sooner written.
_BLOCK_SIZE = 16384

# Rows of all tables together, up to which trying every way to compress every column costs more than it saves.
_SMALL = 500_000


def open_database(path: Path, *, read_only: bool = False) -> Connection:
    """Open a DuckDB file; its temporary files lie beside it. Who may write has one thread, a reader has all."""
    config: dict[str, Any] = dict(_SETTINGS)
    config["temp_directory"] = str(path.with_name(f".{path.name}.tmp"))
    config["default_block_size"] = _BLOCK_SIZE
    if not read_only:
        config["threads"] = _WRITING_THREADS
        path.parent.mkdir(parents=True, exist_ok=True)
    return _quiet(duckdb.connect(str(path), read_only=read_only, config=config))


def scratch() -> Connection:
    """A database in memory, for one calculation."""
    return _quiet(duckdb.connect(":memory:", config={**_SETTINGS, "threads": _WRITING_THREADS}))


def _quiet(con: Connection) -> Connection:
    """The connection without the progress bar that DuckDB would draw across our own output in long queries."""
    con.execute("SET enable_progress_bar = false")
    return con


def open_warehouse(path: Path) -> Connection:
    """Open a client's warehouse, with every table of sql/schema in place."""
    con = open_database(path)
    create_schema(con, "schema")
    return con


def create_schema(con: Connection, folder: str) -> None:
    """Run the files of sql/<folder> in order of their names, in one transaction; running them again changes nothing.

    The digest of the files is kept in the database: nothing is run where they have not changed since.
    """
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted((SQL / folder).glob("*.sql")))
    digest = sha256(text.encode()).hexdigest()
    con.begin()
    con.execute("CREATE TABLE IF NOT EXISTS main.schema_digest (folder VARCHAR PRIMARY KEY, digest VARCHAR NOT NULL)")
    found = con.execute(f"SELECT digest FROM main.schema_digest WHERE folder = {quoted(folder)}").fetchone()
    if found != (digest,):
        con.execute(text)
        con.execute(f"INSERT OR REPLACE INTO main.schema_digest VALUES ({quoted(folder)}, {quoted(digest)})")
    con.commit()


def sql_file(folder: str, name: str) -> str:
    """The text of sql/<folder>/<name>.sql."""
    return (SQL / folder / f"{name}.sql").read_text(encoding="utf-8")


def sql_head(text: str) -> dict[str, str]:
    """The `-- key: value` lines at the top of a SQL file.

    >>> sql_head("-- id: a\\n-- title: two words\\nSELECT 1")
    {'id': 'a', 'title': 'two words'}
    """
    head: dict[str, str] = {}
    for line in text.splitlines():
        match = re.match(r"--\s*([a-z_]+):\s*(.*)", line)
        if match is None:
            break
        head[match[1]] = match[2].strip()
    return head


def quoted(text: str) -> str:
    """A SQL string.

    >>> quoted("the payer's")
    "'the payer''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def insert(con: Connection, table: str, rows: "pl.DataFrame | pl.LazyFrame | Any") -> int:
    """Append a Polars frame (or an Arrow table) to a table, columns matched by name; returns the number of rows."""
    frame = rows.collect() if hasattr(rows, "collect") else rows
    con.register("_insert_rows", frame.to_arrow() if hasattr(frame, "to_arrow") else frame)
    try:
        con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM _insert_rows")
    finally:
        con.unregister("_insert_rows")
    return len(frame)


def lay(con: Connection, table: str, frame: "pl.DataFrame") -> None:
    """Make a temporary table of a Polars frame, in place of one of that name."""
    con.register("_laid_rows", frame.to_arrow())
    try:
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM _laid_rows")
    finally:
        con.unregister("_laid_rows")


def fetch_dicts(con: Connection, query: str, parameters: Iterable[Any] = ()) -> list[dict[str, Any]]:
    """The rows of a query, each as a dictionary: for small results that people read."""
    cursor = con.execute(query, list(parameters))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def scalar(con: Connection, query: str, parameters: Iterable[Any] = ()) -> Any:
    """The one value of a query with one row and one column."""
    row = con.execute(query, list(parameters)).fetchone()
    if row is None:
        raise LookupError("the query returned no row")
    return row[0]


def compress_large(con: Connection) -> None:
    """Have what this process writes to DuckDB files compressed from now on only when the open database is large."""
    rows = scalar(con, "SELECT sum(estimated_size) FROM duckdb_tables() WHERE database_name = current_catalog()")
    con.execute(f"SET force_compression = '{'uncompressed' if int(rows or 0) < _SMALL else 'auto'}'")


@contextmanager
def attached(con: Connection, path: Path, name: str, mode: Literal["read", "write", "new"] = "read") -> Iterator[None]:
    """Attach another DuckDB file to an open connection under `name`; `new` replaces what lies at `path`.

    At the end it is closed: what was written is on disk in `path` alone.
    """
    if mode == "new":
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
    if mode != "read":
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    place = str(path).replace("'", "''")
    options = {"read": "READ_ONLY", "write": "READ_WRITE", "new": f"BLOCK_SIZE {_BLOCK_SIZE}"}[mode]
    con.execute(f"ATTACH '{place}' AS {name} ({options})")
    try:
        yield
    finally:
        con.execute(f"DETACH {name}")
