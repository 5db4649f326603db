"""Finding the interchanges of a file and the delimiters that each declares in its ISA.

The ISA is the only segment of fixed width: the byte after "ISA" separates elements, ISA16 is the component separator
and the byte after it ends segments. An ISA of the wrong length is read by counting its sixteen separators.
"""

import string
from dataclasses import dataclass

BLANK = b" \t\r\n"
BOM = b"\xef\xbb\xbf"
ISA_LENGTH = 106
_UNUSABLE = frozenset((string.ascii_letters + string.digits + " -.").encode())


@dataclass(frozen=True)
class Delimiters:
    """The bytes that part elements, components, repetitions (None where the ISA names none) and segments."""

    element: int
    component: int
    segment: int
    repetition: int | None = None


@dataclass(frozen=True)
class Interchange:
    """Where an interchange lies in the file; `delimiters` is None when its ISA cannot be read."""

    start: int
    end: int
    delimiters: Delimiters | None
    isa_length: int


def find_interchanges(content: bytes) -> list[Interchange]:
    """The interchanges of a file in order, each from its ISA up to the next one or the end; none when it is no X12."""
    at = _begin(content)
    if not _opens(content, at):
        return []
    found = []
    while at >= 0:
        delimiters, length = _read_isa(content, at)
        following = _next_isa(content, at + 3, delimiters)
        found.append(Interchange(at, len(content) if following < 0 else following, delimiters, length))
        at = following
    return found


def first_delimiters(content: bytes) -> Delimiters | None:
    """The delimiters of the ISA that a text begins with; None when it cannot be read."""
    return _read_isa(content, _begin(content))[0]


def _begin(content: bytes) -> int:
    """Where a file begins, blanks and the mark of its encoding left out."""
    return len(content) - len(content.lstrip(BLANK + BOM))


def _read_isa(content: bytes, at: int) -> tuple[Delimiters | None, int]:
    """Delimiters and length (with its terminator) of the ISA at byte `at`; None and 0 when it cannot be read."""
    element = content[at + 3 : at + 4]
    if not element:
        return None, 0
    seen = [at + 3]
    while len(seen) < 16:
        place = content.find(element, seen[-1] + 1, at + 400)
        if place < 0:
            break
        seen.append(place)
    for last in (seen[-1] if len(seen) == 16 else -1, at + 103):
        found = _delimiters(content, at, last)
        if found is not None:
            return found, last + 3 - at
    return None, 0


def _delimiters(content: bytes, at: int, last: int) -> Delimiters | None:
    """The delimiters when the sixteenth element separator lies at `last`; None when they could not be delimiters."""
    if last < 0 or last + 2 >= len(content) or content[last] != content[at + 3]:
        return None
    chosen = (content[at + 3], content[last + 1], content[last + 2])
    if len(set(chosen)) < 3 or any(byte in _UNUSABLE or byte > 126 for byte in chosen):
        return None
    parts = content[at:last].split(content[at + 3 : at + 4])
    repetition = parts[11][0] if len(parts) > 11 and len(parts[11]) == 1 else None
    usable = repetition is not None and repetition not in _UNUSABLE and repetition not in chosen
    return Delimiters(*chosen, repetition=repetition if usable else None)


def _opens(content: bytes, at: int) -> bool:
    """Whether an ISA begins at byte `at`."""
    return (
        content[at : at + 3] == b"ISA"
        and content[at + 3 : at + 4] not in (b"", b" ")
        and content[at + 3] not in _UNUSABLE
    )


def _next_isa(content: bytes, at: int, delimiters: Delimiters | None) -> int:
    """Where the next interchange begins, or -1: an ISA after a segment terminator, or of exactly the fixed layout."""
    while (at := content.find(b"ISA", at)) >= 0:
        if _opens(content, at) and (_fixed_layout(content, at) or _after_terminator(content, at, delimiters)):
            return at
        at += 3
    return -1


def _fixed_layout(content: bytes, at: int) -> bool:
    """Whether the element separators stand where the fixed width puts them."""
    element = content[at + 3]
    places = (6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103)
    return len(content) > at + 105 and all(content[at + place] == element for place in places)


def _after_terminator(content: bytes, at: int, delimiters: Delimiters | None) -> bool:
    """Whether the last byte before `at`, blanks left out, ends a segment."""
    if delimiters is None:
        return False
    before = at - 1
    while before >= 0 and content[before] in BLANK and content[before] != delimiters.segment:
        before -= 1
    return before >= 0 and content[before] == delimiters.segment
