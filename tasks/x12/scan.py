"""Bytes to segments: where every segment and element of a file lies, as arrays of positions. No byte is copied.

All delimiters are found in one pass of numpy; element k of a segment lies between two neighbouring separators.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.x12.delimiters import BLANK, BOM, Interchange, find_interchanges

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Codes = npt.NDArray[np.uint32]
LONG = 0xFFFFFFFF
_BEYOND = 1 << 62
PADDING = 16
MOST_ELEMENTS = 100


@dataclass(frozen=True)
class Span:
    """Where values lie in the file, one a row, in file order; start = end for an absent or empty value."""

    start: Ints
    end: Ints

    def take(self, rows: Ints | Bools) -> "Span":
        """Some of the rows."""
        return Span(self.start[rows], self.end[rows])

    @property
    def filled(self) -> Bools:
        """Which rows have a value."""
        return self.end > self.start


@dataclass(frozen=True)
class Segments:
    """The segments of a file.

    `content` is UTF-8 (`recoded`: it was not, and has been read as Latin-1), `size` bytes and PADDING. Per segment:
    `code` (its id as a number), `start` and `end` of its text, `first` (its first separator in `separators`),
    `elements` (how many). `components` are the places of all component separators and, last, one beyond any; `cut`
    tells segments whose terminator is missing.
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

    def __len__(self) -> int:
        """The number of segments."""
        return len(self.start)

    def rows(self, *ids: str) -> Ints:
        """The segments with one of these ids, in file order."""
        wanted = self.code == code_of(ids[0])
        for other in ids[1:]:
            wanted |= self.code == code_of(other)
        return np.flatnonzero(wanted)

    def pick(self, rows: Ints) -> "Picked":
        """Some segments, for reading several of their elements."""
        return Picked(self, rows, self.first[rows], self.elements[rows])

    def element(self, rows: Ints, element: int, component: int = 0) -> Span:
        """Element `element` (from 1; 0 is the segment id) of some segments, or one component (from 1) of it."""
        return self.pick(rows).element(element, component)

    def codes(self, span: Span) -> Codes:
        """Short values (up to four bytes) as numbers that compare equal to `code_of`; longer ones as LONG."""
        return _short(self.content, span.start, span.end)

    def among(self, span: Span, values: tuple[str, ...]) -> Bools:
        """Which values are one of a list of values of up to eight bytes."""
        length = np.minimum(span.end - span.start, 8)
        found = window(self.content, ">u8")[span.start] & _FIRST_OF_EIGHT[length]
        known, number = _eight(values), np.asarray(found, np.uint64)
        there: Bools = known[np.minimum(np.searchsorted(known, number), len(known) - 1)] == number
        return there & (span.end - span.start <= 8)

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

    def has(self, element: int, component: int = 0) -> bool:
        """Whether any of them reaches as far as this element or component."""
        if not len(self.rows) or element > self.elements.max():
            return False
        return component <= 1 or component <= self._composite(element)[2]

    def take(self, rows: Ints) -> "Picked":
        """Some of them."""
        return Picked(self.segments, self.rows[rows], self.first[rows], self.elements[rows])

    def element(self, element: int, component: int = 0) -> Span:
        """One element of each segment, or one component of it; empty where it is absent."""
        if component:
            return self._component(element, component)
        separators = self.segments.separators
        if element == 0:
            return Span(self.segments.start[self.rows], separators[self.first])
        before = self.first + (element - 1)
        start, end = separators[before] + 1, separators[before + 1]
        there = self.elements >= element
        if there.all():
            return Span(start, end)
        nowhere = self.segments.start[self.rows]
        return Span(np.where(there, start, nowhere), np.where(there, end, nowhere))

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


def code_of(text: str) -> int:
    """A text of up to four bytes as a number.

    >>> hex(code_of("ISA"))
    '0x49534100'
    """
    return int.from_bytes(text.encode().ljust(4, b"\0"), "big")


def is_one_of(codes: Codes, values: Iterable[str]) -> Bools:
    """Which of some codes stand for one of a few short values."""
    wanted = [code_of(value) for value in values]
    if len(wanted) > 4:
        return np.isin(codes, np.array(wanted, np.uint32))
    found = np.zeros(len(codes), bool)
    for value in wanted:
        found |= codes == value
    return found


def scan(content: bytes) -> Segments:
    """Find the segments and elements of a file. A file that is no X12 has no segments."""
    text, recoded = _as_utf8(content)
    padded = text + bytes(PADDING)
    data = np.frombuffer(padded, np.uint8)[: len(text)]
    interchanges = find_interchanges(text)
    parts = [_scan_run(text, data, run) for run in _runs(interchanges)]
    if not parts:
        parts = [(np.empty(0, np.int64), np.empty(0, bool), np.empty(0, np.int64), np.empty(0, np.int64))]
    separators, ends, components, cut = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    components = np.append(components, _BEYOND)
    return _segments(padded, data, interchanges, separators, ends, components, cut, recoded)


def _as_utf8(content: bytes) -> tuple[bytes, Ints]:
    """The content in UTF-8, and where it grew when it had to be read as Latin-1."""
    if not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError:
            text = content.decode("latin-1").encode()
            grown = np.flatnonzero((np.frombuffer(text, np.uint8) & 0xC0) == 0x80)
            return text, grown
    return content, np.empty(0, np.int64)


