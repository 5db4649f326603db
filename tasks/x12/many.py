"""Many files read over all cores, in order. Short files keep Python busy, not numpy: they need processes."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import polars as pl

from tasks.x12.read import Tables
from tasks.x12.whole import read_file

# From how many files on starting processes pays, and how many files one of them is given at a time.
MANY = 100
BATCH = 16


def read_many(files: Sequence[Path]) -> Iterator[tuple[int, Tables]]:
    """The size of each file and its tables; what the system says when it cannot be opened is a finding."""
    cores = os.cpu_count() or 1
    if len(files) < MANY or cores < 2:
        yield from map(read_path, files)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cores, mp_context=context) as pool:
        batches = [files[at : at + BATCH] for at in range(0, len(files), BATCH)]
        # A few batches ahead of what is being written, not all of them in memory.
        ahead = [pool.submit(_read_batch, batch) for batch in batches[: 2 * cores]]
        for at in range(len(batches)):
            if at + 2 * cores < len(batches):
                ahead.append(pool.submit(_read_batch, batches[at + 2 * cores]))
            yield from ahead.pop(0).result()


def read_path(path: Path) -> tuple[int, Tables]:
    """One file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        tables = read_file(b"", str(path))
        why = f"The file cannot be opened: {error.strerror}"
        finding = tables["finding"].with_columns(code=pl.lit("unreadable_file"), message=pl.lit(why))
        return 0, tables | {"finding": finding}
    return len(content), read_file(content, str(path))


def _read_batch(files: Sequence[Path]) -> list[tuple[int, Tables]]:
    """Some files, in a process of its own."""
    return [read_path(path) for path in files]
