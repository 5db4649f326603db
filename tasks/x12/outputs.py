"""Tables of many parts into one file each: DIR/<table>.parquet, .csv or .ndjson, written part by part."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Literal

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

Form = Literal["parquet", "csv", "json"]
SUFFIX: dict[Form, str] = {"parquet": ".parquet", "csv": ".csv", "json": ".ndjson"}


class Outputs:
    """The files of one conversion. Each appears whole, under its name, when all parts are there.

    CSV has a header line; JSON is one object a line. Amounts keep their two decimals in both (JSON: as text, so that
    no reader makes floating point of money), days are ISO.
    """

    def __init__(self, to: Path, form: Form) -> None:
        """Make the folder. Raises OSError when it cannot be written."""
        to.mkdir(parents=True, exist_ok=True)
        self._to, self._form = to, form
        self._open: dict[str, tuple[Path, IO[bytes], pq.ParquetWriter | None]] = {}

    def add(self, tables: Mapping[str, pl.DataFrame]) -> None:
        """Append rows to the file of each table; a table seen for the first time gets its file, empty or not."""
        for name, frame in tables.items():
            if self._form == "parquet":
                self._add_parquet(name, frame)
                continue
            first = name not in self._open
            _, stream, _ = self._open[name] if not first else self._begin(name, None)
            if self._form == "csv":
                frame.write_csv(stream, include_header=first)
            else:
                frame.with_columns(pl.selectors.decimal().cast(pl.String)).write_ndjson(stream)

    def finish(self) -> list[Path]:
        """Close all files and give them their names; returns them in the order in which the tables came."""
        written = []
        for name, (partial, stream, writer) in self._open.items():
            if writer is not None:
                writer.close()
            stream.close()
            target = self._to / f"{name}{SUFFIX[self._form]}"
            os.replace(partial, target)
            written.append(target)
        return written

    def discard(self) -> None:
        """Close and remove what was begun."""
        for partial, stream, _ in self._open.values():
            stream.close()
            partial.unlink(missing_ok=True)

    def _begin(self, name: str, schema: pa.Schema | None) -> tuple[Path, IO[bytes], pq.ParquetWriter | None]:
        partial = self._to / f".{name}{SUFFIX[self._form]}.part"
        stream = partial.open("wb")
        writer = None if schema is None else pq.ParquetWriter(stream, schema, compression="zstd")
        self._open[name] = (partial, stream, writer)
        return self._open[name]

    def _add_parquet(self, name: str, frame: pl.DataFrame) -> None:
        table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
        _, _, writer = self._open.get(name) or self._begin(name, table.schema)
        if writer is not None and len(table):
            writer.write_table(table)
