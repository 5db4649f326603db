"""Segments to loops: which loop of a guide each segment lies in, and which instance of it. Arrays only, no walk."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data_contracts.x12.guide import Guide
from tasks.x12.control import Envelope, ranges
from tasks.x12.segments import Bools, Codes, Ints, Segments, code_of, is_one_of


@dataclass(frozen=True)
class Loops:
    """The segments of the transaction sets that one guide describes.

    `rows` are those segments in the file; everything else counts in places of `rows`: `loop` says in which loop of the
    guide (its position there) each lies, `opened[loop]` where instances of it open. `sets` are the indexes of the STs.
    """

    guide: Guide
    sets: Ints
    rows: Ints
    code: Codes
    loop: Ints
    opened: dict[str, Ints]

    def instance(self, loop_id: str, places: Ints) -> Ints:
        """For segments inside a loop, which instance of it (from 0, over all sets)."""
        return np.searchsorted(self.opened[loop_id], places, "right") - 1

    @cached_property
    def counters(self) -> dict[str, Ints]:
        """For each counted loop, the number of the instance that each place lies in, -1 outside of the loop.

        Numbers count from 0 inside the nearest counted loop around, or inside the ST.
        """
        return {loop.id: self._counter(loop.id) for loop in self.guide.loops if loop.index}

    @cached_property
    def set_of(self) -> Ints:
        """The index of the ST that each place lies in."""
        return np.repeat(self.sets, np.diff(np.append(self.opened[self.guide.loops[0].id], len(self.rows))))

    def _counter(self, loop_id: str) -> Ints:
        outwards = path(self.guide, loop_id)
        around = next((one for one in outwards[1:] if self.guide.loop(one).index), outwards[-1])
        outer, own = self.opened[around], self.opened[loop_id]
        begin = outer[np.searchsorted(outer, own, "right") - 1]
        number = np.arange(len(own)) - np.searchsorted(own, begin)
        edges = np.concatenate(([0], own, [len(self.rows)]))
        counted = np.repeat(np.append(-1, number), np.diff(edges))
        inside = np.array([loop_id in path(self.guide, loop.id) for loop in self.guide.loops], np.bool_)
        return np.where(inside[self.loop], counted, -1) if len(self.rows) else counted


def path(guide: Guide, loop_id: str) -> list[str]:
    """A loop and those around it, from the inside out."""
    found = []
    while loop_id:
        found.append(loop_id)
        loop_id = guide.loop(loop_id).parent
    return found


def find_loops(segments: Segments, envelope: Envelope, sets: Ints, guide: Guide) -> Loops:
    """Assign every segment of some transaction sets (indexes of STs) to a loop of their guide.

    A loop goes on until another opens at its depth or above, so what follows an inner loop belongs to that inner loop,
    except the segments that the guide names as the last of the outer one.
    """
    rows = ranges(envelope.st[sets], envelope.end[sets])
    code = segments.code[rows]
    turning = [code_of(name) for loop in guide.loops for name in (loop.opens, *loop.last)]
    turns = np.flatnonzero(np.isin(code, np.array(turning, np.uint32)))
    position, opens = _resolve(segments, rows[turns], code[turns], guide)
    begin, opens, position = turns[position >= 0], opens[position >= 0], position[position >= 0]
    loop = np.repeat(position, np.diff(np.append(begin, len(rows))))
    opened = {one.id: begin[opens & (position == i)] for i, one in enumerate(guide.loops)}
    return Loops(guide, sets, rows, code, loop, opened)


def _resolve(segments: Segments, rows: Ints, code: Codes, guide: Guide) -> tuple[Ints, Bools]:
    """For segments that may change the loop: the loop that each opens or goes back to, or -1; whether it opens it."""
    current = np.full(len(rows), -1)
    turns = np.full(len(rows), -1)
    back = np.zeros(len(rows), bool)
    names = [loop.id for loop in guide.loops]
    depths = [len(path(guide, name)) for name in names]
    for depth in sorted(set(depths)):
        here = [(at, loop) for at, loop in enumerate(guide.loops) if depths[at] == depth]
        for position, loop in here:
            fits = (turns < 0) & matches(segments, rows, code, loop.opens, loop.where)
            turns[fits & (current == names.index(loop.parent)) if loop.parent else fits] = position
        current = _carried(turns)
        for position, loop in here:
            returns = (turns < 0) & (current == position) & is_one_of(code, loop.last)
            turns[returns] = position
            back |= returns
    return turns, (turns >= 0) & ~back


def _carried(turns: Ints) -> Ints:
    """The loop that each segment lies in: the one of the last turn at or before it."""
    last = np.maximum.accumulate(np.where(turns >= 0, np.arange(len(turns)), -1))
    return np.where(last >= 0, turns[np.maximum(last, 0)], -1)


def matches(
    segments: Segments, rows: Ints, code: Codes, segment_id: str, where: tuple[int, tuple[str, ...]] | None
) -> Bools:
    """Which segments have an id and, in one element, one of some values."""
    fits = code == code_of(segment_id)
    if where is not None:
        at = np.flatnonzero(fits)
        element, values = where
        fits[at] = is_one_of(segments.codes(segments.element(rows[at], element)), values)
    return np.asarray(fits, np.bool_)
