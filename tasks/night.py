"""One client's night as every stage sees it: the day, the settings, the vault and the open warehouse.

All stages of a night share one database transaction: it is committed once the laws hold, else nothing of it stays.
"""

import hmac
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from data_contracts.client import Client
from data_contracts.company import Company
from data_contracts.payer import Payers
from tasks.vault import Vault
from tasks.warehouse import Connection
from tasks.workspace import ClientFolder, Workspace

Counts = dict[str, int]


@dataclass
class Night:
    """What a stage gets. A stage is `run(night) -> Counts`: it reads tables and inputs and appends to tables.

    `control_numbers` are the ISA control numbers that the company handed to this run. A stage notes in `consumed` what
    it took from the inbox (`<kind>/<name>`, removed after commit) and in `inputs` what a replay must lay there again.
    """

    folder: ClientFolder
    day: date
    run: int
    con: Connection
    vault: Vault
    key: bytes
    control_numbers: range
    consumed: list[str] = field(default_factory=list)
    inputs: list[dict[str, object]] = field(default_factory=list)

    @property
    def workspace(self) -> Workspace:
        """The workspace of the billing company."""
        return self.folder.workspace

    @property
    def company(self) -> Company:
        """company.yaml."""
        return self.workspace.company

    @property
    def client(self) -> Client:
        """client.yaml."""
        return self.folder.settings

    @property
    def payers(self) -> Payers:
        """payers.yaml."""
        return self.workspace.payers


def hmac_macro(key: bytes) -> str:
    """SQL that makes the temporary macro `hmac_hex(text)`: HMAC-SHA256 with the client's key, in hexadecimal.

    The macro lives in the connection only: the key never reaches a file.
    """
    block = (key if len(key) <= 64 else sha256(key).digest()).ljust(64, b"\0")
    inner, outer = (bytes(b ^ pad for b in block).hex() for pad in (0x36, 0x5C))
    return (
        "CREATE OR REPLACE TEMP MACRO hmac_hex(message) AS "
        f"sha256(from_hex('{outer}') || from_hex(sha256(from_hex('{inner}') || encode(message))))"
    )


def hmac_hex(key: bytes, message: str) -> str:
    """The same in Python, for tests and single values."""
    return hmac.new(key, message.encode(), sha256).hexdigest()
