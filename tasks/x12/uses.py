"""The uses of a guide's segments in a part of a file: at which places each segment that the guide names occurs."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data_contracts.x12.guide import Guide, Loop, Segment
from tasks.x12.findings import Findings
from tasks.x12.loops import Loops
from tasks.x12.segments import Bools, Codes, Ints, Picked, Segments, code_of, is_one_of


@dataclass(frozen=True)
class Use:
    """One use of a segment of the guide with the places (in Loops.rows) at which it occurs."""

    loop: Loop
    segment: Segment
    places: Ints


@dataclass(frozen=True)
class Reading:
    """A part of a file (`part` of the places of Loops.rows) read into some tables of a guide.

    `captured` marks, for the whole file, the places whose values went into a table.
    """

    segments: Segments
    loops: Loops
    findings: Findings
    captured: Bools
    part: slice
    tables: frozenset[str]

    @property
    def guide(self) -> Guide:
        """The guide that is read."""
        return self.loops.guide

    @cached_property
    def uses(self) -> list[Use]:
        """Where each segment that fills one of the tables occurs."""
        places = np.arange(self.part.start, self.part.stop)
        return find_uses(self.segments, self.loops, places, self.loops.code[self.part], self.tables)

    def opened(self, loop_id: str) -> Ints:
        """Where instances of a loop open in this part."""
        every = self.loops.opened[loop_id]
        low, high = np.searchsorted(every, (self.part.start, self.part.stop))
        return every[low:high]

    def pick(self, places: Ints) -> Picked:
        """The segments at some places."""
        return self.segments.pick(self.loops.rows[places])


def find_uses(segments: Segments, loops: Loops, places: Ints, code: Codes, tables: frozenset[str]) -> list[Use]:
    """Which of some places (their segment ids in `code`) are a use of a segment that fills one of the tables."""
    wanted = [
        (number, loop, segment)
        for number, loop in enumerate(loops.guide.loops)
        for segment in loop.segments
        if segment.table in tables
    ]
    of_id = {name: places[code == code_of(name)] for name in dict.fromkeys(segment.id for _, _, segment in wanted)}
    found: dict[tuple[str, int], Ints] = {}
    qualifiers: dict[tuple[str, int, int], Codes] = {}
    uses = []
    for number, loop, segment in wanted:
        here = (segment.id, number)
        if here not in found:
            at = of_id[segment.id]
            found[here] = at[loops.loop[at] == number]
        at = found[here]
        if segment.where is not None and len(at):
            element, values = segment.where
            if (*here, element) not in qualifiers:
                span = segments.element(loops.rows[at], element)
                qualifiers[*here, element] = segments.codes(span)
            at = at[is_one_of(qualifiers[*here, element], values)]
        uses.append(Use(loop, segment, at))
    return uses
