"""Writes the file that analysts open and swaps it in whole: an open reader keeps the old file and blocks nobody."""

import shutil
from pathlib import Path

from data_contracts.patient_columns import Treatment, treatment
from tasks.publish.empty import NEW, Table, empty_file, fill, published_tables
from tasks.warehouse import Connection, attached, compress_large


def publish(con: Connection, target: Path, grant_patient_columns: bool) -> None:
    """Write core, ledger and marts of an open warehouse, with comments and macros, to `target`.

    `con` has no open transaction and the temporary macro hmac_hex. Without the grant, patients' columns are empty or
    pseudonyms (data_contracts/patient_columns.py). Raises UnclassifiedColumnError for a column that is not listed
    there; then `target` stays as it was.
    """
    tables = published_tables(con)
    rows = ";\n".join(copy_rows(table, grant_patient_columns) for table in tables)
    part = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    # Holds for the published file and for what closing the warehouse writes afterwards.
    compress_large(con)
    shutil.copyfile(empty_file(con, target.parent, tables), part)
    with attached(con, part, NEW, "write"):
        fill(con, rows)
    part.replace(target)


def copy_rows(table: Table, granted: bool) -> str:
    """The SQL that copies the rows of one table, each column as it may be published.

    Raises UnclassifiedColumnError, with the grant too: nobody may forget to classify a column.
    """
    ways = [(name, kind, treatment(table.name, name)) for name, kind, _ in table.columns]
    chosen = ", ".join(name if granted else published_value(name, kind, how) for name, kind, how in ways)
    return f"INSERT INTO {NEW}.{table.name} SELECT {chosen} FROM {table.name}"


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
