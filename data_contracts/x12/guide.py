"""How an implementation guide is written down: loops, segments and the columns they become, as data.

A guide is read like a table of contents. A `Loop` says which segment opens it and in which loop it lies; a `Segment`
says what it means (with an example) and which element becomes which column of which table. The engine in tasks/x12
knows none of them. One guide serves both directions: what the reader puts into tables, the writer writes from tables
of the same shape.

Where a segment of a file goes: into the row of its loop (or of a loop around it), when `table` is that loop's table;
else it is a row of its own in the table of segments that it names. Rows are found again by counters: the `index`
columns of the loops that they lie in, and the column `loop` in tables of segments.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["text", "repeated", "amount", "quantity", "count", "date", "first_day", "last_day"]


@dataclass(frozen=True)
class Column:
    """One column of a table, taken from one element (from 1) or one component of it (from 1; 0 is the whole element).

    Kinds: text; repeated (text whose repetitions are parted by ^); amount (dollars, two decimals), quantity (three
    decimals), count (whole number), date (CCYYMMDD), first_day and last_day (of an element that holds a day, D8, or two
    days with a hyphen, RD8; of a single day last_day is null). `required` elements that are absent, values outside
    `codes` (a name of data_contracts.x12.codes) and identifiers that fail `check` (npi; where element and value of
    `check_when` say that it is one) are reported. `longest`: the writer cuts the text there (names and addresses only,
    never identifiers). `derived`: for readers' convenience, told again by another column; never written.
    """

    name: str
    element: int
    component: int = 0
    kind: Kind = "text"
    required: bool = False
    codes: str = ""
    check: Literal["", "npi"] = ""
    check_when: tuple[int, str] | None = None
    longest: int = 0
    derived: bool = False

    def __hash__(self) -> int:
        """Quicker than all fields: guides are looked up often."""
        return hash((self.name, self.element, self.component))


@dataclass(frozen=True)
class Segment:
    """One use of a segment in a loop.

    `table` is the table of this loop or of one around it (then the first such segment fills columns of that row), or a
    table of segments (then each segment is a row). `where` (element, values) tells uses of one segment apart; a single
    value is written as it stands. `fixed` are elements that never differ (element, value). `period` is the element that
    says whether first_day and last_day are one day (D8) or two (RD8). `every` repeats the columns each so many
    elements, a row each time that one of them is filled (CAS triplets, PLB pairs); `number` is the column that counts
    the repetitions, and its first value. `shared` columns do not move with them. `rest` takes only what no earlier use
    in the loop took. A `derived` use repeats what others hold and is never written.
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
    fixed: tuple[tuple[int, str], ...] = ()
    period: int = 0
    rest: bool = False
    derived: bool = False

    def __hash__(self) -> int:
        """Quicker than all fields: guides are looked up often."""
        return hash((self.id, self.doc))


@dataclass(frozen=True)
class Loop:
    """A group of segments that repeats together.

    It opens at segment `opens` whose element (from 1) has one of the values of `where`, inside the loop `parent` (or
    one of several, the innermost first). With `table`, each instance is a row; `index` is the column that counts
    instances (from 0) inside the loop `within`, by default the nearest loop around it that is counted, or the
    transaction set. Segments named `last` follow the inner loops. `hierarchy`: the loop opens with an HL, whose number,
    number above and child flag (columns hl, hl_parent, hl_child) the writer works out.
    """

    id: str
    doc: str
    opens: str
    parent: str | tuple[str, ...]
    segments: tuple[Segment, ...]
    where: tuple[int, tuple[str, ...]] | None = None
    table: str = ""
    index: str = ""
    within: str = ""
    last: tuple[str, ...] = ()
    required: bool = False
    hierarchy: bool = False

    def __hash__(self) -> int:
        """Quicker than all fields: guides are looked up often."""
        return hash((self.id, self.doc))

    @property
    def parents(self) -> tuple[str, ...]:
        """The loops that it may lie in, the innermost first; none of the transaction set itself."""
        return (self.parent,) if isinstance(self.parent, str) and self.parent else tuple(self.parent)


@dataclass(frozen=True)
class Rule:
    """What must be filled or stand beside a segment, and when: the part of a guide that no single column can say.

    It is about the segments `segment` of loop `loop` (of any loop where that is empty) in which `when` holds: element
    and component (0: the whole) have one of the values, or any value if none is listed. Then the elements `needs` must
    be filled, and the loop must hold the segment `beside` (its id, and the values one of which its element 1 has).
    What is missing is reported as missing_element or missing_segment, always as a warning.
    """

    doc: str
    segment: str
    when: tuple[int, int, tuple[str, ...]]
    loop: str = ""
    needs: tuple[int, ...] = ()
    beside: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, eq=False)
class Guide:
    """One implementation guide: its transaction set (ST01), the versions it is known by (GS08, ST03) and its loops.

    The first version is the one written. `suffix` tells its tables from those of other guides in one folder.
    `only_one`: no other guide describes sets of this ST01, so one that names no version is meant for it.
    """

    name: str
    set_id: str
    versions: tuple[str, ...]
    functional_group: str
    doc: str
    loops: tuple[Loop, ...]
    tables: tuple[str, ...]
    suffix: str = ""
    only_one: bool = True
    rules: tuple[Rule, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Loop]:
        """The loops by their ids."""
        return {loop.id: loop for loop in self.loops}

    def loop(self, loop_id: str) -> Loop:
        """The loop of that name."""
        return self.by_id[loop_id]

    def path(self, loop_id: str) -> tuple[str, ...]:
        """A loop and those around it, from the inside out, by the innermost parent of each."""
        return self._paths[loop_id]

    @cached_property
    def _paths(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for loop in self.loops:
            found[loop.id] = (loop.id, *(found[loop.parents[0]] if loop.parents else ()))
        return found

    def counted_within(self, loop_id: str) -> str:
        """The loop inside which the instances of a counted loop are numbered."""
        loop = self.loop(loop_id)
        around = self.path(loop_id)[1:]
        return loop.within or next((one for one in around if self.loop(one).index), around[-1])

    def keys(self, loop_id: str) -> tuple[str, ...]:
        """The ids of the counted loops whose counters tell the instance of a loop, outermost first.

        `st_index` comes before them. The row of a loop itself has the counters of all counted loops around it.
        """
        nearest = next((one for one in self.path(loop_id) if self.loop(one).index), "")
        found: list[str] = []
        while nearest and self.loop(nearest).index:
            found.insert(0, nearest)
            nearest = self.counted_within(nearest)
        return tuple(found)

    def links(self, loop_id: str) -> tuple[str, ...]:
        """The ids of all counted loops that an instance of a loop may lie in, itself included, outermost first."""
        return tuple(one for one in reversed(self.path(loop_id)) if self.loop(one).index)

    def uses(self) -> Iterator[tuple[Loop, Segment]]:
        """All uses of segments in the order of the guide."""
        for loop in self.loops:
            for segment in loop.segments:
                yield loop, segment
