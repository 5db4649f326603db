"""Writes the file that analysts open and swaps it in whole: an open reader keeps the old file and blocks nobody."""

from pathlib import Path

from data_contracts.patient_columns import Treatment, treatment
from tasks.publish.marts import read_macros
from tasks.warehouse import Connection, WarehouseError, attached, quoted, scalar

PUBLISHED_SCHEMAS = ("core", "ledger", "marts")
_NEW = "published"
_SMALL = 500_000


def publish(con: Connection, target: Path, grant_patient_columns: bool) -> None:
    """Write core, ledger and marts of an open warehouse, with comments and macros, to `target`.

    `con` has no open transaction and the temporary macro hmac_hex. Without the grant, patients' columns are empty or
    pseudonyms (data_contracts/patient_columns.py). Raises UnclassifiedColumnError for a column that is not listed
    there; then `target` stays as it was.
    """
    part = target.with_name(f".{target.name}.part")
    statements = copy_statements(con, grant_patient_columns)
    # Trying every way to compress every column costs more than all the rest of a small file.
    con.execute(f"SET force_compression = '{'uncompressed' if _is_small(con) else 'auto'}'")
    try:
        with attached(con, part, _NEW, new=True):
            _fill(con, statements)
    finally:
        con.execute("RESET force_compression")
    part.replace(target)


def _fill(con: Connection, statements: str) -> None:
    """Make everything in the new file, in one transaction."""
    con.begin()
    try:
        con.execute(statements)
        _macros(con)
    except WarehouseError:
        con.rollback()
        raise
    con.commit()


def _is_small(con: Connection) -> bool:
    """True when all tables together have few rows."""
    rows = scalar(con, "SELECT sum(estimated_size) FROM duckdb_tables() WHERE database_name = current_catalog()")
    return int(rows or 0) < _SMALL


def copy_statements(con: Connection, grant_patient_columns: bool) -> str:
    """The SQL that makes the schemas, tables and comments of the published file. Raises UnclassifiedColumnError."""
    schemas = ", ".join(quoted(s) for s in PUBLISHED_SCHEMAS)
    here = f"NOT internal AND database_name = current_catalog() AND schema_name IN ({schemas})"
    tables = con.execute(
        f"SELECT schema_name || '.' || table_name, comment FROM duckdb_tables() WHERE {here} ORDER BY 1"
    ).fetchall()
    columns: dict[str, list[tuple[str, str, str | None]]] = {table: [] for table, _ in tables}
    for table, *column in con.execute(
        f"SELECT schema_name || '.' || table_name, column_name, data_type, comment "
        f"FROM duckdb_columns() WHERE {here} ORDER BY 1, column_index"
    ).fetchall():
        if table in columns:
            columns[table].append((column[0], column[1], column[2]))
    made = [f"CREATE SCHEMA {_NEW}.{schema}" for schema in PUBLISHED_SCHEMAS]
    for table, comment in tables:
        made.append(_copy_table(table, columns[table], grant_patient_columns))
        made += [f"COMMENT ON TABLE {_NEW}.{table} IS {quoted(comment)}"] if comment else []
        made += [f"COMMENT ON COLUMN {_NEW}.{table}.{n} IS {quoted(c)}" for n, _, c in columns[table] if c]
    return ";\n".join(made)


def _copy_table(table: str, columns: list[tuple[str, str, str | None]], granted: bool) -> str:
    """CREATE TABLE … AS SELECT of one table, each column as it may be published."""
    chosen = [
        f"{name}" if granted else f"{published_value(name, kind, treatment(table, name))} AS {name}"
        for name, kind, _ in columns
    ]
    return f"CREATE TABLE {_NEW}.{table} AS SELECT {', '.join(chosen)} FROM {table}"


def published_value(column: str, kind: str, how: Treatment) -> str:
    """The SQL for a column of type `kind` as published without the grant.

    >>> published_value("city", "VARCHAR", Treatment("withheld"))
    'CAST(NULL AS VARCHAR)'
    >>> published_value("claim_number", "VARCHAR", Treatment("withheld", "claim_id IS NULL"))
    'CASE WHEN claim_id IS NULL THEN CAST(NULL AS VARCHAR) ELSE claim_number END'
    """
    if how.way == "open":
        return column
    value = f"CAST(NULL AS {kind})" if how.way == "withheld" else f"substr(hmac_hex({column}), 1, 20)"
    return value if how.where is None else f"CASE WHEN {how.where} THEN {value} ELSE {column} END"


def _macros(con: Connection) -> None:
    """Make the macros of the marts in the published file too."""
    before = scalar(con, "SELECT current_catalog()")
    con.execute(f"USE {_NEW}")
    try:
        for macro in read_macros():
            con.execute(macro)
    finally:
        con.execute(f"USE {before}")
