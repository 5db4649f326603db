"""How fast an 835 is read into tables with its balances checked, beside oxedi on the same file in the same run.

`python -m tests.benchmarks.x12_read [MB]` (10 by default) prints medians of five: ratio first, then MB a second of the
wall clock and of processor time. No timed test: machines differ, ratios hold better.
"""

import statistics
import sys
import time
from collections.abc import Callable

import oxedi

from tasks.x12.read import read_835
from tests.x12.make_835 import remittance, write

CLAIMS_A_PAYMENT = 400


def large_835(megabytes: float) -> bytes:
    """A balanced 835 of about that size; its payments repeat with other control numbers and claim numbers."""
    made = [remittance(seed, CLAIMS_A_PAYMENT, f"T{seed}") for seed in range(8)]
    size = len(write(made))
    copies = max(1, round(megabytes * 1e6 / size))
    return write(made * copies)


def measure(read: Callable[[], object], runs: int = 5) -> tuple[float, float]:
    """Median seconds of wall clock and of processor time."""
    wall, processor = [], []
    for _ in range(runs):
        started, used = time.perf_counter(), time.process_time()
        read()
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    return statistics.median(wall), statistics.median(processor)


def main() -> None:
    """Print the comparison."""
    content = large_835(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
    megabytes = len(content) / 1e6
    tables = read_835(content, "benchmark")
    rows = {name: len(frame) for name, frame in tables.items() if len(frame)}
    theirs = oxedi.parse(content).tables
    columns = [sum(len(frame.columns) for frame in tables.values()), sum(len(theirs[name].columns) for name in theirs)]
    ours, other = measure(lambda: read_835(content, "benchmark")), measure(lambda: oxedi.parse(content))
    out = sys.stdout.write
    out(f"{megabytes:.1f} MB, {content.count(b'~')} segments, rows: {rows}\n")
    out(f"cleanclaim / oxedi: {other[0] / ours[0]:.2f} by wall clock, {other[1] / ours[1]:.2f} by processor time\n")
    for name, (wall, processor), count in zip(("cleanclaim", "oxedi"), (ours, other), columns, strict=True):
        speed = f"{megabytes / wall:6.1f} MB/s wall, {megabytes / processor:6.1f} MB/s processor"
        out(f"{name:10} {speed}, {count} columns\n")


if __name__ == "__main__":
    main()
