"""The uses of a guide's segments in a part of a file: at which places each segment that the guide names occurs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from data_contracts.x12.guide import Column, Guide, Loop, Segment
from tasks.x12.findings import Findings
from tasks.x12.loops import Loops
from tasks.x12.once import once
from tasks.x12.segments import Codes, Ints, Picked, Segments, Span, is_one_of

Owners = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Use:
    """One use of a segment of the guide, its number in it (from 1), the places (in Loops.rows) where it occurs."""

    loop: Loop
    segment: Segment
    number: int
    places: Ints

    def columns(self) -> Iterator[Column]:
        """Its columns, the shared ones first."""
        yield from self.segment.shared
        yield from self.segment.columns


@dataclass(frozen=True)
class Extra:
    """Values of an element (or a component of it, from 1; 0 is the whole) that no column holds.

    `reported`: a finding says so already; of the others the guide does not know the element.
    """

    segment_id: str
    element: int
    component: int
    places: Ints
    span: Span
    reported: bool = False


@dataclass(frozen=True)
class Reading:
    """A part of a file (`part` of the places of Loops.rows) read into some tables of a guide.

    `owner` says, for the whole file, by which use (its number) the segment at each place went into a table; 0 by none.
    `extras` are the elements found in them that their uses do not name.
    """

    segments: Segments
    loops: Loops
    findings: Findings
    owner: Owners
    part: slice
    tables: frozenset[str]
    extras: list[Extra] = field(default_factory=list)

    @property
    def guide(self) -> Guide:
        """The guide that is read."""
        return self.loops.guide

    @once
    def uses(self) -> list[Use]:
        """Where each segment that fills one of the tables occurs."""
        return find_uses(self.segments, self.loops, lambda name: self._part_of(self.loops.places(name)), self.tables)

    def opened(self, loop_id: str) -> Ints:
        """Where instances of a loop open in this part."""
        return self._part_of(self.loops.opened[loop_id])

    def _part_of(self, places: Ints) -> Ints:
        """Those of some places that lie in this part."""
        low, high = np.searchsorted(places, (self.part.start, self.part.stop))
        return places[low:high]

    def pick(self, places: Ints) -> Picked:
        """The segments at some places."""
        return self.segments.pick(self.loops.rows[places])

    def take(self, use: Use, places: Ints) -> None:
        """Note that the segments at some places went into a table; what a derived use takes is told by others too."""
        if use.segment.derived:
            places = places[self.owner[places] == 0]
        self.owner[places] = use.number


def find_uses(segments: Segments, loops: Loops, places: Callable[[str], Ints], tables: frozenset[str]) -> list[Use]:
    """Which of some places (asked for by segment id) are a use of a segment that fills one of the tables."""
    position = {loop.id: at for at, loop in enumerate(loops.guide.loops)}
    wanted = [
        (number, loop, segment)
        for number, (loop, segment) in enumerate(loops.guide.uses(), 1)
        if segment.table in tables
    ]
    of_id = {name: places(name) for name in dict.fromkeys(segment.id for _, _, segment in wanted)}
    found: dict[tuple[str, str], Ints] = {}
    qualifiers: dict[tuple[str, str, int], Codes] = {}
    uses = []
    for number, loop, segment in wanted:
        here = (segment.id, loop.id)
        if here not in found:
            at = of_id[segment.id]
            found[here] = at[loops.loop[at] == position[loop.id]] if len(at) else at
        at = found[here]
        if segment.where is not None and len(at):
            element, values = segment.where
            if (*here, element) not in qualifiers:
                span = segments.element(loops.rows[at], element)
                qualifiers[*here, element] = segments.codes(span)
            at = at[is_one_of(qualifiers[*here, element], values)]
        uses.append(Use(loop, segment, number, at))
    return uses
