"""Remittances that lie in the inbox of one client and pay another: they go through the mailbox like its own files."""

import re
from pathlib import Path

from tasks.mailbox.routing import Directory, readable_clients
from tasks.workspace import Workspace
from tasks.x12.envelope import split

# The payee of an 835 and what follows it closely: its own numbers, and REF*TJ with its tax id. Whatever the delimiters.
_PAYEE = re.compile(rb"N1(.)PE\1.{0,400}", re.DOTALL)
_NUMBER = re.compile(rb"[0-9]{9,10}")


def find_astray(workspace: Workspace) -> list[tuple[Path, str]]:
    """Files of clients' inbox/remits that seem to pay another client, with the client in whose inbox they lie.

    Judged by bytes, generously and fast; `is_astray` looks closer at the few files found.
    """
    clients = dict(readable_clients(workspace))
    numbers = {
        client_id: {n.encode() for identity in c.billing_identities for n in (identity.npi, identity.tax_id)}
        for client_id, c in clients.items()
    }
    found = []
    for client_id, own in numbers.items():
        others = set().union(*numbers.values()) - own
        folder = workspace.client(client_id).inbox("remits")
        for path in sorted(folder.iterdir()) if others and folder.is_dir() else []:
            if _is_whole(path) and _names(path.read_bytes(), others):
                found.append((path, client_id))
    return found


def is_astray(path: Path, owner: str, known: Directory) -> bool:
    """True when a transaction set in the file is another client's and not also the owner's.

    What is routed back to the owner is not astray again.
    """
    homes = [known.clients_of(piece) for piece in split(path.read_bytes()).pieces if piece.kind == "835"]
    return any(clients and owner not in clients for clients in homes)


def _is_whole(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.suffix not in {".part", ".tmp"}


def _names(content: bytes, numbers: set[bytes]) -> bool:
    """Is one of these numbers among those of a payee?"""
    return any(not numbers.isdisjoint(_NUMBER.findall(payee[0])) for payee in _PAYEE.finditer(content))
