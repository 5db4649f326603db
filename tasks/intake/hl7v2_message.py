"""An HL7 v2 message, read by python-hl7."""

import logging
import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from tasks.intake.hl7v2_element import MessageElement, Part, Segment
from tasks.intake.hl7v2_file import Cut

_CHARSETS = {"8859/1": "latin-1", "8859/15": "iso8859-15"}


class Unreadable(Exception):
    """A message cannot be read; the text says why and quotes nothing."""


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
        for number, (line, fields, placed) in enumerate(zip(lines, read, numbers, strict=True)):
            self._add(number, line, dict(zip(placed, list(fields)[1:], strict=False)), codec)

    def _add(self, number: int, line: str, fields: dict[int, Any], codec: Any) -> None:
        same = self.segments.setdefault(line[:3], [])
        place = f"message {self.number} {line[:3]}[{len(same) + 1}]"
        plain = {number: [_plain(repetition) for repetition in field] for number, field in fields.items()}
        same.append(Segment(line[:3], place, number, line, plain, codec))

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

    for module in (hl7.util, hl7.containers):
        logging.getLogger(module.__file__).setLevel(logging.CRITICAL + 1)
    return hl7


def _decoded(content: bytes) -> str:
    """The text of a message: UTF-8 unless MSH-18 says otherwise. Raises Unreadable."""
    head = content.split(b"\r", 1)[0].split(content[3:4])
    said = head[17].decode("ascii", "replace").strip() if len(head) > 17 else ""
    try:
        return content.decode(_CHARSETS.get(said, "utf-8"))
    except UnicodeDecodeError:
        raise Unreadable("the message is not text of its character set (MSH-18)") from None
