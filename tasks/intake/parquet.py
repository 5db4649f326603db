"""A Parquet file as columns of text: its types are no part of the contract, its values are."""

from typing import Any

import polars as pl

# How a typed value is written where its type says more than the value: 1.5000, 09:00:00, 2026-02-27 00:00:00.
_DECIMAL = (r"^(-?\d+\.\d{2}\d*?)0+$", "$1")
_TIME = (r"^(\d\d:\d\d):00(?:\.0+)?$", "$1")
_MIDNIGHT = (r"^(\d{4}-\d\d-\d\d) 00:00:00(?:\.0+)?$", "$1")


class NoColumns(Exception):
    """A Parquet file is no table of plain columns; `columns`: place and name of those that are not, or it is none."""

    def __init__(self, columns: list[tuple[int, str]]) -> None:
        """Keep the columns."""
        super().__init__()
        self.columns = columns


def read_columns(content: bytes) -> tuple[list[str], list[pl.Series], int]:
    """Names, columns as text, and number of rows. Raises NoColumns.

    Read by Arrow, since Polars ends the whole process on some spoiled files.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        sent = pq.read_table(pa.BufferReader(content), page_checksum_verification=True)
        names = [name.strip() for name in sent.column_names]
    except (pa.ArrowException, ValueError, OSError):
        raise NoColumns([]) from None
    texts = [_text(column) for column in sent.columns]
    faulty = [(place, names[place]) for place, text in enumerate(texts) if text is None]
    if faulty:
        raise NoColumns(faulty)
    return names, [text for text in texts if text is not None], sent.num_rows


def _text(column: Any) -> pl.Series | None:
    """A column as text, or None where its values are no plain ones (lists, structures, bytes that are no text)."""
    import pyarrow as pa

    try:
        text = column.cast(pa.string())
        text.validate(full=True)
    except (pa.ArrowException, ValueError, OSError):
        return None
    found = pl.Series(text)
    kind = column.type
    if pa.types.is_decimal(kind):
        return found.str.replace(*_DECIMAL)
    if pa.types.is_time(kind):
        return found.str.replace(*_TIME)
    return found.str.replace(*_MIDNIGHT) if pa.types.is_timestamp(kind) and kind.tz is None else found
