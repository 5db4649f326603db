"""Segments to loops: which loop of a guide each segment lies in, and which instance of it.

A guide is a small machine: in a loop, a segment that may open loops opens the innermost one that fits (an inner loop of
this one, else of the loop around it, and so on outwards). Its table of steps is worked out once for each guide; a file
then runs through it, by whole arrays but for one table look-up a segment that opens a loop.
"""

from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import numpy as np

from data_contracts.x12.guide import Guide, Loop
from tasks.x12.control import Envelope, ranges
from tasks.x12.once import once
from tasks.x12.segments import Bools, Codes, Ints, Segments, code_of

# Symbols in a row that depend on the loop they come in; longer rows are read one by one.
_MOST_STEPS = 64


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

    @once
    def _of_ids(self) -> dict[str, Ints]:
        """What `places` found so far."""
        return {}

    def places(self, segment_id: str) -> Ints:
        """Where segments with an id stand; looked for once, though many ask."""
        found = self._of_ids.get(segment_id)
        if found is None:
            found = self._of_ids[segment_id] = np.flatnonzero(self.code == code_of(segment_id))
        return found

    @once
    def counters(self) -> dict[str, Ints]:
        """For each counted loop, the number of the instance that each place lies in, -1 outside of the loop."""
        return {loop.id: self._counter(loop) for loop in self.guide.loops if loop.index}

    def sets_of(self, places: Ints) -> Ints:
        """The index of the ST that each of some places, in order, lies in."""
        edges = np.append(np.searchsorted(places, self.opened[self.guide.loops[0].id]), len(places))
        return np.repeat(self.sets, np.diff(edges))

    def _counter(self, loop: Loop) -> Ints:
        """Numbers from 0 inside the loop that the guide counts within; a loop around that opens anew ends the last."""
        within, own = self.opened[self.guide.counted_within(loop.id)], self.opened[loop.id]
        begin = within[np.searchsorted(within, own, "right") - 1]
        number = np.arange(len(own)) - np.searchsorted(own, begin)
        around = np.unique(np.concatenate([np.zeros(1, np.int64), *(self.opened[one] for one in loop.parents)]))
        edges = np.concatenate((around, own))
        order = np.argsort(edges, kind="stable")
        values = np.concatenate((np.full(len(around), -1), number))[order]
        counted = np.repeat(values, np.diff(np.append(edges[order], len(self.rows))))
        inside = np.array([loop.id in self.guide.path(one.id) for one in self.guide.loops], np.bool_)
        return np.where(inside[self.loop], counted, -1) if len(self.rows) else counted


def find_loops(segments: Segments, envelope: Envelope, sets: Ints, guide: Guide) -> Loops:
    """Assign every segment of some transaction sets (indexes of STs) to a loop of their guide.

    What opens no loop and is not the last segment of an outer one belongs to the loop it stands in.
    """
    rows = ranges(envelope.st[sets], envelope.end[sets])
    code = segments.code[rows]
    machine = machine_of(guide)
    turns = np.flatnonzero(np.isin(code, machine.turning))
    symbol = machine.symbols(segments, rows[turns], code[turns])
    turns, symbol = turns[symbol >= 0], symbol[symbol >= 0]
    state = machine.run(symbol)
    opens = machine.opens[np.append(machine.nowhere, state[:-1]), symbol] if len(state) else np.empty(0, bool)
    loop = np.repeat(state, np.diff(np.append(turns, len(rows))))
    opened = {one.id: turns[opens & (state == at)] for at, one in enumerate(guide.loops)}
    return Loops(guide, sets, rows, code, loop, opened)


