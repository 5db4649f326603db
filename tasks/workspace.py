"""Where things lie on disk: one workspace is one billing company. Knows names and folders, no contents but settings."""

import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from data_contracts.client import Client
from data_contracts.company import Company
from data_contracts.payer import Payers
from data_contracts.settings import SettingsError, read_settings

ROOT = Path(__file__).resolve().parent.parent
SQL = ROOT / "sql"
RULES = ROOT / "data_contracts" / "rules"
CLIENT_INBOXES = (
    "encounters", "acks", "remits", "bank", "patient_payments", "corrections", "opening", "manual_remits", "time",
)  # fmt: skip


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the whole new one, also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


@dataclass(frozen=True)
class ClientFolder:
    """One client's part of a workspace."""

    workspace: "Workspace"
    client_id: str

    @property
    def path(self) -> Path:
        """clients/<client>."""
        return self.workspace.path / "clients" / self.client_id

    @property
    def settings_file(self) -> Path:
        """client.yaml."""
        return self.path / "client.yaml"

    @cached_property
    def settings(self) -> Client:
        """client.yaml, read once. Raises SettingsError."""
        settings = read_settings(self.settings_file, Client)
        if settings.client_id != self.client_id:
            raise SettingsError(f"{self.settings_file}: client_id is {settings.client_id}, its folder {self.client_id}")
        return settings

    def inbox(self, kind: str) -> Path:
        """inbox/<kind>, one of CLIENT_INBOXES."""
        return self.path / "inbox" / kind

    @property
    def claims_outbox(self) -> Path:
        """outbox/claims."""
        return self.path / "outbox" / "claims"

    @property
    def vault(self) -> Path:
        """vault."""
        return self.path / "vault"

    @property
    def journal(self) -> Path:
        """journal: one canonical file a day."""
        return self.path / "journal"

    @property
    def warehouse(self) -> Path:
        """warehouse.duckdb, written by the night alone."""
        return self.path / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """published/<client>.duckdb, what analysts open."""
        return self.workspace.path / "published" / f"{self.client_id}.duckdb"

    @property
    def reports(self) -> Path:
        """reports/<client>."""
        return self.workspace.path / "reports" / self.client_id

    def key(self) -> bytes:
        """The client's own secret key for ids made from a patient's facts; made when first asked for."""
        path = self.path / "client.key"
        if not path.exists():
            write_whole(path, secrets.token_hex(32).encode())
            path.chmod(0o600)
        return bytes.fromhex(path.read_text(encoding="ascii").strip())


@dataclass(frozen=True)
class Workspace:
    """The folder of one billing company."""

    path: Path

    @cached_property
    def company(self) -> Company:
        """company.yaml, read once. Raises SettingsError."""
        return read_settings(self.path / "company.yaml", Company)

    @cached_property
    def payers(self) -> Payers:
        """payers.yaml, read once. Raises SettingsError."""
        return read_settings(self.path / "payers.yaml", Payers)

    @property
    def inbox(self) -> Path:
        """The company's mailbox."""
        return self.path / "inbox"

    @property
    def vault(self) -> Path:
        """The company's vault: files of the mailbox as received."""
        return self.path / "vault"

    @property
    def register(self) -> Path:
        """company.duckdb: control numbers, routing, results of nights."""
        return self.path / "company.duckdb"

    @property
    def code_sets(self) -> Path:
        """codes: loaded code sets."""
        return self.path / "codes"

    def client(self, client_id: str) -> ClientFolder:
        """The folder of one client, whether it exists or not."""
        return ClientFolder(self, client_id)

    def clients(self) -> list[ClientFolder]:
        """All clients with a client.yaml, by id. Raises SettingsError when two share a claim prefix."""
        found = sorted(p.parent.name for p in self.path.glob("clients/*/client.yaml"))
        return [self.client(client_id) for client_id in found]

    @property
    def prefect_home(self) -> Path:
        """Prefect's own folder."""
        return self.path / ".prefect"
