"""Segments that belong to another before them: the procedure (PR1) of a charge (FT1)."""

from collections import defaultdict
from dataclasses import dataclass, field

from data_contracts.mapping import Group, Mapping
from tasks.intake.hl7v2_element import MessageElement, Segment

Segments = dict[str, list[Segment]]


@dataclass
class Belonging:
    """Of one message: by the number of a segment those that belong to it, and those of its own that belong to none."""

    below: dict[int, Segments] = field(default_factory=lambda: defaultdict(dict))
    astray: dict[int, list[Segment]] = field(default_factory=lambda: defaultdict(list))


def belonging(mapping: Mapping, segments: Segments) -> Belonging:
    """Which segments of a message belong to which, as the groups of the mapping say."""
    found = Belonging()
    for name, group in mapping.groups.items():
        owners = segments.get(group.of, [])
        for owner in owners:
            found.below[owner.number][name] = []
        for segment in segments.get(name, []) if owners else []:
            before = next((owner for owner in reversed(owners) if owner.number < segment.number), owners[0])
            theirs = _owner(group, segment, before, owners)
            if theirs is None:
                found.astray[before.number].append(segment)
            else:
                found.below[theirs.number][name].append(segment)
    return found


def _owner(group: Group, segment: Segment, before: Segment, owners: list[Segment]) -> Segment | None:
    """The one before it, if they agree; else the only one of the message that it agrees with."""
    said = _values(segment, (group.same,))
    same = [owner for owner in owners if said & _values(owner, group.as_at)]
    if not said or before in same or not _values(before, group.as_at):
        return before
    return same[0] if len(same) == 1 else None


def _values(segment: Segment, paths: tuple[str, ...]) -> set[str]:
    element = MessageElement({}, "", segment)
    return {text for path in paths for text in element.values(path)}
