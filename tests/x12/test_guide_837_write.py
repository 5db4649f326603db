"""Every column of the guides of claims is written, and read again into the same place."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import polars as pl
import pytest

from data_contracts.x12 import x837i, x837p
from data_contracts.x12.guide import Column, Guide, Loop, Segment
from tasks.x12.file import open_file, read_loops
from tasks.x12.tables import read_tables
from tasks.x12.write import Envelope, write_interchange

ENVELOPE = Envelope("ZZ", "US", "ZZ", "THEM", date(2026, 11, 2), 41, "T")
# What the writer works out itself.
LEVEL = ("hl", "hl_parent", "hl_child")


def _value(column: Column, number: int) -> Any:
    """A value of its own for each column, by its kind."""
    if column.kind in ("amount", "quantity"):
        return Decimal(number) + Decimal("0.25")
    if column.kind == "count":
        return number
    if column.kind in ("date", "first_day", "last_day"):
        return date(2026, 1, 1 + number % 28)
    return {"format": "D8", "value": "20260105", "version": None}.get(column.name, f"V{number}")


def _row(guide: Guide, loop: Loop, uses: list[Segment], numbers: "count[int]") -> dict[str, Any]:
    """One row with every column that some uses write, under the first instance of each loop around."""
    columns = [column for use in uses for column in (*use.shared, *use.columns) if not column.derived]
    row: dict[str, Any] = {column.name: _value(column, next(numbers)) for column in columns}
    if "role" in row and loop.where:
        row["role"] = loop.where[1][0]
    row |= {use.number[0]: 1 for use in uses if use.number[0]}
    return row | {"st_index": 0} | {guide.loop(one).index: 0 for one in guide.links(loop.id)}


def full(guide: Guide) -> dict[str, pl.DataFrame]:
    """One claim that has everything: each loop once, each column filled."""
    numbers = count(1)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in guide.tables}
    of_loops = {loop.table for loop in guide.loops if loop.table}
    for loop in guide.loops:
        if loop.table:
            uses = [use for _, use in guide.uses() if use.table == loop.table]
            rows[loop.table].append(_row(guide, loop, uses, numbers))
        for use in loop.segments:
            if use.table not in of_loops:
                rows[use.table].append(_row(guide, loop, [use], numbers) | {"loop": loop.id})
    rows["header"][0] |= {"st_control": "0001", "version": guide.versions[0]}
    frames = {name: pl.DataFrame(some, infer_schema_length=None) for name, some in rows.items()}
    return {name: frame if name in of_loops else _with_keys(guide, name, frame) for name, frame in frames.items()}


def _with_keys(guide: Guide, table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A table of segments has the counters that tell its loops apart, and no others."""
    keys = {guide.loop(one).index for loop, use in guide.uses() if use.table == table for one in guide.keys(loop.id)}
    return frame.drop(loop.index for loop in guide.loops if loop.index in frame.columns and loop.index not in keys)


def read(guide: Guide, content: bytes) -> dict[str, pl.DataFrame]:
    file = open_file(content, "written")
    return read_tables(file.segments, read_loops(file, guide), file.findings)


@pytest.mark.parametrize("guide", [x837p.GUIDE, x837i.GUIDE], ids=lambda guide: guide.name)
def test_a_claim_with_every_column_is_written_and_read_back(guide: Guide) -> None:
    tables = full(guide)
    found = read(guide, write_interchange(guide, tables, ENVELOPE))

    assert found["other_segments"].is_empty()
    assert found["other_elements"].is_empty()
    for name, table in tables.items():
        columns = [column for column in table.columns if column not in LEVEL]
        there = [dict(row) for row in found[name].select(columns).iter_rows(named=True)]
        assert there == table.select(columns).to_dicts(), name
    assert found["provider"].select(LEVEL).row(0) == ("1", None, "1")
    assert found["subscriber"].select(LEVEL).row(0) == ("2", "1", "1")
    assert found["patient"].select(LEVEL).row(0) == ("3", "2", "0")
