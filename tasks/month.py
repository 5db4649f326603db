"""A client's month under way of being closed: a night, so that stages take it as one, with the month and its folder."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from data_contracts.closing import Waiver
from tasks.manifest import Configuration
from tasks.night import Night
from tasks.vault import sha256
from tasks.workspace import ClientFolder

# What is issued of a month, beside its sealed tables.
PAPERS = ("invoice.json", "dunning.json")


@dataclass(kw_only=True)
class Month(Night):
    """What the steps of a close get. `day` is the business day of the close, `period` the first day of the month.

    `hard`: the month is invoiced; a soft close only locks it. `after` is the last night worked before (day, run).
    `sealed_before`: it was closed softly before and its folder stands: nothing is sealed again. `own_account` is what
    the company's books say of this client, as CSV. `reopened_by`: it is to be opened again, not closed. `numbers` are
    the company's invoice numbers by kind (invoice, credit_note); known once the transaction is committed.
    """

    period: date
    last_day: date
    version: int
    hard: bool
    after: tuple[date, int]
    configuration: Configuration
    sealed_before: bool = False
    preview: bool = False
    waivers: tuple[Waiver, ...] = ()
    own_account: bytes = b""
    reopened_by: str | None = None
    numbers: dict[str, str] = field(default_factory=dict)

    @property
    def sealed(self) -> Path:
        """The folder of the sealed tables: in place, or while the transaction is open the one beside its place."""
        place = sealed_folder(self.folder, self.period, self.version)
        return place if place.is_dir() else self.draft_folder

    @property
    def draft_folder(self) -> Path:
        """Where the sealed tables are written before they are renamed into their place."""
        name = ".preview" if self.preview else f".v{self.version}.part"
        return closed_folder(self.folder, self.period) / name


def papers_digest(sealed: Path) -> str | None:
    """The hash of the papers in a sealed folder, each with its name; None where nothing was issued."""
    found = [name for name in PAPERS if (sealed / name).is_file()]
    told = "".join(f"{sha256((sealed / name).read_bytes())} {name}\n" for name in found)
    return sha256(told.encode()) if found else None


def closed_folder(folder: ClientFolder, period: date) -> Path:
    """closed/<YYYY-MM>: all versions of a client's closed month."""
    return folder.path / "closed" / f"{period:%Y-%m}"


def sealed_folder(folder: ClientFolder, period: date, version: int) -> Path:
    """closed/<YYYY-MM>/v<n>."""
    return closed_folder(folder, period) / f"v{version}"
