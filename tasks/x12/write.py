"""Writing an interchange from tables, by the guide that also reads it (data_contracts/x12/guide.py).

Columns, not rows: the segments of a guide become expressions over their table, the texts of all tables get a path that
says where in the tree they stand (tasks/x12/paths.py), are sorted by it and joined.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from data_contracts.x12.guide import Guide
from tasks.x12.characters import ELEMENT, SEGMENT_END, TERMINATOR, as_text
from tasks.x12.cleaned import check_qualifiers, cleaned_table
from tasks.x12.folded import folded_text, opened_column, path_at
from tasks.x12.free import free_texts
from tasks.x12.hierarchy import number_levels
from tasks.x12.instances import SET, Instances
from tasks.x12.interchange import Envelope, head, tail, write_ta1
from tasks.x12.paths import Place, Tree, is_folded, tree_of
from tasks.x12.refuse import refuse_missing, refuse_where
from tasks.x12.texts import Clean, clean

__all__ = ["Envelope", "write_interchange", "write_ta1"]
# Steps of paths before and after all that a guide names.
_START, _END = -1, 1 << 62


def write_interchange(guide: Guide, tables: Mapping[str, pl.DataFrame], envelope: Envelope) -> bytes:
    """One interchange with one functional group and one transaction set a row of the guide's first table.

    `tables` are as the reader makes them; tables and columns that are missing have nothing to write, further ones are
    not looked at. Needed are st_index and the counters that say where a row belongs, and st_control (ST02) in the
    first table. A segment ends with `~` and a line break; its text follows the rule of tasks/x12/characters.py. The
    segments of a loop come in the order of the guide, those of one kind in the order of their rows. The same tables
    give the same bytes.

    Raises ValueError, naming table, column and row but no value, for a number of more than 18 digits, a control number
    that has not 4 to 9 characters, a counter that is empty, a row outside of every loop of the tables, and a row that
    no segment of the guide takes.
    """
    tree = tree_of(guide)
    instances = Instances(tree, tables)
    if tables.get(tree.root.table, pl.DataFrame()).is_empty():
        raise ValueError(f"Table {tree.root.table} has no rows: there is no transaction set to write")
    texts = pl.concat([_padded(part, tree.depth) for part in _all_texts(instances)])
    segments = pl.col("_text").str.count_matches(TERMINATOR, literal=True)
    counts = texts.group_by("_p0").agg(segments.sum().alias("_count"))
    around = _around(instances, counts)
    paths = [name for name in texts.columns if name != "_text"]
    order = pl.concat([texts, *(_padded(part, tree.depth) for part in around)]).sort(paths)
    body = order.select(pl.col("_text").str.join("")).item()
    return "".join((head(guide, envelope), body, tail(envelope, len(around[0])))).encode("ascii")


def _all_texts(instances: Instances) -> Iterator[pl.DataFrame]:
    """The texts of all tables with their paths."""
    tree = instances.tree
    cleaned = {name: cleaned_table(tree, name, instances.tables[name]) for name in _tables(tree, instances.tables)}
    levels = number_levels(instances)
    yield instances.of(tree.root.id).select("_p0", pl.lit("").alias("_text"))
    inside: dict[str, dict[str, list[pl.Series]]] = {}
    for name, table in cleaned.items():
        if all(loop.table != name for loop in tree.guide.loops):
            for owner, place, texts in free_texts(instances, name, table):
                inside.setdefault(owner, {}).setdefault(opened_column(place.loop), []).append(texts["_at"])
                yield texts
    for node in tree.nodes.values():
        if node.loop.table in cleaned and len(made := instances.of(node.loop.id)):
            table = _of_instances(
                cleaned[node.loop.table], made, levels.get(node.loop.id), inside.get(node.loop.id, {})
            )
            check_qualifiers(node, table, made["_at"])
            empty = frozenset(n for n, item in enumerate(node.items) if not _has_rows(instances, item, cleaned))
            for slot, text in folded_text(node, table, lambda place: is_folded(tree, place), empty):
                yield made.with_columns(path_at(slot, node.level + 1), text)


def _of_instances(
    table: Clean, made: pl.DataFrame, levels: pl.DataFrame | None, inside: Mapping[str, list[pl.Series]]
) -> Clean:
    """The rows of a table that are instances of a loop, with HL numbers and with marks where others lie inside."""
    frame = table.frame if len(made) == len(table.frame) else table.frame[made["_at"]]
    marks = {name: made["_at"].is_in(pl.concat(rows).implode()).cast(pl.String) for name, rows in inside.items()}
    columns = [mark.replace({"true": "1", "false": ""}).alias(name) for name, mark in marks.items()]
    columns += [] if levels is None else as_text(levels).get_columns()
    return clean(frame.with_columns(columns)) if columns or frame is not table.frame else table


def _has_rows(instances: Instances, item: Place | str, cleaned: Mapping[str, Clean]) -> bool:
    """Whether anything is written by a use of a table of segments, or in an inner loop."""
    if isinstance(item, str):
        return len(instances.rows(item)) > 0
    return item.segment.table in cleaned and len(cleaned[item.segment.table].frame) > 0


def _tables(tree: Tree, tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """The tables that anything is written from."""
    places = [item for node in tree.nodes.values() for item in node.items if isinstance(item, Place)]
    named = dict.fromkeys(
        [*(place.segment.table for place in places), *(node.loop.table for node in tree.nodes.values())]
    )
    return [name for name in named if name in tables]


def _around(instances: Instances, counts: pl.DataFrame) -> list[pl.DataFrame]:
    """ST and SE of each transaction set; SE01 counts the segments, ST and SE included."""
    root, guide = instances.tree.root, instances.tree.guide
    frame = instances.tables[root.table]
    if "st_control" not in frame.columns:
        raise refuse_missing(root.table, "st_control")
    control = as_text(frame.select("st_control")).to_series()
    length = control.str.len_bytes()
    refuse_where((length < 4) | (length > 9), root.table, "it has 4 to 9 characters", "st_control")
    sets = frame.select(pl.col(SET).cast(pl.Int64).alias("_p0")).with_columns(control, _versions(guide, frame))
    sets = sets.join(counts, on="_p0", how="left", maintain_order="left")
    start = pl.concat_str(pl.lit(f"ST{ELEMENT}{guide.set_id}"), "st_control", "_version", separator=ELEMENT)
    start = start.str.strip_chars_end(ELEMENT) + SEGMENT_END
    end = pl.format(f"SE{ELEMENT}{{}}{ELEMENT}{{}}{SEGMENT_END}", pl.col("_count") + 2, "st_control")
    return [
        sets.select("_p0", pl.lit(step, pl.Int64).alias("_p1"), text.alias("_text"))
        for step, text in ((_START, start), (_END, end))
    ]


def _versions(guide: Guide, frame: pl.DataFrame) -> pl.Series:
    """ST03 of each set: its column, else (where the guide requires it) the guide's version, else none."""
    column = next(
        (one for use in guide.loops[0].segments if use.id == "ST" for one in use.columns if one.element == 3), None
    )
    default = guide.versions[0] if column and column.required else ""
    nothing = pl.repeat("", len(frame), dtype=pl.String, eager=True)
    own = as_text(frame.select(column.name)).to_series() if column and column.name in frame.columns else nothing
    return own.replace("", default).alias("_version")


def _padded(part: pl.DataFrame, depth: int) -> pl.DataFrame:
    """Texts with paths of full length."""
    names = [f"_p{n}" for n in range(depth)]
    path = [pl.col(name) if name in part.columns else pl.lit(0, pl.Int64).alias(name) for name in names]
    return part.select(*path, "_text")
