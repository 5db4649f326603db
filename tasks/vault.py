"""Raw files by sha256, append-only: what was taken in or sent stays as it was, byte for byte."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tasks.workspace import write_whole


class VaultError(Exception):
    """A file of the vault is missing or is not what its name says."""


def sha256(content: bytes) -> str:
    """The sha256 of some bytes, in hexadecimal: a file's name everywhere.

    >>> sha256(b"")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Vault:
    """A folder of files named by their sha256, in 256 sub-folders."""

    path: Path

    def place(self, digest: str) -> Path:
        """Where the file with this sha256 lies."""
        return self.path / digest[:2] / digest

    def keep(self, content: bytes) -> str:
        """Keep some bytes; returns their sha256. Keeping the same bytes again changes nothing."""
        digest = sha256(content)
        place = self.place(digest)
        if not place.exists():
            write_whole(place, content)
            place.chmod(0o600)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes with this sha256. Raises VaultError when they are missing or were changed."""
        try:
            content = self.place(digest).read_bytes()
        except FileNotFoundError:
            raise VaultError(f"vault file {digest} is missing from {self.path}; restore it from a backup") from None
        if sha256(content) != digest:
            raise VaultError(f"vault file {digest} in {self.path} was changed; restore it from a backup")
        return content
