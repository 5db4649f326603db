"""How an implementation guide is written down: loops, segments and the columns they become, as data.

A guide is read like a table of contents. A `Loop` says which segment opens it and in which loop it lies; a `Segment`
says what it means (with an example) and which element becomes which column of which table. The engine in tasks/x12
knows none of them.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "amount", "quantity", "count", "date", "time"]


@dataclass(frozen=True)
class Column:
    """One column of a table, taken from one element (from 1) or one component of it (from 1; 0 is the whole element).

    Kinds: text; amount (dollars, two decimals), quantity (three decimals), count (whole number), date (CCYYMMDD; of a
    range the first day, with component 2 the last one). `required` elements that are absent, values outside `codes` (a
    name of data_contracts.x12.codes) and identifiers that fail `check` (npi) are reported.
    """

    name: str
    element: int
    component: int = 0
    kind: Kind = "text"
    required: bool = False
    codes: str = ""
    check: Literal["", "npi"] = ""
    check_when: tuple[int, str] | None = None


@dataclass(frozen=True)
class Segment:
    """One use of a segment in a loop.

    `table` is the table of this loop or of one around it (then the first such segment fills columns of that row), or a
    table of its own (then each segment is a row). `where` (element, values) tells uses of one segment apart. `every`
    repeats the columns each so many elements, a row each time that one of them is filled (CAS triplets, PLB pairs);
    `number` is the column that counts the repetitions, and its first value. `shared` columns do not move with them.
    """

    id: str
    doc: str
    table: str = ""
    columns: tuple[Column, ...] = ()
    where: tuple[int, tuple[str, ...]] | None = None
    every: int = 0
    times: int = 1
    number: tuple[str, int] = ("", 1)
    shared: tuple[Column, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Loop:
    """A group of segments that repeats together.

    It opens at segment `opens` whose element (from 1) has one of the values of `where`, inside the loop `parent`. With
    `table`, each instance is a row; `index` is the column that counts instances (from 0) inside the nearest loop around
    it that has one, or inside the ST.
    """

    id: str
    doc: str
    opens: str
    parent: str
    segments: tuple[Segment, ...]
    where: tuple[int, tuple[str, ...]] | None = None
    table: str = ""
    index: str = ""
    last: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, eq=False)
class Guide:
    """One implementation guide: its transaction set (ST01), the versions it is known by (GS08, ST03) and its loops."""

    name: str
    set_id: str
    versions: tuple[str, ...]
    functional_group: str
    doc: str
    loops: tuple[Loop, ...]
    tables: tuple[str, ...]

    def loop(self, loop_id: str) -> Loop:
        """The loop of that name."""
        return next(loop for loop in self.loops if loop.id == loop_id)
