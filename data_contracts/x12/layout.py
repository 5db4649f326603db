"""How an implementation guide is written down for the writer: levels, segments and their elements, as data.

An element is one of
    ""            not used here
    "=85"         the constant 85
    "npi"         the column `npi`
    "name<60"     the column `name`, cut after 60 characters (only for names and addresses, never for identifiers)
    ("=HC", "code", "modifier1")   a composite; written empty when all its columns are empty
Columns may be text, dates (written YYYYMMDD), whole numbers or decimals (written without trailing zeros). An empty
element at the end of a segment or composite is not written.
"""

from dataclasses import dataclass

Simple = str
Element = Simple | tuple[Simple, ...]


@dataclass(frozen=True)
class Level:
    """One table of the guide: a row is one occurrence of its loops.

    `keys` are the integer columns that place a row in the tree, outermost first; `part` orders the tables below a
    common parent, `item` is the integer column that orders the rows of such a table. A level with `hierarchy` opens an
    HL: the writer numbers it in the columns `hl`, `hl_parent` and `hl_child`.
    """

    name: str
    keys: tuple[str, ...]
    part: int = 0
    item: str | None = None
    hierarchy: bool = False


@dataclass(frozen=True)
class Segment:
    """One segment: its loop, its id, the level whose rows it is written from, and when.

    `when` names a column: the segment is written where that column is not empty.
    """

    loop: str
    id: str
    level: str
    elements: tuple[Element, ...]
    meaning: str
    example: str
    when: str | None = None


@dataclass(frozen=True)
class Guide:
    """One implementation guide: what is written, in the order of the guide."""

    transaction: str
    functional_id: str
    version: str
    keys: tuple[str, ...]
    levels: tuple[Level, ...]
    segments: tuple[Segment, ...]

    def segments_of(self, level: str) -> tuple[Segment, ...]:
        """The segments written from one table, in order."""
        return tuple(s for s in self.segments if s.level == level)
