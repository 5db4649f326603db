"""What the validator says of a batch, as temporary tables: promise (every expectation, counted) and failing (rows)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.contracts.cells import PROMISES, read_cells
from tasks.contracts.groups import Group, grouped
from tasks.contracts.validator import Validator
from tasks.warehouse import Connection, insert

_TABLES = (
    "CREATE OR REPLACE TEMP TABLE failing (number BIGINT, source_line BIGINT)",
    "CREATE OR REPLACE TEMP TABLE promise (number BIGINT, dataset VARCHAR, expectation VARCHAR, column_name VARCHAR, "
    "title VARCHAR, reason VARCHAR, remedy VARCHAR, rows_checked BIGINT, rows_failed BIGINT)",
)


@dataclass(frozen=True)
class Verdict:
    """What one promise came to: rows it looked at, and the file lines of those that fail."""

    number: int
    checked: int
    lines: NDArray[np.int64]


def judge(con: Connection) -> None:
    """Validate the tables judged_<dataset> and fill the tables promise and failing. Raises ValidationBroken."""
    for statement in _TABLES:
        con.execute(statement)
    verdicts = {verdict.number: verdict for verdict in _verdicts(con)}
    lines = [verdict.lines for verdict in verdicts.values()]
    failing = pl.DataFrame(
        {
            "number": np.repeat([*verdicts], [part.size for part in lines]).astype(np.int64),
            "source_line": np.concatenate([*lines, np.empty(0, np.int64)]),
        }
    )
    insert(con, "failing", failing.sort("number", "source_line"))
    insert(con, "promise", pl.DataFrame([_row(number, verdicts.get(number)) for number in range(len(PROMISES))]))


def _verdicts(con: Connection) -> Iterator[Verdict]:
    validator = Validator()
    for group in grouped(read_cells(con)):
        yield from _split(group, validator.failing(group.kind, group.table, group.kwargs))


def _split(group: Group, positions: NDArray[np.int64]) -> Iterator[Verdict]:
    """Give each promise of a group its own failing lines."""
    start = 0
    for part in group.parts:
        end = start + len(part.lines)
        own = positions[(positions >= start) & (positions < end)] - start
        yield Verdict(part.promise.number, len(part.lines), part.lines.to_numpy()[own])
        start = end


def _row(number: int, verdict: Verdict | None) -> dict[str, object]:
    promise = PROMISES[number]
    return {
        "number": number,
        "dataset": promise.dataset.name,
        "expectation": promise.expectation.type,
        "column_name": promise.expectation.shown,
        "title": promise.expectation.title,
        "reason": promise.expectation.reason,
        "remedy": promise.expectation.remedy,
        "rows_checked": verdict.checked if verdict else 0,
        "rows_failed": int(verdict.lines.size) if verdict else 0,
    }
