"""Segments of the messages of one visit, one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data_contracts.mapping import Mapping
from tasks.intake.hl7v2_element import MessageElement, Segment
from tasks.intake.hl7v2_groups import belonging
from tasks.intake.hl7v2_sent import Sent


@dataclass(frozen=True)
class Piece:
    """A segment of a visit with the file that it came in, and those after it that belong to no charge."""

    source_file: str
    segment: Segment
    element: MessageElement
    astray: tuple[Segment, ...] = ()


def pieces(mapping: Mapping, sent: Sequence[Sent], name: str) -> Iterator[Piece]:
    """The segments of a name, in the order of the messages; each reads those that belong to it, and its message."""
    for one in sent:
        place, segments = f"message {one.message.number}", one.message.segments
        groups = belonging(mapping, segments)
        for segment in segments.get(name, []):
            element = MessageElement(segments, place, segment, groups.below.get(segment.number))
            yield Piece(one.source_file, segment, element, tuple(groups.astray.get(segment.number, ())))
