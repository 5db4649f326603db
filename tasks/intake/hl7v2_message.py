"""An HL7 v2 message, read by python-hl7, and the paths that a mapping reads in it."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, TypeAlias

from data_contracts.settings import SettingsError
from tasks.intake.hl7v2_file import Cut
from tasks.intake.row import Coding

_PATH = re.compile(r"([A-Z][A-Z0-9]{2})-(\d+)(?:\[(\d+)(?:\.(\d+))?=([^\]]*)\])?(?:\.(\d+))?(?:\.(\d+))?")
_CHARSETS = {"8859/1": "latin-1", "8859/15": "iso8859-15"}
_NULL = '""'
# A text, or the texts of repetitions, components or subcomponents.
Part: TypeAlias = "str | list[Part]"


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
    """A path of a mapping. Raises SettingsError for one that is none."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise SettingsError(f"a mapping: {path} is not an HL7 path such as PID-3[5=MR].1; correct it")
    segment, number, at, at_part, kinds, component, part = found.groups()
    kind_at = (int(at), int(at_part or 1)) if at else None
    return Path(segment, int(number), kind_at, tuple((kinds or "").split("|")), int(component or 1), int(part or 1))


@dataclass(frozen=True)
class Segment:
    """One segment, its name and its place: `message 3 FT1[2]`."""

    name: str
    place: str
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
        return str(self.codec.unescape(found) if self.codec.esc in found else found).strip()


def _at(whole: Part, number: int) -> Part:
    """A part, from 1; a text without parts is its own first."""
    if isinstance(whole, str):
        return whole if number == 1 else ""
    return whole[number - 1] if number <= len(whole) else ""


def _plain(container: Any) -> Part:
    """A repetition or component of the library as plain lists, a tenth of its size; one of a single text is that."""
    if isinstance(container, str):
        return container
    parts = [_plain(child) for child in container]
    return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else parts


class Message:
    """A message: its type, when it was written, and its segments by name, in order."""

    def __init__(self, cut: Cut, wanted: Mapping[str, Sequence[int]]) -> None:
        """Read the segments and fields in `wanted`. Raises Unreadable."""
        self.number = cut.number
        if cut.broken:
            raise Unreadable(cut.broken)
        self.content = _decoded(b"\r".join(line for line in cut.lines if line[:3].decode("ascii") in wanted))
        lines = self.content.split("\r")
        self.segments: dict[str, list[Segment]] = {}
        separator = lines[0][3]
        numbers = [range(1, 22), *(wanted[line[:3]] for line in lines[1:])]
        short = [_short(line.split(separator), wanted[line[:3]], separator) for line in lines[1:]]
        try:
            read = _library().parse("\r".join([lines[0], *short]))
        except (_library().HL7Exception, AssertionError, IndexError, KeyError, ValueError):
            raise Unreadable("the segments cannot be told apart") from None
        codec = _codec(lines[0].split(separator, 2)[1], separator)
        for line, fields, placed in zip(lines, read, numbers, strict=True):
            self._add(line, dict(zip(placed, list(fields)[1:], strict=False)), codec)

    def _add(self, line: str, fields: dict[int, Any], codec: Any) -> None:
        same = self.segments.setdefault(line[:3], [])
        place = f"message {self.number} {line[:3]}[{len(same) + 1}]"
        plain = {number: [_plain(repetition) for repetition in field] for number, field in fields.items()}
        same.append(Segment(line[:3], place, line, plain, codec))

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


def _short(parts: list[str], numbers: Sequence[int], separator: str) -> str:
    """A segment of the fields that are wanted: most are not, and the library takes long for each."""
    return separator.join([parts[0], *(parts[n] if n < len(parts) else "" for n in numbers)])


@cache
def _codec(separators: str, field: str) -> Any:
    """What undoes the escapes of messages with these separators."""
    return _library().parse(f"MSH{field}{separators}{field}")


@cache
def _library() -> Any:
    """python-hl7, imported when the first message comes; what it would log may quote a value."""
    import hl7

    logging.getLogger("hl7").setLevel(logging.CRITICAL + 1)
    return hl7


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
