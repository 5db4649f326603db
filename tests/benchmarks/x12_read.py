"""How fast an 835 is read into tables with its balances checked, beside other parsers in the same run.

`python -m tests.benchmarks.x12_read [MB] [--peers PYTHON]` (10 MB by default) prints ratios first: of oxedi on the
whole file, and of the slower parsers on a smaller one. PYTHON is the interpreter of an environment that has those that
are no part of ours. No timed test: machines differ, ratios hold better.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import oxedi

from tasks.x12 import helpers
from tasks.x12.read import read_835
from tests.benchmarks.make_835 import large_835
from tests.x12.pyx12_check import errors

# How many MB the slow ones are given, and what each of them is asked to do.
PEERS = {
    "x12sdk": (
        0.05,
        "from x12sdk.io import X12ModelReader\nrun = lambda: list(X12ModelReader(path).__enter__().models())",
    ),
    "edi-835-parser": (1, "from edi_835_parser import parse\nrun = lambda: parse(path).to_dataframe()"),
    "openx12": (1, "from openx12 import x835\nrun = lambda: x835.parse(open(path).read()).json()"),
    "linuxforhealth-x12": (
        0.05,
        "from linuxforhealth.x12.io import X12ModelReader\n"
        "def run():\n    with X12ModelReader(path) as reader:\n        return list(reader.models())",
    ),
}
_RUN = """import sys, time, json
path = sys.argv[1]
{}
took = []
for _ in range(3):
    started = time.perf_counter()
    run()
    took.append(time.perf_counter() - started)
print(json.dumps(sorted(took)[1]))"""


def processor_time() -> float:
    """Seconds of processor time that this process and its helpers have used."""
    tasks = (Path(f"/proc/{helper.process.pid}/schedstat") for helper in helpers._helpers)
    return time.process_time() + sum(int(task.read_text().split()[0]) / 1e9 for task in tasks)


def measure(*readers: Callable[[], object], runs: int = 5) -> list[tuple[float, float]]:
    """Median seconds of wall clock and of processor time of some readers, which take turns."""
    taken: list[list[tuple[float, float]]] = [[] for _ in readers]
    for _ in range(runs):
        for read, times in zip(readers, taken, strict=True):
            started, used = time.perf_counter(), processor_time()
            read()
            times.append((time.perf_counter() - started, processor_time() - used))
    columns = [list(zip(*times, strict=True)) for times in taken]
    return [(statistics.median(wall), statistics.median(used)) for wall, used in columns]


def peer(name: str, python: str, folder: Path) -> str:
    """One line of the table: the speed of a parser in another environment, or why there is none."""
    size, code = PEERS[name]
    path = folder / f"{name}.835"
    content = large_835(size, 100)
    path.write_bytes(content)
    command = [python, "-c", _RUN.format(code), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        return f"{name}: not measured, {(done.stderr.strip().splitlines() or ['no message'])[-1][:100]}"
    seconds = float(json.loads(done.stdout.splitlines()[-1]))
    (ours, _), *_ = measure(lambda: read_835(content, "benchmark"))
    return f"{name}: {seconds / ours:.1f} times slower, {len(content) / 1e6 / seconds:.3f} MB/s ({size} MB)"


def main() -> None:
    """Print the comparison."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("megabytes", type=float, nargs="?", default=10)
    arguments.add_argument("--peers", default="")
    said = arguments.parse_args()
    content = large_835(said.megabytes)
    tables, found = read_835(content, "benchmark"), oxedi.parse(content).tables
    theirs = {name: found[name] for name in found}
    rows = {name: len(frame) for name, frame in tables.items() if len(frame)}
    columns = [sum(len(frame.columns) for frame in of.values()) for of in (tables, theirs)]
    read_835(content, "benchmark")
    del tables, theirs, found
    timed = measure(lambda: read_835(content, "benchmark"), lambda: oxedi.parse(content))
    ours, other = timed
    out = sys.stdout.write
    out(f"{len(content) / 1e6:.1f} MB, {content.count(b'~')} segments, rows: {rows}\n")
    out(f"cleanclaim / oxedi: {other[0] / ours[0]:.2f} by wall clock, {other[1] / ours[1]:.2f} by processor time\n")
    for name, (wall, used), count in zip(("cleanclaim", "oxedi"), timed, columns, strict=True):
        speed = f"{len(content) / 1e6 / wall:6.1f} MB/s wall, {len(content) / 1e6 / used:6.1f} MB/s processor"
        out(f"{name:10} {speed}, {count} columns\n")
    small = large_835(0.05, 20)
    (mine, _), (pyx12, _) = measure(lambda: read_835(small, "benchmark"), lambda: errors(small), runs=3)
    out(f"pyx12 (validating): {pyx12 / mine:.1f} times slower, {len(small) / 1e6 / pyx12:.3f} MB/s (0.05 MB)\n")
    with tempfile.TemporaryDirectory() as folder:
        for name in PEERS:
            line = peer(name, said.peers, Path(folder)) if said.peers else f"{name}: absent (say --peers)"
            out(f"{line}\n")


if __name__ == "__main__":
    main()
