"""Reads and runs edits: SQL files that return (received_id, line_number, message), one row per finding.

An edit reads the temporary tables of the encounters under evaluation: edit_encounter, edit_diagnosis, edit_service,
edit_place (sql/coding/scope.sql and facts.sql); edit_line, edit_pair, edit_surgery, edit_day_units, which hold the
lines claimed before as well (lines.sql); code sets set_… (sets.sql); the dated rules rule_<file of
data_contracts/rules>; and everything in core and reference.
`line_number` is NULL for a finding about the whole encounter.

Head of the file: id, title, severity (hold, warn), source, since, day; and where they apply `needs` (a table without
which the edit has nothing to say) and `sets` (the code sets that it judges by, or none; without it: all).
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data_contracts.settings import SettingsError
from tasks.vault import sha256
from tasks.warehouse import Connection, WarehouseError, sql_head
from tasks.workspace import SQL, ClientFolder

_SAFE_ERRORS = {"BinderException", "CatalogException", "ParserException"}


@dataclass(frozen=True)
class Edit:
    """One edit: applies to encounters whose first day of service is `since` or later."""

    edit_id: str
    title: str
    severity: str
    source: str
    since: date
    needs: str | None
    sets: tuple[str, ...] | None
    sql: str
    path: Path

    @property
    def edit_hash(self) -> str:
        """First 16 digits of the sha256 of the file's text: which wording of the rule found something."""
        return sha256(self.sql.encode())[:16]


def edit_folders(client: ClientFolder) -> list[Path]:
    """Where a client's edits lie: the project's, the billing company's, its own."""
    return [SQL / "edits", client.workspace.path / "edits", client.path / "edits"]


def read_edits(folders: list[Path]) -> list[Edit]:
    """All edits of some folders, ordered by id. Raises SettingsError for a wrong head and for an id given twice."""
    edits = [read_edit(path) for folder in folders for path in sorted(folder.glob("*.sql"))]
    seen: dict[str, Edit] = {}
    for edit in edits:
        if edit.edit_id in seen:
            raise SettingsError(f"{edit.path}: {seen[edit.edit_id].path} has the same id; rename one of them")
        seen[edit.edit_id] = edit
    return sorted(edits, key=lambda edit: edit.edit_id)


def read_edit(path: Path) -> Edit:
    """One edit file. Raises SettingsError that says which line of the head is missing or wrong."""
    text = path.read_text(encoding="utf-8")
    head = sql_head(text)
    for key in ("id", "title", "severity", "source", "since", "day"):
        if not head.get(key):
            raise SettingsError(f"{path}: the head has no `-- {key}: …` line; add it at the top of the file")
    fault = _fault(path, head, text)
    if fault is not None:
        raise SettingsError(f"{path}: {fault}")
    return Edit(
        edit_id=head["id"],
        title=head["title"],
        severity=head["severity"],
        source=head["source"],
        since=date.fromisoformat(head["since"]),
        needs=head.get("needs"),
        sets=_sets(head.get("sets")),
        sql=text,
        path=path,
    )


def _sets(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    return () if text == "none" else tuple(name.strip() for name in text.split(","))


def _fault(path: Path, head: dict[str, str], text: str) -> str | None:
    """What is wrong with the head of an edit, and what is expected there; None when it is right."""
    if head["id"] != path.stem or not re.fullmatch(r"(?!coding_)[a-z][a-z0-9_]{2,60}", head["id"]):
        return "id must be the file's name: small letters, digits, _; not starting with coding_"
    if head["severity"] not in ("hold", "warn"):
        return "severity is hold (not billed until resolved) or warn (billed, shown)"
    if head["day"] != "service":
        return "day must be service: an edit is selected by the first day of service"
    if not re.fullmatch(r"(set|rule)_[a-z0-9_]+", head.get("needs", "set_ptp")):
        return "needs names one table of a code set or a rule: set_… or rule_…"
    if not re.fullmatch(r"[a-z0-9_]+(, *[a-z0-9_]+)*", head.get("sets", "none")):
        return "sets names code sets, a comma between them, or none"
    if not re.search(r"^-- one row per ", text, re.MULTILINE):
        return "say below the head what a row is: `-- one row per …`"
    try:
        date.fromisoformat(head["since"])
    except ValueError:
        return "since must be a day written YYYY-MM-DD"
    return None


def run_edits(con: Connection, edits: list[Edit]) -> None:
    """Append what every edit finds to the temporary table edit_found (sql/coding/found.sql).

    Raises SettingsError for an edit that is no SELECT of received_id, line_number and message, or needs no such table.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE edit_sets (edit_id VARCHAR, sets VARCHAR [])")
    con.execute(
        "INSERT INTO edit_sets SELECT unnest(?), unnest(?)",
        [[edit.edit_id for edit in edits], [list(edit.sets) if edit.sets is not None else None for edit in edits]],
    )
    for edit in edits:
        try:
            if edit.needs is not None and con.execute(f"SELECT 1 FROM {edit.needs} LIMIT 1").fetchone() is None:
                continue
            con.execute(_finding_query(edit), [edit.edit_id, edit.edit_hash, edit.severity, edit.since])
        except WarehouseError as error:
            kind = type(error).__name__
            # Other errors quote values of rows; those may be a patient's.
            detail = f": {error}" if kind in _SAFE_ERRORS else ""
            raise SettingsError(f"{edit.path}: the edit cannot run ({kind}){detail}") from None


def _finding_query(edit: Edit) -> str:
    return f"""
        INSERT INTO edit_found
        SELECT found.received_id, CAST(found.line_number AS INTEGER), ?, ?, ?, found.message
        FROM (
            {edit.sql.rstrip().rstrip(";")}
        ) AS found
        INNER JOIN edit_encounter AS e ON found.received_id = e.received_id
        WHERE e.service_from >= ?
        ORDER BY ALL
    """
