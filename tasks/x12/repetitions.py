"""Repeated elements: their parts are parted by ^ in our tables, whatever the interchange that they came in uses."""

import numpy as np
import polars as pl

from tasks.x12.columns import Rows
from tasks.x12.segments import Segments, Span

CARET = "^"


def with_carets(segments: Segments, span: Span, column: pl.Series, rows: Rows | None) -> pl.Series:
    """A text column, its values at `span`, with the repetition separator of each one's interchange made a caret."""
    starts = np.array([one.start for one in segments.interchanges], np.int64)
    around = np.searchsorted(starts, span.start, "right") - 1
    for at, interchange in enumerate(segments.interchanges):
        separator = interchange.delimiters.repetition if interchange.delimiters else None
        if separator is None or chr(separator) == CARET:
            continue
        mine = np.flatnonzero(around == at)
        mine = mine if rows is None else rows.at[mine]
        if len(mine):
            column = column.scatter(mine, column.gather(mine).str.replace_all(chr(separator), CARET, literal=True))
    return column
