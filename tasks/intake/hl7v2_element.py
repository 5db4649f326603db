"""Segments of HL7 v2 messages, and what the paths of a mapping read in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from tasks.intake.hl7v2_escapes import unescaped
from tasks.intake.hl7v2_path import Path, parsed, within
from tasks.intake.row import Coding

_NULL = '""'
# A text, or the texts of repetitions, components or subcomponents.
Part: TypeAlias = "str | list[Part]"


@dataclass(frozen=True)
class Segment:
    """One segment, its name, its place: `message 3 FT1[2]`, and its number in the message."""

    name: str
    place: str
    number: int
    line: str
    fields: dict[int, list[Part]]
    codec: Any

    def repetitions(self, number: int) -> list[Part]:
        """The repetitions of a field."""
        return self.fields.get(number, [])

    def text(self, repetition: Part, component: int, part: int) -> str:
        """The text at a component and subcomponent of a repetition; the null value is none."""
        found = _at(_at(repetition, component), part)
        if not isinstance(found, str) or not found or found == _NULL:
            return ""
        return unescaped(found, self.codec).strip()


def _at(whole: Part, number: int) -> Part:
    """A part, from 1; a text without parts is its own first."""
    if isinstance(whole, str):
        return whole if number == 1 else ""
    return whole[number - 1] if number <= len(whole) else ""


class MessageElement:
    """Segments in which paths are read: all of a message (or of a visit's messages), or one beside them.

    Of names in `below`, only those segments that belong to the one.
    """

    def __init__(
        self,
        segments: dict[str, list[Segment]],
        place: str,
        own: Segment | None = None,
        below: dict[str, list[Segment]] | None = None,
    ) -> None:
        self._segments, self._message, self._own = {**segments, **(below or {})}, place, own
        self.place = own.place if own else place

    def _of(self, path: Path) -> list[Segment]:
        own = self._own is not None and self._own.name == path.segment
        found = [self._own] if own and self._own else self._segments.get(path.segment, [])
        if path.of_at is None:
            return found
        field, component = path.of_at
        return [s for s in found if {s.text(r, component, 1) for r in s.repetitions(field) or [""]} & {*path.of_kinds}]

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
        return f"{segments[0].place}-{within(path)}" if segments else f"{self._message} {path}"

    def lost(self, path: str) -> bool:
        """An HL7 v2 message refers to nothing."""
        return False
