"""The sealed month: the tables of sql/close as CSV, the agreements, and the manifest that has their hashes.

Everything is written into the folder beside its place; the close renames it once the transaction is committed.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from data_contracts.client import BillingIdentity
from tasks.close.csv_bytes import csv_bytes
from tasks.manifest import keep_configuration, software_version
from tasks.month import Month
from tasks.vault import sha256
from tasks.warehouse import Connection, fetch_dicts, sql_file
from tasks.workspace import SQL, write_whole

MANIFEST = "manifest.json"

_INPUTS = """
    SELECT source_file AS sha256, kind, received_on::VARCHAR AS received_on FROM core.received_file
    WHERE received_on BETWEEN getvariable('first_day')::DATE AND getvariable('last_day')::DATE
    ORDER BY received_on, kind, source_file
"""
CODE_SETS = "SELECT code_set, version, content_sha256 FROM reference.code_set ORDER BY code_set, version"
_PREVIOUS = """
    SELECT manifest_sha256 FROM core.period_close
    WHERE period < ? AND state <> 'reopened' ORDER BY period DESC, version DESC LIMIT 1
"""
_DEBITS = "coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::DECIMAL(14, 2)"
POSTINGS = f"""
    SELECT count(*) AS postings, {_DEBITS} AS debits FROM ledger.posting
    WHERE posted_on BETWEEN getvariable('first_day')::DATE AND getvariable('last_day')::DATE
"""


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
    content = canonical(_manifest(month, tables))
    write_whole(folder / MANIFEST, content)
    return sha256(content)


def table_names() -> list[str]:
    """The sealed tables: the files of sql/close."""
    return sorted(path.stem for path in (SQL / "close").glob("*.sql"))


def canonical(content: Any) -> bytes:
    """JSON that has one form: keys sorted, one space deep, an LF at the end.

    >>> canonical({"b": 1, "a": "é"}).decode()
    '{\\n "a": "é",\\n "b": 1\\n}\\n'
    """
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _seal_table(con: Connection, folder: Path, name: str) -> dict[str, Any]:
    # A table may read those before it, in order of their names.
    con.execute(f"CREATE OR REPLACE TEMP TABLE sealing_{name} AS {sql_file('close', name)}")
    content, rows = csv_bytes(con, f"sealing_{name}")
    return _write(folder / f"{name}.csv", content, rows)


def _write(path: Path, content: bytes, rows: int) -> dict[str, Any]:
    write_whole(path, content)
    return {"sha256": sha256(content), "rows": rows}


def agreement(month: Month) -> dict[str, Any]:
    """What the invoice is priced by: the client's agreements up to the month, its states, the company's own terms."""
    client, company = month.client, month.company
    identity = client.identity_on(month.last_day)
    invoicing = getattr(company, "invoicing", None)
    return {
        "period": f"{month.period:%Y-%m}",
        "agreements": [
            a.model_dump(mode="json")
            for a in sorted(client.agreements, key=lambda a: a.valid_from)
            if a.valid_from <= month.last_day
        ],
        "client": {
            "client_id": client.client_id,
            "name": client.name,
            "address": [] if identity is None else _address(identity),
            "state_on": [
                {"from": i.valid_from.isoformat(), "to": i.valid_to and i.valid_to.isoformat(), "state": i.state}
                for i in sorted(client.billing_identities, key=lambda i: i.valid_from)
                if i.valid_from <= month.last_day and (i.valid_to is None or i.valid_to >= month.period)
            ],
        },
        "company": {"name": company.name, "invoicing": invoicing and invoicing.model_dump(mode="json")},
    }


def _address(identity: BillingIdentity) -> list[str]:
    code = identity.postal_code
    return [identity.address_line1, f"{identity.city}, {identity.state} {code[:5]}-{code[5:]}"]


def _manifest(month: Month, tables: dict[str, dict[str, Any]]) -> dict[str, Any]:
    keep_configuration(month.vault, month.configuration)
    previous = month.con.execute(_PREVIOUS, [month.period]).fetchone()
    return {
        "client_id": month.folder.client_id,
        "period": f"{month.period:%Y-%m}",
        "version": month.version,
        "first_day": month.period.isoformat(),
        "last_day": month.last_day.isoformat(),
        "closed_on": month.day.isoformat(),
        "after": {"night": month.after[0].isoformat(), "run": month.after[1]},
        "previous": previous[0] if previous else None,
        "waivers": [{"item": w.item, "who": w.who, "why": w.why} for w in month.waivers],
        "software": software_version(),
        "configuration": month.configuration.digests,
        "code_sets": fetch_dicts(month.con, CODE_SETS),
        "inputs": fetch_dicts(month.con, _INPUTS),
        "tables": tables,
        "totals": _totals(month.con),
    }


def _totals(con: Connection) -> dict[str, Any]:
    """Counts and sums that a reader checks the tables by."""
    found = fetch_dicts(con, POSTINGS)[0]
    return {"postings": found["postings"], "debits": str(found["debits"])}


def is_whole(folder: Path, manifest_sha256: str) -> bool:
    """True when a folder is the sealed month with this manifest, every table as sealed."""
    place = folder / MANIFEST
    if not place.is_file() or sha256(place.read_bytes()) != manifest_sha256:
        return False
    return not changed_files(folder)


def changed_files(folder: Path) -> list[str]:
    """The sealed files of a folder that are not as its manifest says."""
    tables = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["tables"]
    wrong = []
    for name, told in sorted(tables.items()):
        path = folder / (f"{name}.json" if name == "agreement" else f"{name}.csv")
        if not path.is_file() or sha256(path.read_bytes()) != told["sha256"]:
            wrong.append(path.name)
    return wrong