def _runs(interchanges: list[Interchange]) -> Iterator[list[Interchange]]:
    """Neighbouring interchanges with the same delimiters, which one pass can read; unreadable ones are left out."""
    for delimiters, run in groupby(interchanges, lambda one: one.delimiters):
        if delimiters is not None:
            yield list(run)


def _scan_run(text: bytes, data: Bytes, run: list[Interchange]) -> tuple[Ints, Bools, Ints, Ints]:
    """All separators of some neighbouring interchanges: where, which end a segment, the components', the cut ends."""
    delimiters = run[0].delimiters
    assert delimiters is not None  # noqa: S101 (_runs leaves the others out)
    begin, end = run[0].start, run[-1].end
    part = data[begin:end]
    found = np.flatnonzero((part == delimiters.element) | (part == delimiters.segment)) + begin
    ends = data[found] == delimiters.segment
    components = np.flatnonzero(part == delimiters.component) + begin
    cut = [one.end for one in run if not _ended(text, one, delimiters.segment)]
    for place in cut:
        at = int(np.searchsorted(found, place))
        found, ends = np.insert(found, at, place), np.insert(ends, at, True)
    return found, ends, components, np.array(cut, np.int64)


def _ended(text: bytes, interchange: Interchange, terminator: int) -> bool:
    """Whether nothing but blanks follows the last terminator of an interchange."""
    last = text.rfind(bytes((terminator,)), interchange.start, interchange.end)
    return not text[last + 1 : interchange.end].strip(BLANK + b"\0\x1a" + BOM)


def _segments(
    text: bytes,
    data: Bytes,
    interchanges: list[Interchange],
    separators: Ints,
    ends: Bools,
    components: Ints,
    cut: Ints,
    recoded: Ints,
) -> Segments:
    """Put the separators of all runs together into segments; those of nothing but blanks are left out."""
    last = np.flatnonzero(ends)
    first = np.concatenate(([0], last[:-1] + 1)) if len(last) else last
    end = separators[last]
    is_cut = np.zeros(len(last), bool)
    is_cut[np.searchsorted(end, cut)] = True
    # A terminator is one byte wide; the end of a cut segment is none.
    start = (np.concatenate(([-1], end))[:-1] + 1) - np.concatenate(([False], is_cut))[:-1]
    for one in interchanges:
        # A segment never reaches back over the beginning of an interchange (an unreadable one may lie between).
        at = np.searchsorted(end, one.start, "right")
        start[at : at + 1] = np.maximum(start[at : at + 1], one.start)
    start = _skip_blanks(data, start, end)
    kept = start < end
    if not kept.all():
        start, end, first, last, is_cut = start[kept], end[kept], first[kept], last[kept], is_cut[kept]
    # Blanks and empty segments may hold no separators of their own, so the first one is the one after the start.
    code = _short(text, start, separators[first] if len(first) else start)
    # So that asking for an element that is absent stays within the array.
    separators = np.append(separators, np.full(MOST_ELEMENTS, len(data)))
    return Segments(
        text, len(data), data, interchanges, separators, components, code, start, end, first, last - first,
        is_cut, recoded,
    )  # fmt: skip


def _skip_blanks(data: Bytes, start: Ints, end: Ints) -> Ints:
    """Move the starts past line breaks and indentation, but not past the ends."""
    blank = np.zeros(256, bool)
    blank[list(BLANK)] = True
    at = np.flatnonzero(blank[data[np.minimum(start, len(data) - 1)]]) if len(data) else start
    at = at[start[at] < end[at]]
    start = start.copy()
    for _ in range(16):
        start[at] += 1
        at = at[start[at] < end[at]]
        at = at[blank[data[start[at]]]]
        if not len(at):
            return start
    solid = np.flatnonzero(~blank[data])
    following = np.append(solid, len(data))[np.searchsorted(solid, start[at])]
    start[at] = np.minimum(following, end[at])
    return start


def _short(content: bytes, start: Ints, end: Ints) -> Codes:
    """Texts of up to four bytes as big-endian numbers, padded with zeros; LONG for longer ones."""
    length = end - start
    code: Codes = _FIRST[np.minimum(length, 4)] & window(content, ">u4")[start]
    code[length > 4] = LONG
    return np.asarray(code, np.uint32)


# Row n keeps the first n bytes of a big-endian number.
_FIRST = np.array([(1 << 32) - (1 << (32 - 8 * n)) for n in range(5)], np.uint32)
_FIRST_OF_EIGHT = np.array([(1 << 64) - (1 << (64 - 8 * n)) for n in range(9)], np.uint64)


@cache
def _eight(values: tuple[str, ...]) -> npt.NDArray[np.uint64]:
    """Texts of up to eight bytes as big-endian numbers, ascending."""
    return np.sort(np.array([int.from_bytes(value.encode().ljust(8, b"\0"), "big") for value in values], np.uint64))


def window(content: bytes, kind: str) -> npt.NDArray[Any]:
    """For each byte of a padded content, the bytes from it on as one value of a kind: many bytes are read at a time."""
    return np.ndarray((len(content) - np.dtype(kind).itemsize + 1,), kind, content, strides=(1,))
