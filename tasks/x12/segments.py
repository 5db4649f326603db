"""The segments of a file as arrays of positions, and how elements and short codes are read from them.

No byte is copied: an element is where it starts and ends. Element k of a segment lies between two separators.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from tasks.x12.delimiters import Interchange
from tasks.x12.once import once
from tasks.x12.words import (
    LONG,
    Bools,
    Bytes,
    Codes,
    Elements,
    Ints,
    Span,
    Values,
    code_of,
    codes_of,
    window,
    words,
)

__all__ = ["LONG", "Bools", "Bytes", "Codes", "Ints", "Span", "code_of", "window"]
PADDING = 16
MOST_ELEMENTS = 100
NO_ELEMENT = 1 << 20


@dataclass(frozen=True)
class Segments:
    """The segments of a file.

    `content` is UTF-8 (`recoded`: it was not, and has been read as Latin-1), `size` bytes and PADDING. Per segment:
    `code` (its id as a number), `start` and `end` of its text, `first` (its first separator in `separators`),
    `elements` (how many). `components` are the places of all component separators and, last, one beyond any; `cut`
    tells segments whose terminator is missing. `numbers`: of segments picked from a file, their numbers in it (from 0).
    """

    content: bytes
    size: int
    bytes: Bytes
    interchanges: list[Interchange]
    separators: Ints
    components: Ints
    code: Codes
    start: Ints
    end: Ints
    first: Ints
    elements: Ints
    cut: Bools
    recoded: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    numbers: Ints | None = None

    def __len__(self) -> int:
        """The number of segments."""
        return len(self.start)

    def rows(self, *ids: str) -> Ints:
        """The segments with one of these ids, in file order."""
        wanted = self.code == code_of(ids[0])
        for other in ids[1:]:
            wanted |= self.code == code_of(other)
        found: Ints = wanted.nonzero()[0]
        return found

    @once
    def values(self) -> Values:
        """The values of all elements."""
        return Values(self.content, self.separators)

    def pick(self, rows: Ints) -> "Picked":
        """Some segments, for reading several of their elements."""
        return Picked(self, rows, self.first.take(rows), self.elements.take(rows))

    def element(self, rows: Ints, element: int, component: int = 0) -> Span:
        """Element `element` (from 1; 0 is the segment id) of some segments, or one component (from 1) of it."""
        return self.pick(rows).element(element, component)

    def codes(self, span: Span) -> Codes:
        """Short values (up to four bytes) as numbers that compare equal to `code_of`; longer ones as LONG."""
        return codes_of(span.words(self.content), span.length)

    def among(self, span: Span, values: tuple[str, ...]) -> Bools:
        """Which values are one of a list of values of up to eight bytes."""
        known, number = _eight(values), span.words(self.content)
        there: Bools = known.take(np.searchsorted(known, number), mode="clip") == number
        return there & (span.length <= 8)

    def number(self, rows: Ints) -> Ints:
        """The numbers (from 0) of some segments in the file that they come from."""
        return rows if self.numbers is None else self.numbers[rows]

    @property
    def received(self) -> "memoryview":
        """The bytes as received."""
        text = memoryview(self.content)[: self.size]
        return memoryview(text.tobytes().decode().encode("latin-1")) if len(self.recoded) else text

    def offset(self, rows: Ints) -> Ints:
        """Byte offset in the file as received of the first byte of some segments."""
        start: Ints = self.start[rows]
        return start - np.searchsorted(self.recoded, start) if len(self.recoded) else start


@dataclass(frozen=True)
class Picked:
    """Some segments with what is needed to find their elements; composites are looked up once for all components."""

    segments: Segments
    rows: Ints
    first: Ints
    elements: Ints
    composites: dict[int, tuple[Span, Ints, int]] = field(default_factory=dict)

    @once
    def shortest(self) -> int:
        """How many elements the shortest of them has."""
        return int(self.elements.min(initial=MOST_ELEMENTS))

    @once
    def longest(self) -> int:
        """How many elements the longest of them has."""
        return int(self.elements.max(initial=0))

    def has(self, element: int, component: int = 0) -> bool:
        """Whether any of them reaches as far as this element or component."""
        if element > self.longest:
            return False
        return component <= 1 or component <= self._composite(element)[2]

    def components(self, element: int) -> int:
        """The most components that this element has in any of them."""
        return self._composite(element)[2]

    def take(self, rows: Ints) -> "Picked":
        """Some of them."""
        return Picked(self.segments, self.rows[rows], self.first[rows], self.elements[rows])

    def element(self, element: int, component: int = 0) -> Span:
        """One element of each segment, or one component of it; empty where it is absent."""
        if component:
            return self._component(element, component)
        segments = self.segments
        if element == 0:
            return Span(segments.start[self.rows], segments.separators[self.first])
        at = self.first + (element - 1)
        if self.shortest < element:
            at = np.where(self.elements >= element, at, len(segments.separators) - 1)
        return Elements(segments.values, at)

    def elements_at(self, element: Ints) -> Span:
        """Another element of each segment; NO_ELEMENT for none."""
        last = len(self.segments.separators) - 1
        return Elements(self.segments.values, np.where(self.elements >= element, self.first + (element - 1), last))

    def _composite(self, element: int) -> tuple[Span, Ints, int]:
        """A whole element, the component separator after its start, and the most components that it has."""
        if element not in self.composites:
            whole = self.element(element)
            base = np.searchsorted(self.segments.components, whole.start)
            inside = np.searchsorted(self.segments.components, whole.end) - base
            self.composites[element] = (whole, base, int(inside.max(initial=0)) + 1)
        return self.composites[element]

    def _component(self, element: int, component: int) -> Span:
        """One component of each composite element."""
        places = self.segments.components
        span, base, _ = self._composite(element)
        end = np.minimum(places.take(base + (component - 1), mode="clip"), span.end)
        if component == 1:
            return Span(span.start, end)
        start = np.minimum(places.take(base + (component - 2), mode="clip") + 1, span.end)
        return Span(start, np.maximum(end, start))


def is_one_of(codes: Codes, values: Iterable[str]) -> Bools:
    """Which of some codes stand for one of a few short values."""
    wanted = [code_of(value) for value in values]
    if len(wanted) > 4:
        return np.isin(codes, np.array(wanted, np.uint32))
    found = np.zeros(len(codes), bool)
    for value in wanted:
        found |= codes == value
    return found


@cache
def _eight(values: tuple[str, ...]) -> npt.NDArray[np.uint64]:
    """Texts of up to eight bytes as numbers, the first byte lowest; ascending."""
    return np.sort(np.array([int.from_bytes(value.encode(), "little") for value in values], np.uint64))


def short_codes(content: bytes, start: Ints, end: Ints) -> Codes:
    """Texts of up to four bytes as numbers; LONG for longer ones."""
    length = end - start
    return codes_of(words(content, start, length), length)
