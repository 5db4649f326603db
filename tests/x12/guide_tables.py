"""Tables of any guide, made at random from the guide itself: every loop and every optional part is there or not."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import polars as pl

from data_contracts.x12.guide import Column, Guide, Loop, Segment
from tasks.x12.tables import empty_tables

Row = dict[str, Any]
# What the reader adds and what the writer works out itself.
NOT_GIVEN = frozenset(("segment", "offset", "hl", "hl_parent", "hl_child"))


def columns_of(guide: Guide, table: str) -> dict[str, pl.DataType]:
    """The columns that are given to the writer, with their types."""
    derived = {one.name for _, use in guide.uses() if use.table == table for one in (*use.shared, *use.columns)
               if one.derived or use.derived}  # fmt: skip
    written = {one.name for _, use in guide.uses() if use.table == table and not use.derived
               for one in (*use.shared, *use.columns) if not one.derived}  # fmt: skip
    leave = NOT_GIVEN | (derived - written)
    return {name: kind for name, kind in empty_tables(guide)[table].schema.items() if name not in leave}


class Maker:
    """Makes the tables of one interchange: `most` instances of a loop, segments and repetitions at most.

    `forced` says of some loops how many instances there are in each loop around, and of tables how many repetitions.
    """

    def __init__(self, guide: Guide, random: Random, most: int, forced: Mapping[str, int] | None = None) -> None:
        self.guide, self.random, self.most, self.forced = guide, random, most, forced or {}
        self.of_loops = {loop.table for loop in guide.loops if loop.table}
        self.rows: dict[str, list[Row]] = defaultdict(list)

    def tables(self, sets: int) -> dict[str, pl.DataFrame]:
        """The tables of some transaction sets."""
        for number in range(sets):
            self.numbers: dict[tuple[str, int], int] = {}
            self.instances = 0
            self.loop(self.guide.loops[0], {"st_index": number}, {})
        first = self.rows[self.guide.loops[0].table]
        for number, row in enumerate(first):
            row["st_control"] = f"{number + 1:04}"
            if "version" in row:
                row["version"] = self.guide.versions[0]
        return {
            name: pl.DataFrame(self.rows[name], schema=columns_of(self.guide, name), orient="row")
            for name in self.guide.tables
        }

    def some(self) -> int:
        return self.random.choice((0, 1, 1, self.random.randint(0, self.most)))

    def loop(self, loop: Loop, keys: Row, around: dict[str, int]) -> None:
        """One instance of a loop with its table's row, its segments and the loops inside it."""
        self.instances += 1
        within = around | {loop.id: self.instances}
        if loop.index:
            place = (loop.id, within[self.guide.counted_within(loop.id)])
            number = self.numbers.get(place, 0)
            self.numbers[place] = number + 1
            keys = keys | {loop.index: number}
        if loop.table:
            self.rows[loop.table].append(self.row(loop, keys))
        for use in loop.segments:
            if use.table and use.table not in self.of_loops and not use.derived:
                self.free(loop, use, keys)
        for inner in self.inside(loop):
            once = not (inner.table or inner.index)
            for _ in range(1 if once else self.forced.get(inner.id, self.some())):
                self.loop(inner, keys, within)

    def inside(self, loop: Loop) -> list[Loop]:
        """The loops inside a loop; what may lie in one of them or beside it comes first, or it would lie in it."""
        found: list[Loop] = []
        for inner in self.guide.loops:
            if loop.id in inner.parents:
                at = next((at for at, other in enumerate(found) if other.id in inner.parents), len(found))
                found.insert(at, inner)
        return found

    def row(self, loop: Loop, keys: Row) -> Row:
        """The row of a loop: columns of some of the segments that are folded into it."""
        row = dict.fromkeys(columns_of(self.guide, loop.table)) | keys
        for inner, use in self.guide.uses():
            if use.table == loop.table and not use.derived:
                opens = inner is loop and use.id == loop.opens
                if opens or self.random.random() < 0.6:
                    row |= self.values(inner, use, use.columns, 0.7)
        return row

    def free(self, loop: Loop, use: Segment, keys: Row) -> None:
        """Some segments, or their repetitions, as rows of a table of segments."""
        for _ in range(self.some()):
            shared = self.values(loop, use, use.shared, 1.0)
            wanted = self.forced.get(use.table, self.random.randint(1, self.most))
            count = min(wanted, use.times) if use.every else 1
            for turn in range(count):
                row = keys | {"loop": loop.id} | shared | self.values(loop, use, use.columns, 0.8)
                if use.number[0]:
                    row[use.number[0]] = use.number[1] + turn
                given = columns_of(self.guide, use.table)
                self.rows[use.table].append({name: row.get(name) for name in given})

    def values(self, loop: Loop, use: Segment, columns: tuple[Column, ...], chance: float) -> Row:
        """Values of some columns of a use, of at least one; qualifiers are such that the use is told by them."""
        columns = tuple(column for column in columns if not column.derived)
        if not columns:
            return {}
        wanted = [column for column in columns if self.random.random() < chance] or [self.random.choice(columns)]
        made = {column.name: self.value(column) for column in wanted}
        first = next((one.name for one in columns if one.kind == "first_day"), None)
        if first and any(one.kind == "last_day" for one in wanted):
            made[first] = date(2026, 1, 1)
        telling = [use.where, loop.where if use.id == loop.opens else None]
        others = [one for one in loop.segments if one.id == use.id and one is not use and one.where]
        for column in columns:
            if column.component:
                continue
            for element, allowed in filter(None, telling):
                if column.element == element:
                    made[column.name] = self.random.choice(allowed)
            if not use.where and any(one.where and one.where[0] == column.element for one in others):
                made[column.name] = self.random.choice(("Q7X", "W8X"))
        return made

    def value(self, column: Column) -> Any:
        """A value of a column that the writer leaves as it is."""
        random = self.random
        if column.kind == "amount":
            return random.choice((Decimal(0), Decimal(random.randint(-(10**9), 10**9)) / 100))
        if column.kind == "quantity":
            return Decimal(random.randint(-9999, 99999)) / 1000
        if column.kind == "count":
            return random.randint(0, 999)
        if column.kind in ("date", "first_day", "last_day"):
            return date(1901, 3, 1) + timedelta(random.randint(0, 80_000))
        length = random.choice((1, 2, 3, 9, column.longest or 40))
        text = "".join(random.choice("ABZ019&-/.'") for _ in range(min(length, column.longest or length)))
        return f"{text}^{text}" if column.kind == "repeated" else text
