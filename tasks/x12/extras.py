"""Values that no column holds: elements that the guide does not name, and what should be a number or day and is none.

Nothing in a segment that went into a table is lost.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from data_contracts.x12.guide import Column, Loop, Segment
from tasks.x12.segments import Bools, Ints, Picked, Span, code_of
from tasks.x12.uses import Extra, Reading, Use


@dataclass(frozen=True)
class Named:
    """What a use names: whole elements, how many components of others, up to which element; and fixed values."""

    components: dict[int, int]
    last: int
    gaps: tuple[int, ...]
    fixed: tuple[tuple[int, str], ...]


@cache
def named_by(loop: Loop, segment: Segment) -> Named:
    """The elements that a use of a segment names; 0 components of an element means the whole of it."""
    components: dict[int, int] = {}
    for column in segment.columns:
        for turn in range(segment.times if segment.every else 1):
            element = column.element + turn * segment.every
            components[element] = max(components.get(element, 0), column.component)
    for column in segment.shared:
        components[column.element] = max(components.get(column.element, 0), column.component)
    whole = [segment.where[0]] if segment.where else []
    whole += [loop.where[0]] if loop.where and segment.id == loop.opens else []
    for element in (*whole, segment.period, *(element for element, _ in segment.fixed)):
        components.setdefault(element, 0)
    # The reader of envelopes knows what opens a transaction set.
    for element in (1, 2, 3) if segment.id == "ST" else ():
        components.setdefault(element, 0)
    last = max(components)
    gaps = tuple(element for element in range(1, last) if element not in components)
    return Named(components, last, gaps, segment.fixed)


def note_extras(reading: Reading, use: Use, places: Ints, picked: Picked) -> None:
    """Note the elements that the segments at some places have and their use does not name."""
    if use.segment.derived or not len(places):
        return
    named = named_by(use.loop, use.segment)
    most = int(picked.elements.max())
    for element in (*named.gaps, *range(named.last + 1, most + 1)):
        if element <= most:
            _note(reading, use, places, element, 0, picked.element(element))
    for element, count in named.components.items():
        if count and element <= most:
            for component in range(count + 1, picked.components(element) + 1):
                _note(reading, use, places, element, component, picked.element(element, component))
    for element, value in named.fixed:
        span = picked.element(element)
        differs = reading.segments.codes(span) != code_of(value)
        _note(reading, use, places[differs], element, 0, span.take(differs))


def _note(reading: Reading, use: Use, places: Ints, element: int, component: int, span: Span) -> None:
    """Keep the values of an element, if there are any."""
    at = np.flatnonzero(span.filled)
    if len(at):
        reading.extras.append(Extra(use.segment.id, element, component, places[at], span.take(at)))


def note_unreadable(reading: Reading, segment: Segment, column: Column, rows: Ints, span: Span, good: Bools) -> None:
    """Keep the values of a column (in the segments `rows`) that are there and could not be read as its kind."""
    bad = np.flatnonzero(span.filled & ~good)
    if not len(bad):
        return
    segments, rows, span = reading.segments, rows[bad], span.take(bad)
    # Of a repeated column the element is another in each repetition: it is as many as separators before it.
    elements = np.searchsorted(segments.separators, span.start) - segments.first[rows]
    places = np.searchsorted(reading.loops.rows, rows)
    for element in np.unique(elements).tolist():
        at = elements == element
        reading.extras.append(Extra(segment.id, element, column.component, places[at], span.take(at), reported=True))
