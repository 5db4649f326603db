"""Which cells each expectation judges; expectations of one type with the same arguments are judged together."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data_contracts.datasets import DATASETS, Dataset
from data_contracts.datasets.contract import Expectation
from tasks.warehouse import Connection

# Cells in one validation: bounds memory, since the price of a validation hardly depends on its size.
MOST_CELLS = 2_000_000
_NEED_ALL_ROWS = {"expect_column_values_to_be_unique", "expect_compound_columns_to_be_unique"}


@dataclass(frozen=True)
class Promise:
    """An expectation of a dataset; `number` is its place among all of them, from 0."""

    number: int
    dataset: Dataset
    expectation: Expectation


@dataclass(frozen=True)
class Cells:
    """What one promise judges: `values` has a column a judged column, `lines` the file line of each row."""

    promise: Promise
    values: pa.Table
    lines: pa.Array


PROMISES = tuple(
    Promise(number, dataset, expectation)
    for number, (dataset, expectation) in enumerate((d, e) for d in DATASETS for e in d.expectations)
)


def read_cells(con: Connection) -> Iterator[Cells]:
    """The cells of every promise, from the tables judged_<dataset>; a promise with nothing to judge has no rows."""
    for dataset in DATASETS:
        promises = [promise for promise in PROMISES if promise.dataset is dataset]
        conditions = sorted({p.expectation.when for p in promises if p.expectation.when})
        masks = "".join(f", coalesce({when}, false) AS mask_{place}" for place, when in enumerate(conditions))
        rows = con.execute(f"SELECT *{masks} FROM judged_{dataset.name} ORDER BY source_line").to_arrow_table()
        for promise in promises:
            when = promise.expectation.when
            yield _cells(promise, rows, f"mask_{conditions.index(when)}" if when else None)


def _cells(promise: Promise, rows: pa.Table, mask: str | None) -> Cells:
    """The rows that the promise speaks of: where `mask` holds and, unless that is the question, no value is missing."""
    expectation = promise.expectation
    chosen = rows.select(["source_line", *expectation.columns])
    if mask:
        chosen = chosen.filter(rows.column(mask))
    if expectation.type != "expect_column_values_to_not_be_null":
        for column in expectation.columns:
            chosen = chosen.filter(pc.is_valid(chosen.column(column)))
    return Cells(promise, chosen.drop_columns(["source_line"]), chosen.column("source_line"))


def grouped(cells: Iterator[Cells]) -> list[list[Cells]]:
    """Cells that one validation can judge, as groups in a fixed order; empty cells are left out."""
    groups: dict[str, list[list[Cells]]] = {}
    for part in cells:
        if not part.lines:
            continue
        fitting = groups.setdefault(_key(part), [[]])
        if sum(len(other.lines) for other in fitting[-1]) + len(part.lines) > MOST_CELLS:
            fitting.append([])
        fitting[-1].append(part)
    return [group for _, parts in sorted(groups.items()) for group in parts if group]


def _key(part: Cells) -> str:
    expectation = part.promise.expectation
    own = part.promise.number if expectation.type in _NEED_ALL_ROWS else None
    return json.dumps([expectation.type, dict(expectation.kwargs), own], sort_keys=True)


def stacked(group: list[Cells]) -> pa.Table:
    """The cells of a group under one another: column `value`, or the expectation's own columns if it has several."""
    if len(group[0].promise.expectation.columns) > 1:
        return group[0].values
    columns = [part.values.column(0) for part in group]
    kind = pa.int64() if pa.types.is_integer(columns[0].type) else pa.string()
    return pa.table({"value": pa.chunked_array([chunk for c in columns for chunk in c.cast(kind).chunks], type=kind)})
