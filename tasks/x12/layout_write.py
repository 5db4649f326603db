"""Writing an interchange from tables, by a guide that is data (data_contracts/x12/layout.py).

Columns, not rows: each segment of the guide becomes one expression over its table, the expressions of a table become
one text a row, and the rows of all tables are sorted into the order of the tree and joined.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from data_contracts.x12.layout import Guide, Level
from tasks.x12.characters import COMPONENT, ELEMENT, REPETITION, SEGMENT_END, TERMINATOR, as_text
from tasks.x12.layout_expressions import columns_of, segment_text
from tasks.x12.layout_hierarchy import key_columns, number


@dataclass(frozen=True)
class Envelope:
    """The interchange and its one functional group: ISA, GS, GE, IEA. The day is the only time it knows."""

    sender_qualifier: str
    sender_id: str
    receiver_qualifier: str
    receiver_id: str
    day: date
    control: int
    usage: str


def write_interchange(guide: Guide, tables: Mapping[str, pl.DataFrame], envelope: Envelope) -> bytes:
    """One interchange with one functional group and one transaction set a row of the guide's first table.

    `tables` has a frame for each level of the guide, with its key columns and the columns that the segments name; the
    first one also `st` and `st_control`. A segment ends with `~` and a line break. The same tables give the same bytes.
    """
    numbered = number(guide, tables)
    rows = pl.concat([_rows(guide, level, numbered[level.name]) for level in guide.levels])
    bodies = (
        rows.sort([*guide.keys, "_part", "_item"]).group_by("st", maintain_order=True).agg(pl.col("_text").str.join())
    )
    controls = tables[guide.levels[0].name].select(pl.col("st").cast(pl.Int64), "st_control")
    sets = bodies.join(controls, on="st", how="left", maintain_order="left").select(_transaction(guide)).to_series()
    return "".join((_head(guide, envelope), *sets, _tail(envelope, len(sets)))).encode("ascii")


def _rows(guide: Guide, level: Level, frame: pl.DataFrame) -> pl.DataFrame:
    """One table: where each of its rows stands in the tree, and the text of the row's segments."""
    segments = guide.segments_of(level.name)
    names = sorted({name for segment in segments for name in columns_of(segment)})
    text = (
        as_text(frame.select(names))
        .select(pl.concat_str([segment_text(segment) for segment in segments]).alias("_text"))
        .to_series()
    )
    item = pl.lit(0, pl.Int64) if level.item is None else pl.col(level.item).cast(pl.Int64)
    place = [*key_columns(guide, level), pl.lit(level.part, pl.Int64).alias("_part"), item.alias("_item")]
    return frame.select(place).with_columns(text)


def _transaction(guide: Guide) -> pl.Expr:
    """ST, the body and SE; SE01 counts the segments, ST and SE included."""
    start = pl.format(f"ST{ELEMENT}{guide.transaction}{ELEMENT}{{}}{ELEMENT}{guide.version}{SEGMENT_END}", "st_control")
    count = pl.col("_text").str.count_matches(TERMINATOR, literal=True) + 2
    return pl.concat_str(start, "_text", pl.format(f"SE{ELEMENT}{{}}{ELEMENT}{{}}{SEGMENT_END}", count, "st_control"))


def _segment(*elements: str) -> str:
    return ELEMENT.join(elements) + SEGMENT_END


def _head(guide: Guide, envelope: Envelope) -> str:
    """ISA, of fixed widths, and GS."""
    e = envelope
    isa = _segment(
        "ISA", "00", " " * 10, "00", " " * 10, e.sender_qualifier, e.sender_id.ljust(15), e.receiver_qualifier,
        e.receiver_id.ljust(15), f"{e.day:%y%m%d}", "0000", REPETITION, "00501", f"{e.control:09}", "1", e.usage,
        COMPONENT,
    )  # fmt: skip
    return isa + _segment(
        "GS", guide.functional_id, e.sender_id, e.receiver_id, f"{e.day:%Y%m%d}", "0000", str(e.control), "X",
        guide.version,
    )  # fmt: skip


def _tail(envelope: Envelope, sets: int) -> str:
    """GE and IEA."""
    return _segment("GE", str(sets), str(envelope.control)) + _segment("IEA", "1", f"{envelope.control:09}")
