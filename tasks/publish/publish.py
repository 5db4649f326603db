"""Writes the file that analysts open and swaps it in whole: an open reader keeps the old file and blocks nobody."""

import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from data_contracts.patient_columns import Treatment, treatment
from tasks.publish.contents import Contents, contents_of, note_contents, noted_contents
from tasks.publish.empty import NEW, Table, empty_file, fill, published_tables
from tasks.warehouse import Connection, WarehouseError, attached, compress_large

# SQL that stands for a column (schema.table, column) in the published file.
Told = Mapping[tuple[str, str], str]
_AS_IT_IS: Told = {}


def publish(con: Connection, target: Path, grant_patient_columns: bool, told: Told = _AS_IT_IS) -> None:
    """Write core, ledger and marts of an open warehouse, with comments and macros, to `target`.

    The file published before is the base, and tables whose rows are other ones since are written anew; where most rows
    are, or tables, comments, macros or the grant have changed, the base is the empty file. `con` has no open
    transaction and the temporary macro hmac_hex. Without the grant, patients' columns are empty or pseudonyms
    (data_contracts/patient_columns.py). `told` is what the swap itself makes true: no reader can see the file before.
    Raises UnclassifiedColumnError for a column that is not listed there; then `target` stays as it was.
    """
    tables = published_tables(con)
    copies = {table.name: copy_rows(table, grant_patient_columns, told) for table in tables}
    part = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    # Holds for the published file and for what closing the warehouse writes afterwards.
    compress_large(con)
    empty = empty_file(con, target.parent, tables)
    form = f"{empty.name} {'with' if grant_patient_columns else 'without'} patients"
    contents = contents_of(con, tables)
    if not _update(con, target, part, form, contents, copies):
        shutil.copyfile(empty, part)
        with attached(con, part, NEW, "write"):
            fill(con, ";\n".join([*copies.values(), note_contents(form, contents)]))
    part.replace(target)


def _update(con: Connection, target: Path, part: Path, form: str, contents: Contents, copies: dict[str, str]) -> bool:
    """Copy `target` to `part` and write the tables anew whose rows differ; False where it cannot be the base."""
    if not target.exists():
        return False
    shutil.copyfile(target, part)
    with ExitStack() as stack:
        try:
            stack.enter_context(attached(con, part, NEW, "write"))
        except WarehouseError:
            # Not a file of ours any more: what lies there is replaced as a whole.
            return False
        before = noted_contents(con, form)
        changed = [name for name, content in contents.items() if before.get(name) != content]
        if 2 * sum(contents[name].rows for name in changed) > sum(content.rows for content in contents.values()):
            return False
        emptied = [f"DELETE FROM {NEW}.{name}" for name in changed]
        fill(con, ";\n".join([*emptied, *(copies[name] for name in changed), note_contents(form, contents)]))
    return True


def copy_rows(table: Table, granted: bool, told: Told = _AS_IT_IS) -> str:
    """The SQL that copies the rows of one table, each column as it may be published.

    Raises UnclassifiedColumnError, with the grant too: nobody may forget to classify a column.
    """
    ways = [(name, kind, treatment(table.name, name)) for name, kind, _ in table.columns]
    values = {name: name if granted else published_value(name, kind, how) for name, kind, how in ways}
    chosen = ", ".join(told.get((table.name, name), value) for name, value in values.items())
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
