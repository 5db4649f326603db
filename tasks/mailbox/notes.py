"""What company.duckdb notes of the mailbox: which files came, and what could not be used."""

from datetime import date
from pathlib import Path

from tasks.vault import sha256
from tasks.warehouse import Connection


def is_whole(path: Path) -> bool:
    """False for what is still being written: names that start with a dot or end in .part or .tmp."""
    return path.is_file() and not path.name.startswith(".") and path.suffix not in {".part", ".tmp"}


def is_new(con: Connection, day: date, path: Path, digest: str, size: int) -> bool:
    """Note a file; False when its content came before. A crash before the file was removed makes no noise."""
    row = con.execute("SELECT received_on, cleared FROM mailbox_file WHERE source_file = ?", [digest]).fetchone()
    if row is None:
        con.execute("INSERT INTO mailbox_file VALUES (?, ?, ?, ?, 0, false)", [digest, path.name, size, day])
        return True
    if row[1]:
        message = f"the file has the same content as one taken in on {row[0]}; nothing of it was used again"
        remedy = "Nothing needs doing; if a different file was meant, send that one"
        report(con, day, "file_sent_twice", "warning", digest, path.name, f"delivery of {day}", message, remedy)
        return False
    return True


def note_cleared(con: Connection, digest: str) -> None:
    """Note that a file was removed from the inbox."""
    con.execute("UPDATE mailbox_file SET cleared = true WHERE source_file = ?", [digest])


def report(
    con: Connection,
    day: date,
    code: str,
    severity: str,
    digest: str,
    name: str,
    position: str,
    message: str,
    remedy: str,
) -> None:
    """List what could not be used; the same found again is the same row."""
    problem_id = sha256("\n".join((code, digest, position)).encode())[:20]
    con.execute(
        "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [problem_id, day, code, severity, digest, name, position, message, remedy],
    )
