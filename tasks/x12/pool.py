"""Independent jobs over the cores, results in order: what a job finds never depends on which one ends first."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def in_order(jobs: Sequence[Callable[[], Result]]) -> list[Result]:
    """The results of some jobs that spend their time in numpy, Polars or Arrow (which let other threads run)."""
    cores = os.cpu_count() or 1
    if len(jobs) <= 2 or cores < 2:  # a short file: threads would cost more than they save
        return [job() for job in jobs]
    with ThreadPoolExecutor(min(cores, len(jobs))) as pool:
        return list(pool.map(lambda job: job(), jobs))
