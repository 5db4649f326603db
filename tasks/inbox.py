"""Taking in the files of a client's inbox: kept in the vault, told apart by content, never read twice."""

from collections.abc import Callable
from dataclasses import dataclass

from tasks.night import Night
from tasks.problems import report
from tasks.vault import sha256


@dataclass(frozen=True)
class Taken:
    """A file taken in tonight for the first time."""

    name: str
    source_file: str
    content: bytes


def take_in(night: Night, kind: str, wanted: Callable[[bytes], bool] | None = None) -> list[Taken]:
    """New files of inbox/<kind>, ordered by content so that names and arrival times do not matter.

    Files whose content is not `wanted` are left alone.

    Every file seen is kept in the vault and noted for removal from the inbox once the night is committed. Content that
    came on an earlier occasion is reported as a problem and not returned. Names that start with a dot or end in .part
    or .tmp are still being written: they wait.
    """
    found: list[Taken] = []
    folder = night.folder.inbox(kind)
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not path.is_file() or path.name.startswith(".") or path.suffix in {".part", ".tmp"}:
            continue
        content = path.read_bytes()
        if wanted is not None and not wanted(content):
            continue
        found.append(Taken(path.name, sha256(content), content))
    new: dict[str, Taken] = {}
    for file in sorted(found, key=lambda f: (f.source_file, f.name)):
        night.consumed.append(f"{kind}/{file.name}")
        if file.source_file in new or not _register(night, kind, file):
            _report_copy(night, kind, file)
            continue
        night.vault.keep(file.content)
        night.inputs.append({"kind": kind, "name": file.name, "sha256": file.source_file})
        new[file.source_file] = file
    return list(new.values())


def _register(night: Night, kind: str, file: Taken) -> bool:
    """Note the file in core.received_file; False when its content is there already."""
    added = night.con.execute(
        "INSERT INTO core.received_file VALUES (?, ?, ?, ?, ?, false) ON CONFLICT DO NOTHING RETURNING source_file",
        [file.source_file, kind, file.name, len(file.content), night.day],
    ).fetchall()
    return bool(added)


def _report_copy(night: Night, kind: str, file: Taken) -> None:
    """Report content that came before; silent when a crashed night only failed to clear the same file away."""
    row = night.con.execute(
        "SELECT received_on, consumed OR file_name <> ? FROM core.received_file WHERE source_file = ?",
        [file.name, file.source_file],
    ).fetchone()
    if row is not None and not row[1]:
        return
    since = row[0] if row is not None else night.day
    report(
        night,
        "inbox",
        "file_sent_twice",
        f"inbox/{kind}: a file has the same content as one taken in on {since}; nothing of it was used again",
        "Nothing needs doing; if a different file was meant, send that one",
        severity="warning",
        source_file=file.source_file,
        position=f"delivery of {night.day}",
    )
