"""The instances of the loops of a guide: which rows they are, and where each stands in the tree.

A path is a row of numbers, one a level (columns `_p0`, `_p1` …): sorted by it, what is around comes before what is
inside, and what is inside comes in the order of the guide. `_row` is the row of the table that it was made from,
`_at` the instance that a row lies in (the row of that instance's table).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from tasks.x12.paths import LEVEL_SIZE, Place, Tree
from tasks.x12.refuse import refuse_missing, refuse_where

SET = "st_index"
_NODE = "_node"


@dataclass
class Instances:
    """The instances of all nodes of a guide, made when first asked for.

    `tables` are the tables to write. Each frame of `made` has st_index, the counters that tell instances apart, `_at`,
    the path, and `_node`, the number of the HL level that it is or lies in (-1: none).
    """

    tree: Tree
    tables: Mapping[str, pl.DataFrame]
    made: dict[str, pl.DataFrame] = field(default_factory=dict)
    levels: list[pl.DataFrame] = field(default_factory=list)
    counters: dict[str, pl.DataFrame] = field(default_factory=dict)
    openers: dict[str, pl.DataFrame] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)

    def of(self, loop_id: str) -> pl.DataFrame:
        """The instances of a node in the order of its rows."""
        if loop_id not in self.made:
            self.made[loop_id] = self._root() if loop_id == self.tree.root.id else self._make(loop_id)
        return self.made[loop_id]

    def rows(self, loop_id: str) -> pl.DataFrame:
        """The rows that are instances of a node: of its table, or of the table of segments that opens it."""
        if loop_id not in self.openers:
            self.openers[loop_id] = self._rows(loop_id)
        return self.openers[loop_id]

    def _rows(self, loop_id: str) -> pl.DataFrame:
        loop = self.tree.guide.loop(loop_id)
        if loop.table:
            shared = sum(other.table == loop.table for other in self.tree.guide.loops) > 1
            frame = self.numbered(loop.table)
            return frame.filter(pl.col("loop") == loop_id) if shared and "loop" in frame.columns else frame
        opener = next((use.segment for use in self.tree.nodes[loop_id].items if isinstance(use, Place)), None)
        frame = self.numbered(opener.table if opener else "")
        if "loop" in frame.columns:
            frame = frame.filter(pl.col("loop") == loop_id)
        known = [name for name in self.keys(loop_id) if name in frame.columns]
        return frame.unique(known, keep="first", maintain_order=True) if known else frame

    def numbered(self, table: str) -> pl.DataFrame:
        """The counters (as whole numbers), `loop` and row numbers of a table; no rows if it is not there."""
        if table not in self.counters:
            self.counters[table] = self._numbered(self.tables.get(table, pl.DataFrame()))
        return self.counters[table]

    def _numbered(self, frame: pl.DataFrame) -> pl.DataFrame:
        wanted = (SET, *(loop.index for loop in self.tree.guide.loops if loop.index))
        counters = [pl.col(name).cast(pl.Int64) for name in dict.fromkeys(wanted) if name in frame.columns]
        loop = [pl.col("loop").cast(pl.String)] if "loop" in frame.columns else []
        return frame.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("_row"), *counters, *loop)

    def keys(self, loop_id: str) -> list[str]:
        """The columns that tell the instances of a node apart."""
        guide = self.tree.guide
        return [SET, *(guide.loop(one).index for one in guide.keys(loop_id))]

    def placed(self, table: str, frame: pl.DataFrame, owners: tuple[str, ...]) -> Iterator[tuple[str, pl.DataFrame]]:
        """The rows of a table under the nodes that they may lie in (the innermost whose counter they have).

        Each comes with its `_at` and path. Raises ValueError for a row without counters or outside of every instance.
        """
        for owner in owners:
            index = self.tree.guide.loop(owner).index
            rest = frame.clear()
            if index and len(owners) > 1:
                has = frame[index].is_not_null() if index in frame.columns else pl.repeat(False, len(frame), eager=True)
                frame, rest = frame.filter(has), frame.filter(~has)
            if len(frame):
                yield owner, self._joined(table, frame, owner)
            frame = rest
        if len(frame):
            none = pl.repeat(True, len(frame), eager=True)
            refuse_where(none, table, "it has the counter of no loop that it may lie in", rows=frame["_row"])

    def _root(self) -> pl.DataFrame:
        """The transaction sets."""
        root = self.tree.root
        frame = self.rows(root.id)
        self._check(root.table, frame, [SET])
        refuse_where(frame[SET].is_duplicated(), root.table, "another row has the same number of a set", SET)
        return frame.select(
            SET, pl.col("_row").alias("_at"), pl.col(SET).alias("_p0"), pl.lit(-1, pl.Int64).alias(_NODE)
        )

    def _make(self, loop_id: str) -> pl.DataFrame:
        """The instances of one node; they continue the paths of the instances around them."""
        node = self.tree.nodes[loop_id]
        frame, keys = self.rows(loop_id), self.keys(loop_id)
        if frame.is_empty():
            return frame.select(pl.lit(0, pl.Int64).alias(name) for name in self._columns(node.level, keys)).clear()
        table = node.loop.table or loop_id
        counter = node.loop.index or "_row"
        self._check(table, frame, keys if node.loop.index else [])
        parts = []
        for owner, part in self.placed(table, frame, node.above):
            above = self.tree.nodes[owner]
            path = pl.lit(above.slot(loop_id) * LEVEL_SIZE, pl.Int64) + pl.col(counter)
            own = [path.alias(f"_p{above.level + 1}")]
            own += [pl.lit(0, pl.Int64).alias(f"_p{level}") for level in range(above.level + 2, node.level + 1)]
            parts.append(part.with_columns(*own, pl.col("_row").alias("_at")))
        columns = [*self._columns(node.level, keys), "_row"]
        made = pl.concat([part.select(columns) for part in parts])
        made = (made.sort("_row") if len(parts) > 1 else made).drop("_row")
        return self._level(made, loop_id) if node.loop.hierarchy else made

    def _columns(self, level: int, keys: list[str]) -> list[str]:
        return [*keys, "_at", *(f"_p{n}" for n in range(level + 1)), _NODE]

    def _joined(self, table: str, frame: pl.DataFrame, owner: str) -> pl.DataFrame:
        """Rows with the path of the instance of `owner` that they lie in."""
        keys, instances = self.keys(owner), self.of(owner)
        self._check(table, frame, keys)
        self._check_apart(owner, keys)
        wanted = [*keys, "_at", _NODE, *(name for name in instances.columns if name.startswith("_p"))]
        found = frame.join(instances.select(wanted), on=keys, how="left", maintain_order="left")
        if found["_at"].null_count():
            rule = f"there is no {owner} with its counters ({', '.join(keys)})"
            refuse_where(found["_at"].is_null(), table, rule, rows=found["_row"])
        return found

    def _check(self, table: str, frame: pl.DataFrame, keys: list[str]) -> None:
        """Refuse rows without counters."""
        for name in keys:
            if name not in frame.columns:
                raise refuse_missing(table, name)
            rule = "a counter is a whole number from 0"
            if frame[name].null_count():
                refuse_where(frame[name].is_null(), table, rule, name, frame["_row"])
            refuse_where(frame[name] < 0, table, rule, name, frame["_row"])

    def _check_apart(self, loop_id: str, keys: list[str]) -> None:
        """Refuse two instances with the same counters where rows have to find theirs."""
        if loop_id not in self.apart:
            instances, table = self.of(loop_id), self.tree.guide.loop(loop_id).table or loop_id
            twice = instances.select(keys).is_duplicated() if len(instances) else pl.Series([False])
            rule = f"another row has the same counters ({', '.join(keys)})"
            refuse_where(twice, table, rule, rows=instances["_at"])
            self.apart.add(loop_id)

    def _level(self, made: pl.DataFrame, loop_id: str) -> pl.DataFrame:
        """Instances that open with an HL: numbered over all of them, with the number of the one around."""
        first = sum(len(frame) for frame in self.levels)
        made = made.with_columns(
            pl.col(_NODE).alias("_above"), pl.int_range(first, first + len(made), dtype=pl.Int64).alias(_NODE)
        )
        padding = [
            pl.lit(-1, pl.Int64).alias(f"_p{n}") for n in range(self.tree.nodes[loop_id].level + 1, self.tree.depth)
        ]
        paths = [f"_p{n}" for n in range(self.tree.depth)]
        levels = made.with_columns(padding).select(*paths, _NODE, "_above", pl.lit(loop_id).alias("_loop"))
        self.levels.append(levels)
        return made.drop("_above")
