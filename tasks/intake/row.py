"""Rows that a mapping makes of elements, and what it could not place."""

from dataclasses import dataclass, field
from typing import Protocol

# The column of a fault by which nothing of the row can be read.
ALL = "*"
# Why a row waits for what its element refers to.
LOST = "the element refers to something that no file has told"


@dataclass(frozen=True)
class Coding:
    """A code as an element names it; `system` is empty where it names none."""

    system: str
    code: str
    text: str


class Element(Protocol):
    """A part of a message or resource on which paths are read. `place` says where it stands in its file."""

    @property
    def place(self) -> str:
        """Where the element stands: message or resource, and path."""

    def values(self, path: str) -> list[str]:
        """All values at a path, as text, without empty ones."""

    def codings(self, path: str) -> list[list[Coding]]:
        """The concepts at a path, each with its codings."""

    def full(self, path: str) -> str:
        """A path as people find it in the file."""

    def lost(self, path: str) -> bool:
        """True when a reference on the path leads to something that is not known."""


@dataclass(frozen=True)
class Unplaced:
    """What a mapping could not place: the column (ALL: the row), the element's path, why, and what to do; no value."""

    column_name: str | None
    element: str
    reason: str
    remedy: str


@dataclass
class Row:
    """A row of a dataset: its cells as text, the file and place it comes from, and what could not be placed."""

    kind: str
    source_file: str
    element: str
    cells: dict[str, str | None]
    unplaced: list[Unplaced] = field(default_factory=list)

    def fault(self, column: str | None, path: str, reason: str, remedy: str) -> None:
        """Note that something could not be placed."""
        self.unplaced.append(Unplaced(column, path, reason, remedy))


@dataclass
class Visit:
    """An encounter as a file tells it, with what belongs to it."""

    encounter: Row
    diagnoses: list[Row]
    services: list[Row]


@dataclass
class Told:
    """What a file tells: a row of each patient, the coverages of each, and the visits, in the order of the file."""

    patients: dict[str, Row] = field(default_factory=dict)
    coverages: dict[str, list[Row]] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
