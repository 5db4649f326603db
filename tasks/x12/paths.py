"""Where everything of a guide stands when it is written: the order of uses and inner loops in each loop.

Some loops have instances that are counted or are rows (here: nodes). The others occur at most once in the node around
them, so that their segments are part of that node. What a node holds is one list of uses and inner nodes, in the order
in which they are written; the place in that list is the slot. An instance is then found by a path of numbers, one a
level: the slot in the node above and the counter. `LEVEL_SIZE` parts the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from data_contracts.x12.guide import Guide, Loop, Segment

LEVEL_SIZE = 1 << 40
# The engine writes these itself.
ENVELOPE = ("ST", "SE")


@dataclass(frozen=True, eq=False)
class Place:
    """One use of a segment: its loop, its number among the segments of the loop, and the segment."""

    loop: Loop
    number: int
    segment: Segment

    def __eq__(self, other: object) -> bool:
        """Told by loop and number: to compare all that the guide says of them would take longer than to write."""
        return isinstance(other, Place) and (self.loop.id, self.number) == (other.loop.id, other.number)

    def __hash__(self) -> int:
        """By loop and number."""
        return hash((self.loop.id, self.number))

    @property
    def opens(self) -> bool:
        """Whether it is the segment that opens its loop."""
        return next((n for n, one in enumerate(self.loop.segments) if one.id == self.loop.opens), -1) == self.number


@dataclass(frozen=True)
class Node:
    """A loop with instances of its own: its level (0 the transaction set), what it holds, and the nodes around it.

    `above` are the nodes that it may lie in, the innermost first; `slots` says where in them it lies.
    """

    loop: Loop
    level: int
    items: tuple["Place | str", ...]
    above: tuple[str, ...]

    def slot(self, item: "Place | str") -> int:
        """The place of a use or of an inner node (by its loop's id)."""
        return self.items.index(item)


@dataclass(frozen=True)
class Tree:
    """The nodes of a guide, outer ones first, and for each loop the nodes that its segments may be part of."""

    guide: Guide
    nodes: dict[str, Node]
    owners: dict[str, tuple[str, ...]]

    @property
    def root(self) -> Loop:
        """The loop of the transaction set."""
        return self.guide.loops[0]

    @property
    def depth(self) -> int:
        """The number of levels of a path, that of the segments included."""
        return max(node.level for node in self.nodes.values()) + 2


@lru_cache(maxsize=64)
def tree_of(guide: Guide) -> Tree:
    """The order of a guide. Raises ValueError for a use that cannot be written: it fills a row of another node."""
    owners = {loop.id: _owners(guide, loop) for loop in guide.loops}
    nodes: dict[str, Node] = {}
    for loop in sorted((one for one in guide.loops if _is_node(guide, one)), key=lambda one: len(guide.path(one.id))):
        above = tuple(dict.fromkeys(owner for parent in loop.parents for owner in owners[parent]))
        level = max((nodes[owner].level + 1 for owner in above), default=0)
        nodes[loop.id] = Node(loop, level, tuple(_items(guide, loop)), above)
    tree = Tree(guide, nodes, owners)
    _check(tree)
    return tree


def is_folded(tree: Tree, place: Place) -> bool:
    """Whether a use fills columns of its node's row (else it is a row of a table of segments)."""
    return any(loop.table == place.segment.table for loop in tree.guide.loops)


def _is_node(guide: Guide, loop: Loop) -> bool:
    return bool(loop.table or loop.index or loop is guide.loops[0])


def _owners(guide: Guide, loop: Loop) -> tuple[str, ...]:
    """The nearest nodes around the segments of a loop, the innermost first."""
    if _is_node(guide, loop):
        return (loop.id,)
    return tuple(dict.fromkeys(one for parent in loop.parents for one in _owners(guide, guide.loop(parent))))


def _items(guide: Guide, loop: Loop) -> Iterator[Place | str]:
    """What stands in a loop, in order: its uses, its inner loops, its last uses."""
    uses = [
        Place(loop, number, segment)
        for number, segment in enumerate(loop.segments)
        if segment.table and not segment.derived and not (loop is guide.loops[0] and segment.id in ENVELOPE)
    ]
    yield from (use for use in uses if use.segment.id not in loop.last)
    for inner in _inner(guide, loop):
        if _is_node(guide, inner):
            yield inner.id
        else:
            yield from _items(guide, inner)
    yield from (use for use in uses if use.segment.id in loop.last)


def _inner(guide: Guide, loop: Loop) -> list[Loop]:
    """The loops in a loop, in the order of the guide.

    A loop that may also hold one of the others comes right after it: a subscriber's own claims stand before its
    dependents, or they would be read as theirs.
    """
    inner = {one.id: place for place, one in enumerate(guide.loops) if loop.id in one.parents}
    after = {
        name: max([place, *(inner[other] + 0.5 for other in inner if name in guide.loop(other).parents)])
        for name, place in inner.items()
    }
    return [guide.loop(name) for name in sorted(inner, key=lambda name: after[name])]


def _check(tree: Tree) -> None:
    """Every use that fills a loop's row must be part of that very loop."""
    for node in tree.nodes.values():
        for place in node.items:
            if isinstance(place, Place) and is_folded(tree, place) and place.segment.table != node.loop.table:
                raise ValueError(
                    f"Guide {tree.guide.name}, loop {place.loop.id}: {place.segment.id} cannot be written from "
                    f"{place.segment.table}, whose rows are other loops; mark it as derived"
                )
