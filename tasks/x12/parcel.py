"""What a helper read, handed to the process that asked: laid into shared memory once, and used from there.

Tables go as Arrow arrays. Their text columns share the bytes of the block, which go once; most columns are nothing but
nulls and do not go at all.
"""

import os
import pickle
from bisect import bisect_right
from dataclasses import replace
from mmap import ACCESS_READ, mmap
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from tasks.x12 import columns as typed
from tasks.x12.block_tables import Read

_ALIGNED = 64
_LENGTH = 8
# By their type, the kinds of the guides whose columns of nulls look like that.
_KINDS = {
    pl.String(): "text", pl.Decimal(14, 2): "amount", pl.Decimal(14, 3): "quantity", pl.Int64(): "count",
    pl.Date(): "date",
}  # fmt: skip


def pack(read: Read) -> int:
    """The descriptor of memory that holds it all."""
    # What is kept until the end of the file must not keep the memory of the block.
    kept = pickle.dumps(replace(read, tables={"finding": read.tables["finding"]}, texts=[]))
    found: list[pickle.PickleBuffer] = []
    texts = [pickle.PickleBuffer(text) for text in read.texts]
    tables = {name: _as_arrow(frame) for name, frame in read.tables.items() if name != "finding"}
    used = pickle.dumps((tables, texts), protocol=5, buffer_callback=found.append)
    regions, places, size = _laid_out([np.frombuffer(buffer.raw(), np.uint8) for buffer in found])
    head = pickle.dumps((kept, used, places))
    begin = _aligned(_LENGTH + len(head))
    fd = os.memfd_create("cleanclaim-read")
    os.truncate(fd, begin + size)
    with mmap(fd, begin + size) as memory:
        memory[: _LENGTH + len(head)] = len(head).to_bytes(_LENGTH, "little") + head
        for at, region in regions:
            memory[begin + at : begin + at + len(region)] = region.data
    return fd


def unpack(fd: int) -> Read:
    """What was packed; its columns lie in the shared memory, which is given back when the last of them goes."""
    memory = memoryview(mmap(fd, 0, access=ACCESS_READ))
    os.close(fd)
    end = _LENGTH + int.from_bytes(memory[:_LENGTH], "little")
    kept, used, places = pickle.loads(memory[_LENGTH:end])  # noqa: S301 (our own process wrote it)
    begin = _aligned(end)
    buffers = [memory[begin + at : begin + at + size] for at, size in places]
    tables, texts = pickle.loads(used, buffers=buffers)  # noqa: S301
    read: Read = pickle.loads(kept)  # noqa: S301
    made = {name: _as_polars(*table) for name, table in tables.items()}
    return replace(read, tables=made | read.tables, texts=texts)


def _laid_out(buffers: list[Any]) -> tuple[list[tuple[int, Any]], list[tuple[int, int]], int]:
    """Where each piece of memory goes, where each buffer lies then, how much it is: nothing goes twice."""
    address = [buffer.__array_interface__["data"][0] for buffer in buffers]
    order = sorted(range(len(buffers)), key=lambda one: (address[one], -len(buffers[one])))
    regions: list[tuple[int, Any]] = []
    begins: list[int] = []
    size = 0
    for one in order:
        if not begins or address[one] + len(buffers[one]) > begins[-1] + len(regions[-1][1]):
            regions.append((size, buffers[one]))
            begins.append(address[one])
            size += _aligned(len(buffers[one]))
    around = [bisect_right(begins, one) - 1 for one in address]
    places = [
        (regions[at][0] + one - begins[at], len(buffer))
        for at, one, buffer in zip(around, address, buffers, strict=True)
    ]
    return regions, places, size


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _as_arrow(frame: pl.DataFrame) -> tuple[pa.Table, int, dict[str, pl.DataType]]:
    """The columns that hold anything, how many rows there are, and all columns with their types."""
    filled = [column for column in frame if column.null_count() < len(column) or column.dtype not in _KINDS]
    return pl.DataFrame(filled).to_arrow(compat_level=pl.CompatLevel.newest()), len(frame), dict(frame.schema)


def _as_polars(filled: pa.Table, count: int, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """The table again."""
    there = {column.name: column for column in pl.DataFrame(filled)}
    missing = {name: kind for name, kind in schema.items() if name not in there}
    there |= {name: typed.nothing(_KINDS[kind], count, name) for name, kind in missing.items()}
    return pl.DataFrame([there[name] for name in schema])
