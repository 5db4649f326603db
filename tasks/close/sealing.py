"""The sealed month: the tables of sql/close as CSV, the agreements, and the manifest that has their hashes.

Everything is written into the folder beside its place; the close renames it once the transaction is committed.
"""

import shutil
from pathlib import Path
from typing import Any

from tasks.close.csv_bytes import csv_bytes
from tasks.close.manifest import MANIFEST, canonical, manifest
from tasks.close.terms import agreement
from tasks.month import Month
from tasks.vault import sha256
from tasks.warehouse import Connection, sql_file
from tasks.workspace import SQL, write_whole


def seal(month: Month) -> str:
    """Write the folder of the month; returns the sha256 of its manifest."""
    folder = month.draft_folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    month.con.execute(f"SET VARIABLE close_version = {month.version:d}")
    tables = {name: _seal_table(month.con, folder, name) for name in table_names()}
    if month.own_account:
        tables["own_account"] = _write(
            folder / "own_account.csv", month.own_account, month.own_account.count(b"\n") - 1
        )
    tables["agreement"] = _write(folder / "agreement.json", canonical(agreement(month)), 1)
    content = canonical(manifest(month, tables))
    write_whole(folder / MANIFEST, content)
    return sha256(content)


def table_names() -> list[str]:
    """The sealed tables: the files of sql/close."""
    return sorted(path.stem for path in (SQL / "close").glob("*.sql"))


def _seal_table(con: Connection, folder: Path, name: str) -> dict[str, Any]:
    # A table may read those before it, in order of their names.
    con.execute(f"CREATE OR REPLACE TEMP TABLE sealing_{name} AS {sql_file('close', name)}")
    content, rows = csv_bytes(con, f"sealing_{name}")
    return _write(folder / f"{name}.csv", content, rows)


def _write(path: Path, content: bytes, rows: int) -> dict[str, Any]:
    write_whole(path, content)
    return {"sha256": sha256(content), "rows": rows}
