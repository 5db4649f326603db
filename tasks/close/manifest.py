"""The manifest of a sealed month: what it was made of, and the hash of each of its files."""

import json
from pathlib import Path
from typing import Any

from tasks.manifest import keep_configuration, software_version
from tasks.month import Month
from tasks.vault import sha256
from tasks.warehouse import Connection, fetch_dicts

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


def canonical(content: Any) -> bytes:
    """JSON that has one form: keys sorted, one space deep, an LF at the end.

    >>> canonical({"b": 1, "a": "é"}).decode()
    '{\\n "a": "é",\\n "b": 1\\n}\\n'
    """
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def manifest(month: Month, tables: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What the manifest says; settings, rules and edits are kept in the vault by the hashes that it has of them."""
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
