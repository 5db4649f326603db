"""Tables of many parts into one file each: DIR/<table>.parquet, .csv or .ndjson, written part by part."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Literal

import polars as pl
import pyarrow.parquet as pq

Form = Literal["parquet", "csv", "json"]
SUFFIX: dict[Form, str] = {"parquet": ".parquet", "csv": ".csv", "json": ".ndjson"}


class Outputs:
    """The files of one conversion. Each appears whole, under its name, when all parts are there.

    Use it as a context: when that is left by an exception, nothing appears. CSV has a header line; JSON is one object a
    line. Amounts keep their decimals in both (JSON: as text, so that no reader makes floating point of money), days
    are ISO.
    """

    def __init__(self, to: Path, form: Form = "parquet") -> None:
        """Make the folder. Raises OSError when it cannot be written."""
        to.mkdir(parents=True, exist_ok=True)
        self._to, self._form = to, form
        self._streams: dict[str, IO[bytes]] = {}
        self._writers: dict[str, pq.ParquetWriter] = {}
        self.written: list[Path] = []

    def add(self, tables: Mapping[str, pl.DataFrame]) -> None:
        """Append rows to the file of each table; a table seen for the first time gets its file, empty or not."""
        for name, frame in tables.items():
            first = name not in self._streams
            if first:
                self._streams[name] = self._partial(name).open("wb")
            if self._form == "parquet":
                self._add_parquet(name, frame)
            elif self._form == "csv":
                frame.write_csv(self._streams[name], include_header=first)
            else:
                frame.with_columns(pl.selectors.decimal().cast(pl.String)).write_ndjson(self._streams[name])

    def __enter__(self) -> "Outputs":
        """Nothing is there yet."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Give all files their names, or remove what was begun."""
        for writer in self._writers.values():
            writer.close()
        for name, stream in self._streams.items():
            stream.close()
            if kind is not None:
                self._partial(name).unlink()
                continue
            target = self._to / f"{name}{SUFFIX[self._form]}"
            os.replace(self._partial(name), target)
            self.written.append(target)

    def _partial(self, name: str) -> Path:
        return self._to / f".{name}{SUFFIX[self._form]}.part"

    def _add_parquet(self, name: str, frame: pl.DataFrame) -> None:
        rows = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
        if name not in self._writers:
            self._writers[name] = pq.ParquetWriter(self._streams[name], rows.schema, compression="zstd")
        if len(rows):
            self._writers[name].write_table(rows)
