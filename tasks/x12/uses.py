"""The uses of a guide's segments in a file: at which places each segment that the guide names occurs."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from data_contracts.x12.guide import Guide, Loop, Segment
from tasks.x12.findings import Findings
from tasks.x12.loops import Loops, matches
from tasks.x12.scan import Ints, Picked, Segments

_NONE = np.empty(0, np.int64)


@dataclass(frozen=True)
class Use:
    """One use of a segment of the guide with the places (in Loops.rows) at which it occurs."""

    loop: Loop
    segment: Segment
    places: Ints


@dataclass
class Reading:
    """The uses of a guide's segments in one file; `captured` are the places whose values went into a table."""

    segments: Segments
    loops: Loops
    findings: Findings
    captured: list[Ints] = field(default_factory=list)

    @property
    def guide(self) -> Guide:
        """The guide that is read."""
        return self.loops.guide

    @cached_property
    def uses(self) -> list[Use]:
        """Where each use of a segment in the guide occurs."""
        loops, by_id = self.loops, {}
        found = []
        for number, loop in enumerate(self.guide.loops):
            for segment in loop.segments:
                if segment.id not in by_id:
                    by_id[segment.id] = np.flatnonzero(matches(self.segments, _NONE, loops.code, segment.id, None))
                places = by_id[segment.id]
                places = places[loops.loop[places] == number]
                if segment.where is not None:
                    rows, code = loops.rows[places], loops.code[places]
                    places = places[matches(self.segments, rows, code, segment.id, segment.where)]
                found.append(Use(loop, segment, places))
        return found

    def pick(self, places: Ints) -> Picked:
        """The segments at some places."""
        return self.segments.pick(self.loops.rows[places])
