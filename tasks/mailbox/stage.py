"""Takes the files of the mailbox, one at a time: vault, pieces into clients' inboxes, register, then removal."""

from datetime import date

import polars as pl

from tasks.mailbox.astray import find_astray, is_astray
from tasks.mailbox.client_payments import take_client_payments
from tasks.mailbox.notes import is_new, is_whole, note_cleared, report
from tasks.mailbox.routing import INBOX_OF, Directory, directory
from tasks.night import Counts
from tasks.register import register
from tasks.vault import Vault, sha256
from tasks.warehouse import Connection
from tasks.workspace import Workspace, write_whole
from tasks.x12.envelope import Piece, Split, split, wrap


def run(workspace: Workspace, day: date) -> Counts:
    """Route every file of WORKSPACE/inbox/, every piece that nobody fitted before, and what lies in a sister's inbox.

    Files that start with a dot or end in .part or .tmp are still being written: they wait.
    """
    counts = {"files": 0, "pieces": 0, "unrouted": 0, "client_payments": take_client_payments(workspace, day)}
    paths = sorted(p for p in workspace.inbox.glob("*") if is_whole(p)) if workspace.inbox.is_dir() else []
    astray = find_astray(workspace)
    with register(workspace) as con:
        known = directory(workspace, con) if paths or astray or _has_unrouted(con) else None
        retry = _unrouted_files(con)
    if known is None:
        return counts
    astray = [(path, owner) for path, owner in astray if is_astray(path, owner, known)]
    vault = Vault(workspace.vault)
    for digest in retry:
        with register(workspace) as con:
            _route(workspace, con, day, digest, vault.read(digest), known)
    for path, owner in [*((path, None) for path in paths), *astray]:
        content = path.read_bytes()
        digest = vault.keep(content)
        with register(workspace) as con:
            counts["files"] += 1
            if is_new(con, day, path, digest, len(content)):
                routed, unrouted = _route(workspace, con, day, digest, content, known, owner)
                counts["pieces"] += routed
                counts["unrouted"] += unrouted
        path.unlink()
        with register(workspace) as con:
            note_cleared(con, digest)
    return counts


def _route(
    workspace: Workspace,
    con: Connection,
    day: date,
    digest: str,
    content: bytes,
    known: Directory,
    owner: str | None = None,
) -> tuple[int, int]:
    """Lay the pieces of a file into the inboxes of their clients; returns how many were laid and how many not.

    What fits nobody stays with `owner`, the client in whose inbox the file lay.
    """
    apart = split(content, digest)
    name = str(con.execute("SELECT file_name FROM mailbox_file WHERE source_file = ?", [digest]).fetchall()[0][0])
    con.execute("DELETE FROM problem WHERE source_file = ? AND code <> 'file_sent_twice'", [digest])
    homes = {p: sorted(known.clients_of(p)) or ([owner] if owner else []) for p in apart.pieces}
    homeless = [piece for piece, clients in homes.items() if not clients]
    laid = 0
    for client_id in sorted({client for clients in homes.values() for client in clients}):
        laid += _lay(
            workspace, con, day, digest, [p for p, clients in homes.items() if client_id in clients], client_id
        )
    _note_homeless(con, day, digest, name, homeless)
    _note_envelope(con, day, digest, name, apart)
    con.execute("UPDATE mailbox_file SET pieces = ? WHERE source_file = ?", [len(apart.pieces), digest])
    return laid, len(homeless)


def _lay(workspace: Workspace, con: Connection, day: date, digest: str, pieces: list[Piece], client_id: str) -> int:
    """Put a client's pieces of one file into its inbox, once: those of a kind in one file, a cut one in its own.

    The name is made of content and place and says nothing else. Returns how many pieces were laid.
    """
    seen = con.execute(
        "SELECT position, kind FROM routed_piece WHERE source_file = ? AND client_id = ?", [digest, client_id]
    ).fetchall()
    new = [piece for piece in pieces if (piece.offset, piece.kind) not in seen]
    files: dict[tuple[str, int], list[Piece]] = {}
    for piece in new:
        files.setdefault((INBOX_OF[piece.kind], -1 if piece.complete else piece.offset), []).append(piece)
    for (inbox, _), together in files.items():
        content = b"".join(wrap(piece) for piece in together)
        file_name = f"{digest[:12]}-{together[0].offset:09d}-{together[0].kind}.x12"
        write_whole(workspace.client(client_id).inbox(inbox) / file_name, content)
        for piece in together:
            key = [digest, piece.offset, piece.kind, client_id]
            con.execute("INSERT INTO routed_piece VALUES (?, ?, ?, ?, ?, ?)", [*key, sha256(content), day])
    return len(new)


def _note_homeless(con: Connection, day: date, digest: str, name: str, homeless: list[Piece]) -> None:
    """List pieces that no client fits; they are tried again every night."""
    con.execute("DELETE FROM routed_piece WHERE source_file = ? AND client_id IS NULL", [digest])
    for piece in homeless:
        con.execute("INSERT INTO routed_piece VALUES (?, ?, ?, NULL, NULL, ?)", [digest, piece.offset, piece.kind, day])
        keys = {
            "835": f"payee NPI {piece.payee_npi or 'missing'}, tax id {piece.payee_tax_id or 'missing'}",
            "999": f"answer to group {piece.answered_gs_control or 'missing'}",
            "TA1": f"answer to interchange {piece.answered_isa_control or 'missing'}",
            "277CA": f"{len(piece.claim_numbers)} claim numbers, none with a prefix of ours",
        }
        report(
            con,
            day,
            "no_client_fits",
            "error",
            digest,
            name,
            f"{piece.kind} at byte {piece.offset}",
            f"no client fits: {keys[piece.kind]}",
            "Add the identity to the client it belongs to (client.yaml); the next night routes it",
        )


def _note_envelope(con: Connection, day: date, digest: str, name: str, apart: Split) -> None:
    """One problem for what is wrong with a file as a whole; what is wrong inside a set is its client's to report."""
    sets = [piece.st_control for piece in apart.pieces]
    errors = apart.findings.filter(
        (pl.col("severity") == "error") & ~pl.col("st_control").fill_null("").is_in(sets)
    ).sort("offset")
    if errors.is_empty():
        return
    first = errors.row(0, named=True)
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    report(
        con,
        day,
        first["code"],
        "error",
        digest,
        name,
        "whole file" if first["offset"] is None else f"byte {first['offset']}",
        f"{first['message']}{more}",
        f"{first['remedy']}. The file is kept in the company's vault",
    )


def _has_unrouted(con: Connection) -> bool:
    return bool(_unrouted_files(con))


def _unrouted_files(con: Connection) -> list[str]:
    rows = con.execute("SELECT DISTINCT source_file FROM routed_piece WHERE client_id IS NULL ORDER BY 1").fetchall()
    return [row[0] for row in rows]
