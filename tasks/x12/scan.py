"""Bytes to segments: all delimiters of a file in one pass, and what lies between them. No Python loop over segments."""

from codecs import getincrementaldecoder
from collections.abc import Iterator
from itertools import groupby
from mmap import MADV_DONTNEED, mmap

import numpy as np

from tasks.x12.delimiters import BLANK, BOM, Interchange, find_interchanges
from tasks.x12.segments import MOST_ELEMENTS, PADDING, Bools, Bytes, Ints, Segments, short_codes

_BEYOND = 1 << 62
_PIECE = 1 << 24


def scan(content: bytes, latin: bool | None = None) -> Segments:
    """Find the segments and elements of a file. A file that is no X12 has no segments.

    `latin`: it is in Latin-1 (True) or UTF-8 (False); None is found out.
    """
    text, recoded = _as_utf8(content, not is_utf8(content) if latin is None else latin)
    padded = text + bytes(PADDING)
    data = np.frombuffer(padded, np.uint8)[: len(text)]
    interchanges = find_interchanges(text)
    parts = [_scan_run(text, data, run) for run in _runs(interchanges)]
    if not parts:
        parts = [(np.empty(0, np.int64), np.empty(0, bool), np.empty(0, np.int64), np.empty(0, np.int64))]
    separators, ends, components, cut = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    components = np.append(components, _BEYOND)
    return _segments(padded, data, interchanges, separators, ends, components, cut, recoded)


def is_utf8(content: bytes | mmap) -> bool:
    """Whether all of the content is UTF-8."""
    decoder = getincrementaldecoder("utf-8")()
    try:
        for low in range(0, len(content), _PIECE):
            piece = content[low : low + _PIECE]
            if not piece.isascii() or decoder.getstate()[0]:
                decoder.decode(piece)
            forget(content)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def forget(content: bytes | mmap) -> None:
    """Give back the memory of the pages of a mapped file that were looked at."""
    if isinstance(content, mmap):
        content.madvise(MADV_DONTNEED)


def _as_utf8(content: bytes, latin: bool) -> tuple[bytes, Ints]:
    """The content in UTF-8, and where it grew when it had to be read as Latin-1."""
    if not latin:
        return content, np.empty(0, np.int64)
    text = content.decode("latin-1").encode()
    return text, np.flatnonzero((np.frombuffer(text, np.uint8) & 0xC0) == 0x80)


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
    code = short_codes(text, start, separators[first] if len(first) else start)
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
