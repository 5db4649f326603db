"""The canonical journal: the ledger as text, one file a day, each headed by the hash of the file before.

    # cleanclaim journal 2
    # day 2026-11-03
    # previous 9f86d081…          sha256 of the file of the last earlier day, or genesis
    # postings 42
    # posting_id <tab> transaction_id <tab> account <tab> …
    one posting a line, its values parted by tabs, sorted by posting_id

Amounts have two decimals, days are ISO, an absent value is empty. The text depends on the ledger alone: not on arrival
order, reruns, threads, hash seeds or time zones. Version 2 has the column `corrects`; files of version 1 stay as they
were written, and the chain goes through them.
"""

from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from tasks.night import Counts, Night
from tasks.warehouse import Connection, open_database, scalar
from tasks.workspace import ClientFolder, write_whole

COLUMNS = (
    "posting_id", "transaction_id", "account", "amount", "posted_on", "effective_on", "claim_id", "line_id",
    "payer_id", "source_file", "source_position", "rule", "corrects",
)  # fmt: skip
GENESIS = "genesis"
_VERSION = b"# cleanclaim journal 2\n"

_VALUES = ", ".join(f"coalesce(CAST({column} AS VARCHAR), '')" for column in COLUMNS)
_DAY = f"""
    SELECT count(*), coalesce(string_agg(concat_ws(chr(9), {_VALUES}) || chr(10), '' ORDER BY posting_id), '')
    FROM ledger.posting
    WHERE posted_on = ?
"""
_EARLIER = "SELECT max(posted_on) FROM ledger.posting WHERE posted_on < ?"


def write_day(night: Night) -> Counts:
    """Write the file of tonight, and of earlier days whose file a crash kept from being written. After the commit.

    A day without postings has no file. Writing again gives the same bytes.
    """
    folder = night.folder.journal
    count = int(scalar(night.con, "SELECT count(*) FROM ledger.posting WHERE posted_on = ?", [night.day]))
    missing = [night.day] if count else []
    earlier: date | None = scalar(night.con, _EARLIER, [night.day])
    while earlier is not None and not _path(folder, earlier).exists():
        missing.append(earlier)
        earlier = scalar(night.con, _EARLIER, [earlier])
    for day in reversed(missing):
        before: date | None = scalar(night.con, _EARLIER, [day])
        previous = GENESIS if before is None else sha256(_path(folder, before).read_bytes()).hexdigest()
        write_whole(_path(folder, day), day_text(night.con, day, previous))
    return {"files": len(missing), "postings": count}


def day_text(con: Connection, day: date, previous: str) -> bytes:
    """The file of one day; `previous` is the sha256 of the file before it, or `genesis`."""
    count, body = con.execute(_DAY, [day]).fetchall()[0]
    head = f"{_VERSION.decode()}# day {day}\n# previous {previous}\n# postings {count}\n"
    return (head + "# " + "\t".join(COLUMNS) + "\n" + str(body)).encode()


def whole_journal(con: Connection) -> bytes:
    """journal.txt straight from a ledger, equal to the concatenation of its files: for a replay to compare."""
    previous, parts = GENESIS, []
    for (day,) in con.execute("SELECT DISTINCT posted_on FROM ledger.posting ORDER BY 1").fetchall():
        parts.append(day_text(con, day, previous))
        previous = sha256(parts[-1]).hexdigest()
    return b"".join(parts)


def concatenate(folder: ClientFolder, until: date | None = None) -> bytes:
    """journal.txt: the files of all days in order, or of those up to a day."""
    return b"".join(
        path.read_bytes() for path in _files(folder.journal) if until is None or path.stem <= until.isoformat()
    )


def verify(folder: ClientFolder) -> list[str]:
    """What is wrong with the journal, in words; empty when every file carries the hash of the one before.

    No file carries the hash of the last one: that is compared with the published ledger, where there is one.
    """
    files = _files(folder.journal)
    problems = [f"{p.name}: its head is not that of this day" for p in files if _head(p).get("day") != p.stem]
    if files and _head(files[0]).get("previous") != GENESIS:
        problems.append(f"{files[0].name}: it is the first file but names one before it")
    for before, path in pairwise(files):
        if _head(path).get("previous") != sha256(before.read_bytes()).hexdigest():
            problems.append(f"{path.name}: the file before it, {before.name}, is not the one it was chained to")
    for path in files:
        if _head(path).get("postings") != str(path.read_bytes().count(b"\n") - 5):
            problems.append(f"{path.name}: it does not have as many postings as its head says")
    return problems + _last_differs(folder, files)


def _last_differs(folder: ClientFolder, files: list[Path]) -> list[str]:
    """What tells the last file from the last day of the published ledger."""
    if not folder.published.exists():
        return []
    con = open_database(folder.published, read_only=True)
    try:
        day: date | None = scalar(con, "SELECT max(posted_on) FROM ledger.posting")
        if day is None:
            return [f"{files[-1].name}: the published ledger has no posting"] if files else []
        path = _path(folder.journal, day)
        if not files or files[-1] != path:
            return [f"{path.name}: the last day of the published ledger is not the last file"]
        if not path.read_bytes().startswith(_VERSION):
            return []
        previous = GENESIS if len(files) == 1 else sha256(files[-2].read_bytes()).hexdigest()
        same = day_text(con, day, previous) == path.read_bytes()
        return [] if same else [f"{path.name}: it differs from the published ledger"]
    finally:
        con.close()


def _path(folder: Path, day: date) -> Path:
    return folder / f"{day.isoformat()}.txt"


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("????-??-??.txt"))


def _head(path: Path) -> dict[str, str]:
    """The `# key value` lines at the top."""
    with path.open(encoding="utf-8") as lines:
        pairs = [line[2:].strip().partition(" ") for line, _ in zip(lines, range(4), strict=False)]
    return {key: value for key, _, value in pairs}