@dataclass(frozen=True)
class Machine:
    """A guide's table of steps.

    `turning` are the codes of the segments that may change the loop; `known` says for each of them which element tells
    loops apart and which symbol each of its values is. `steps[state][symbol]` is the loop after it, `opens` whether the
    loop is opened by it; `settled` are the symbols that change nothing more when they come again at once. The state
    before the first segment is `nowhere`.
    """

    turning: Codes
    known: tuple[tuple[int, int, int, Codes, Ints], ...]
    steps: list[list[int]]
    opens: Bools
    settled: Bools
    nowhere: int

    def symbols(self, segments: Segments, rows: Ints, code: Codes) -> Ints:
        """The symbol of each segment, -1 for those that no loop of the guide opens with or ends with."""
        symbol = np.full(len(rows), -1)
        for of, plain, element, values, numbers in self.known:
            at = np.flatnonzero(code == of)
            symbol[at] = plain
            if element and len(at):
                found = segments.codes(segments.element(rows[at], element))
                place = np.minimum(np.searchsorted(values, found), len(values) - 1)
                symbol[at] = np.where(values[place] == found, numbers[place], plain)
        return symbol

    def run(self, symbol: Ints) -> Ints:
        """The loop after each symbol.

        Most symbols lead to one loop from wherever they come; what follows them is then worked out in step.
        """
        if not len(symbol):
            return symbol
        state = self.always.take(symbol)
        state[0] = self.steps[self.nowhere][symbol[0]]
        if state[0] == self.nowhere:
            return self._run_singly(symbol)
        steps, open_end = np.array(self.steps), np.append(state < 0, False)
        at = np.flatnonzero(open_end[1:] & ~open_end[:-1]) + 1
        for _ in range(_MOST_STEPS):
            if not len(at):
                return state
            state[at] = steps[state[at - 1], symbol[at]]
            at = at[open_end[at + 1]] + 1
        return self._run_singly(symbol)

    def _run_singly(self, symbol: Ints) -> Ints:
        """The loop after each symbol, one after another."""
        first = np.append(True, symbol[1:] != symbol[:-1])[: len(symbol)] | ~self.settled[symbol]
        steps = self.steps
        states = accumulate(symbol[first].tolist(), lambda state, one: steps[state][one], initial=self.nowhere)
        found: Ints = np.fromiter(states, np.int64, int(first.sum()) + 1)[1:]
        every: Ints = found[np.cumsum(first) - 1]
        return every

    @once
    def always(self) -> Ints:
        """For each symbol the loop that it leads to from all loops that a transaction set can be in; -1: it varies."""
        steps = np.array(self.steps)
        reached, more = {0}, {0}
        while more:
            more = {int(to) for state in more for to in steps[state]} - reached
            reached |= more
        found = steps[sorted(reached)]
        always: Ints = np.where((found == found[0]).all(axis=0), found[0], -1)
        return always


@cache
def machine_of(guide: Guide) -> Machine:
    """The table of steps of a guide."""
    names = list(dict.fromkeys(name for loop in guide.loops for name in (loop.opens, *loop.last)))
    symbols: list[tuple[str, str]] = []
    known = []
    for name in names:
        conditions = [loop.where for loop in guide.loops if loop.opens == name and loop.where]
        element = conditions[0][0] if conditions else 0
        values = sorted({value for _, some in conditions for value in some}, key=code_of)
        plain = len(symbols)
        symbols += [(name, ""), *((name, value) for value in values)]
        codes = np.array([code_of(value) for value in values], np.uint32)
        known.append((code_of(name), plain, element, codes, np.arange(plain + 1, plain + 1 + len(values))))
    found = [[_step(guide, state, *symbol) for symbol in symbols] for state in (*guide.loops, None)]
    steps = [[to for to, _ in row] for row in found]
    turning = np.array([code_of(name) for name in names], np.uint32)
    settled = np.array([all(steps[row[at]][at] == row[at] for row in steps) for at in range(len(symbols))], np.bool_)
    opens = np.array([[opened for _, opened in row] for row in found], np.bool_)
    return Machine(turning, tuple(known), steps, opens, settled, len(guide.loops))


def _step(guide: Guide, state: Loop | None, name: str, value: str) -> tuple[int, bool]:
    """The loop (its position) after a segment in a loop, and whether the segment opens it."""
    for around in guide.path(state.id) if state else ():
        for at, loop in enumerate(guide.loops):
            if around in loop.parents and _fits(loop, name, value):
                return at, True
        if name in guide.loop(around).last:
            return guide.loops.index(guide.loop(around)), False
    if _fits(guide.loops[0], name, value):
        return 0, True
    return (len(guide.loops) if state is None else guide.loops.index(state)), False


def _fits(loop: Loop, name: str, value: str) -> bool:
    """Whether a segment with that id and qualifier opens a loop."""
    return loop.opens == name and (loop.where is None or value in loop.where[1])
