"""Which cells each expectation judges."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data_contracts.datasets import DATASETS, Dataset
from data_contracts.datasets.contract import Expectation
from tasks.warehouse import Connection


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
