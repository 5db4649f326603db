"""An HL7 v2 message, read by python-hl7, and the paths that a mapping reads in it."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from tasks.intake.hl7v2_file import Cut
from tasks.intake.row import Coding

_PATH = re.compile(r"([A-Z][A-Z0-9]{2})-(\d+)(?:\[(\d+)(?:\.(\d+))?=([^\]]*)\])?(?:\.(\d+))?(?:\.(\d+))?")
_CHARSETS = {"8859/1": "latin-1", "8859/15": "iso8859-15"}
_NULL = '""'


class Unreadable(Exception):
    """A message cannot be read; the text says why and quotes nothing."""


@dataclass(frozen=True)
class Path:
    """A parsed path: segment, field, the repetitions wanted, component and subcomponent (from 1)."""

    segment: str
    field: int
    kind_at: tuple[int, int] | None
    kinds: tuple[str, ...]
    component: int
    part: int


@cache
def parsed(path: str) -> Path:
    """A path of a mapping. Raises ValueError for one that is none."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise ValueError(f"{path} is not an HL7 path such as PID-3[5=MR].1")
    segment, number, at, at_part, kinds, component, part = found.groups()
    kind_at = (int(at), int(at_part or 1)) if at else None
    return Path(segment, int(number), kind_at, tuple((kinds or "").split("|")), int(component or 1), int(part or 1))


@dataclass(frozen=True)
class Segment:
    """One segment, its name and its place: `message 3 FT1[2]`."""

    name: str
    place: str
    fields: Any
    message: Any

    def repetitions(self, number: int) -> list[Any]:
        """The repetitions of a field."""
        return list(self.fields[number]) if number < len(self.fields) else []

    def text(self, repetition: Any, component: int, part: int) -> str:
        """The text at a component and subcomponent of a repetition; the null value is none."""
        found = str(_at(_at(repetition, component), part))
        text = self.message.unescape(found) if self.message.esc in found else found
        return "" if text == _NULL else text.strip()


def _at(container: Any, number: int) -> Any:
    """A child, from 1; a text without children is its own first."""
    if isinstance(container, str):
        return container if number == 1 else ""
    return container[number - 1] if number <= len(container) else ""


class Message:
    """A message: its type, when it was written, and its segments by name."""

    def __init__(self, cut: Cut, wanted: frozenset[str]) -> None:
        """Read the segments in `wanted`. Raises Unreadable."""
        import hl7

        logging.getLogger("hl7").setLevel(logging.CRITICAL + 1)  # what it logs may quote a value
        self.number = cut.number
        if cut.broken:
            raise Unreadable(cut.broken)
        kept = [line for line in cut.lines if line[:3].decode("ascii") in wanted]
        text = _decoded(b"\r".join(kept))
        try:
            self._message = hl7.parse(text)
        except (hl7.HL7Exception, AssertionError, IndexError, KeyError, ValueError):
            raise Unreadable("the segments cannot be told apart") from None
        self.content = text

    @cached_property
    def segments(self) -> dict[str, list[Segment]]:
        """The segments by name, in order."""
        found: dict[str, list[Segment]] = {}
        for fields in self._message:
            name = str(_at(_at(fields, 1), 1))
            same = found.setdefault(name, [])
            same.append(Segment(name, f"message {self.number} {name}[{len(same) + 1}]", fields, self._message))
        return found

    @cached_property
    def kind(self) -> str:
        """MSH-9 as `ADT^A08`; what does not look like a type is no type."""
        head = MessageElement(self.segments, f"message {self.number}")
        kind = "^".join((*head.values("MSH-9.1"), *head.values("MSH-9.2")))
        return kind if re.fullmatch(r"[A-Z]{3}\^[A-Z][0-9]{2}", kind) else ""

    @cached_property
    def written(self) -> str:
        """MSH-7 to the second, as digits: what a message says is as of then."""
        found = MessageElement(self.segments, "").values("MSH-7")
        return re.sub(r"\D.*", "", found[0])[:14].ljust(14, "0") if found else ""


def _decoded(content: bytes) -> str:
    """The text of a message: UTF-8 unless MSH-18 says otherwise. Raises Unreadable."""
    head = content.split(b"\r", 1)[0].split(content[3:4])
    said = head[17].decode("ascii", "replace").strip() if len(head) > 17 else ""
    try:
        return content.decode(_CHARSETS.get(said, "utf-8"))
    except UnicodeDecodeError:
        raise Unreadable("the message is not text of its character set (MSH-18)") from None


class MessageElement:
    """Segments in which paths are read: all of a message (or of a visit's messages), or one beside them."""

    def __init__(self, segments: dict[str, list[Segment]], place: str, own: Segment | None = None) -> None:
        self._segments, self._message, self._own = segments, place, own
        self.place = own.place if own else place

    def _of(self, path: Path) -> list[Segment]:
        if self._own is not None and self._own.name == path.segment:
            return [self._own]
        return self._segments.get(path.segment, [])

    def _repetitions(self, path: Path) -> Iterator[tuple[Segment, Any]]:
        for segment in self._of(path):
            found = segment.repetitions(path.field)
            if path.kind_at is None:
                yield from ((segment, repetition) for repetition in found)
                continue
            for kind in path.kinds:
                for repetition in found:
                    if segment.text(repetition, *path.kind_at) == kind:
                        yield segment, repetition

    def values(self, path: str) -> list[str]:
        """All values at a path, in order of segments and repetitions."""
        wanted = parsed(path)
        found = (s.text(repetition, wanted.component, wanted.part) for s, repetition in self._repetitions(wanted))
        return [text for text in found if text]

    def codings(self, path: str) -> list[list[Coding]]:
        """The coded elements (CWE) at a path: code, text and system, then the alternate ones."""
        found = []
        for segment, repetition in self._repetitions(parsed(path)):
            parts = [segment.text(repetition, number, 1) for number in range(1, 7)]
            concept = [Coding(p[2], p[0], p[1]) for p in (parts[:3], parts[3:]) if p[0]]
            if concept:
                found.append(concept)
        return found

    def full(self, path: str) -> str:
        """The path with the message, and the segment's number in it."""
        segments = self._of(parsed(path))
        name, _, rest = path.partition("-")
        return f"{segments[0].place}-{rest}" if segments else f"{self._message} {name}-{rest}"

    def lost(self, path: str) -> bool:
        """An HL7 v2 message refers to nothing."""
        return False
