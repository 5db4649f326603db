"""The segments that are rows of their own: which use of the guide writes each row, and where it stands."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_

import polars as pl

from tasks.x12.expressions import segment_text
from tasks.x12.instances import Instances
from tasks.x12.paths import LEVEL_SIZE, Place, Tree, is_folded
from tasks.x12.refuse import refuse_where
from tasks.x12.repeats import repeated_text
from tasks.x12.texts import Clean, computed, written


def free_texts(instances: Instances, table: str, cleaned: Clean) -> Iterator[tuple[str, Place, pl.DataFrame]]:
    """The texts of a table of segments with their paths, by the node that they are part of and their use.

    Raises ValueError for a row whose loop the guide does not have there, or that no use of it writes whole.
    """
    tree = instances.tree
    uses = _uses(tree, table)
    loops = list(dict.fromkeys(place.loop.id for place in uses))
    frame = _not_derived(tree, table, instances.numbered(table), loops)
    for loop_id, rows in _by_loop(table, frame, loops):
        here = [place for place in uses if place.loop.id == loop_id]
        told = _told(tree, table, loop_id)
        chosen = _chosen(table, [*here, *told], uses, cleaned, rows)
        for owner, part in instances.placed(table, rows.with_columns(chosen), tree.owners[loop_id]):
            node = tree.nodes[owner]
            for number, place in enumerate(here):
                mine = part.filter(pl.col("_use") == number) if len(here) + len(told) > 1 else part
                if len(mine):
                    yield owner, place, _texts(table, place, mine, cleaned, node.slot(place), node.level + 1)


def _uses(tree: Tree, table: str) -> list[Place]:
    """The uses that are written from a table of segments, in the order of the guide."""
    places = dict.fromkeys(item for node in tree.nodes.values() for item in node.items if isinstance(item, Place))
    found = [place for place in places if place.segment.table == table and not is_folded(tree, place)]
    return sorted(found, key=lambda place: (tree.guide.loops.index(place.loop), place.number))


def _not_derived(tree: Tree, table: str, frame: pl.DataFrame, loops: Sequence[str]) -> pl.DataFrame:
    """The rows without those of loops in which only derived uses make rows: others are written for them."""
    derived = {loop.id for loop, segment in tree.guide.uses() if segment.table == table and segment.derived}
    told = derived.difference(loops)
    return frame.filter(~pl.col("loop").is_in(told).fill_null(False)) if told and "loop" in frame.columns else frame


def _told(tree: Tree, table: str, loop_id: str) -> list[Place]:
    """The derived uses of a loop: its rows that only they fit are not written either."""
    loop = tree.guide.loop(loop_id)
    return [Place(loop, number, use) for number, use in enumerate(loop.segments) if use.table == table and use.derived]


def _by_loop(table: str, frame: pl.DataFrame, loops: Sequence[str]) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of each loop; refuses those of other loops."""
    if "loop" not in frame.columns:
        if len(loops) > 1:
            raise ValueError(f"Table {table}: the column loop is missing, and its rows may be of {', '.join(loops)}")
        yield loops[0], frame
        return
    known = frame["loop"].is_in(loops).fill_null(False)
    if not known.all():
        strange = frame["loop"].filter(~known)[0]
        refuse_where(~known, table, f"the guide has no such rows in loop {strange or '(none)'}")
    for loop_id in loops:
        rows = frame if len(loops) == 1 else frame.filter(pl.col("loop") == loop_id)
        if len(rows):
            yield loop_id, rows


def _chosen(table: str, here: Sequence[Place], every: Sequence[Place], cleaned: Clean, rows: pl.DataFrame) -> pl.Series:
    """For each row, the number of the first use that fits it; refuses rows that none fits."""
    known = {column.name for place in every for column in written((*place.segment.shared, *place.segment.columns))}
    conditions = [_fits(place, sorted(known & cleaned.filled), cleaned, alone=len(here) == 1) for place in here]
    if all(condition is None for condition in conditions[:1]):
        return pl.repeat(0, len(rows), dtype=pl.Int64, eager=True).alias("_use")
    use = pl.coalesce(
        *(
            pl.lit(number, pl.Int64) if fits is None else pl.when(fits).then(pl.lit(number, pl.Int64))
            for number, fits in enumerate(conditions)
        )
    )
    chosen = computed(_taken(cleaned, rows), use, "_use")
    if chosen.null_count():
        strange = chosen.is_null()
        rule = _qualifier(here, cleaned, rows["_row"].filter(strange)[0])
        refuse_where(strange, table, f"in loop {here[0].loop.id} {rule}", rows=rows["_row"])
    return chosen


def _fits(place: Place, known: Sequence[str], cleaned: Clean, alone: bool) -> pl.Expr | None:
    """Which rows a use writes: those with its qualifier and without values that it has no element for. None: all.

    The only use of the table in a loop writes its own qualifier where a row has none.
    """
    loop, segment = place.loop, place.segment
    own = written((*segment.shared, *segment.columns))
    conditions = [pl.col(name) == "" for name in known if name not in {column.name for column in own}]
    for where in (segment.where, loop.where if place.opens else None):
        if where is None:
            continue
        tells = next((one.name for one in own if one.element == where[0] and one.component in (0, 1)), "")
        if tells in cleaned.filled:
            conditions.append(pl.col(tells).is_in([*where[1], *([""] if alone and len(where[1]) == 1 else [])]))
        elif tells and not alone:
            conditions.append(pl.lit(False))
    return reduce(and_, conditions) if conditions else None


def _qualifier(here: Sequence[Place], cleaned: Clean, row: int) -> str:
    """Why no use fits a row: its qualifier (a code), or values that have no element."""
    for place in here:
        where = place.segment.where or (place.loop.where if place.opens else None)
        own = written((*place.segment.shared, *place.segment.columns))
        tells = [one.name for one in own if where and one.element == where[0] and one.name in cleaned.filled]
        if tells:
            return f"the guide has no {place.segment.id} with {tells[0]} {cleaned.frame[tells[0]][row][:3]!r} there"
    return "it has values that no segment of the guide takes there"


def _taken(table: Clean, rows: pl.DataFrame) -> Clean:
    """Some rows of a table."""
    return table if len(rows) == len(table.frame) else Clean(table.frame[rows["_row"]], table.filled, table.full)


def _texts(table: str, place: Place, rows: pl.DataFrame, cleaned: Clean, slot: int, level: int) -> pl.DataFrame:
    """The texts of the rows that one use writes, in the order of the rows."""
    if place.segment.every:
        rows, text = repeated_text(table, place, rows, cleaned)
    else:
        part = _taken(cleaned, rows)
        text = computed(part, segment_text(place, part))
    step = pl.lit(slot * LEVEL_SIZE, pl.Int64) + pl.col("_row")
    return rows.with_columns(step.alias(f"_p{level}"), text)
