"""Whose a transaction set is."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from data_contracts.client import Client
from data_contracts.settings import SettingsError
from tasks.warehouse import Connection
from tasks.workspace import Workspace
from tasks.x12.envelope import Piece

INBOX_OF = {"835": "remits", "999": "acks", "TA1": "acks", "277CA": "acks"}


@dataclass(frozen=True)
class Directory:
    """Everything that names a client from outside: claim prefixes, NPIs, tax ids, ISA control numbers handed out."""

    prefixes: dict[str, str]
    npis: dict[str, str]
    tax_ids: dict[str, set[str]]
    blocks: list[tuple[int, int, str]]

    def clients_of(self, piece: Piece) -> set[str]:
        """The clients a piece concerns; empty when nobody fits, more than one for a 277CA about several practices."""
        if piece.kind == "835":
            return self._payee(piece)
        if piece.kind == "277CA":
            return {client for number in piece.claim_numbers if (client := self._claim(number))}
        return self._control(piece.answered_gs_control if piece.kind == "999" else piece.answered_isa_control)

    def _payee(self, piece: Piece) -> set[str]:
        if piece.payee_npi in self.npis:
            return {self.npis[piece.payee_npi]}
        sharing = self.tax_ids.get(piece.payee_tax_id, set())
        # Sister practices under one tax id are told apart by NPI only.
        return sharing if len(sharing) == 1 else set()

    def _claim(self, claim_number: str) -> str | None:
        fitting = [prefix for prefix in self.prefixes if claim_number.startswith(prefix)]
        return self.prefixes[max(fitting, key=len)] if fitting else None

    def _control(self, number: str) -> set[str]:
        if not number.isdigit():
            return set()
        return {client for first, size, client in self.blocks if first <= int(number) < first + size}


def directory(workspace: Workspace, con: Connection) -> Directory:
    """The directory of a company, from its clients' settings and the control numbers in its register."""
    prefixes: dict[str, str] = {}
    npis: dict[str, str] = {}
    tax_ids: dict[str, set[str]] = {}
    for client_id, settings in readable_clients(workspace):
        prefixes[settings.claim_prefix] = client_id
        for identity in settings.billing_identities:
            npis[identity.npi] = client_id
            tax_ids.setdefault(identity.tax_id, set()).add(client_id)
    blocks = con.execute("SELECT first_number, size, client_id FROM control_block ORDER BY first_number").fetchall()
    return Directory(prefixes, npis, tax_ids, [(first, size, client) for first, size, client in blocks])


def readable_clients(workspace: Workspace) -> Iterator[tuple[str, Client]]:
    """Clients whose settings can be read; what belongs to the others stays unrouted until they are mended.

    Their own nights say what is wrong with the settings.
    """
    for folder in workspace.clients():
        with suppress(SettingsError):
            yield folder.client_id, folder.settings
