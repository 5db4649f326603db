"""`cleanclaim x12 FILE… [--to DIR]`: any X12 files to one file a table, with a verdict on each file."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import polars as pl

from tasks.x12.balance import cents
from tasks.x12.blocks import Uncut
from tasks.x12.many import read_many
from tasks.x12.outputs import Form, Outputs
from tasks.x12.parts import only_835, read_parts
from tasks.x12.read import LARGE, Tables
from tasks.x12.whole import read_file

# Told of each file and how many of its bytes have been read since it was told last.
Progress = Callable[[str, int], None]


@dataclass
class FileVerdict:
    """What was found in one file.

    `guides` are its transaction sets by the guide they were read by ("unsupported" by none), `counts` rows by table,
    `paid` the sum of BPR02 in dollars, then how many findings of each severity.
    """

    path: str
    size: int
    guides: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    paid: Decimal = Decimal("0.00")
    errors: int = 0
    warnings: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing of severity error was found."""
        return self.errors == 0

    def add(self, tables: Tables) -> None:
        """Count a part of the file."""
        severity = tables["finding"]["severity"]
        self.errors += int((severity == "error").sum())
        self.warnings += int((severity == "warning").sum())
        self.paid += Decimal(int(cents(tables["payment"], "amount")[0].sum())).scaleb(-2)
        for name, frame in tables.items():
            self.counts[name] = self.counts.get(name, 0) + len(frame)
        # Of a file in parts the envelopes are in the last one.
        if "transaction_set" in tables:
            for guide, number in tables["transaction_set"]["guide"].value_counts(sort=True).rows():
                self.guides[guide or "unsupported"] = number


@dataclass
class ConvertResult:
    """All files together: their verdicts in the order read, their findings, and the files written."""

    files: list[FileVerdict]
    findings: pl.DataFrame
    written: list[Path]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by table."""
        names = dict.fromkeys(name for file in self.files for name in file.counts)
        return {name: sum(file.counts.get(name, 0) for file in self.files) for name in names}

    @property
    def paid(self) -> Decimal:
        """The sum of all payments (BPR02) in dollars."""
        return sum((file.paid for file in self.files), Decimal("0.00"))

    @property
    def exit_status(self) -> int:
        """0 without a finding of severity error, else 1."""
        return 0 if all(file.ok for file in self.files) else 1


def convert(
    paths: Sequence[Path], to: Path | None = None, form: Form = "parquet", progress: Progress | None = None
) -> ConvertResult:
    """Read files (of folders every file at any depth) and write a file for every table of whole.read_file.

    A file that cannot be read is a finding. What is in memory at a time is a file, of a large 835 some blocks. Raises
    OSError only when `to` cannot be written.
    """
    files = files_of(paths)
    try:
        return _convert(files, to, form, progress, parts=True)
    except Uncut:
        return _convert(files, to, form, None, parts=False)


def _convert(
    files: Sequence[Path], to: Path | None, form: Form, progress: Progress | None, parts: bool
) -> ConvertResult:
    """Read file after file; `parts`: large 835s block by block, which raises Uncut where that cannot be."""
    nothing = read_file(b"", "")
    always = {name: frame.clear() for name, frame in nothing.items()}
    verdicts: list[FileVerdict] = []
    findings = [always["finding"]]
    with nullcontext() if to is None else Outputs(to, form) as outputs:
        if outputs is not None:
            outputs.add(always)
        for path, size, step, tables in _read_all(files, parts):
            if not verdicts or verdicts[-1].path != str(path):
                verdicts.append(FileVerdict(str(path), size))
            verdicts[-1].add(tables)
            findings.append(tables["finding"])
            if outputs is not None:
                outputs.add(tables)
            if progress is not None:
                progress(str(path), step)
    return ConvertResult(verdicts, pl.concat(findings), [] if outputs is None else outputs.written)


def _read_all(files: Sequence[Path], parts: bool) -> Iterator[tuple[Path, int, int, Tables]]:
    """Each file, its size, how many bytes this part read, and its tables or a part of them, in the order of files."""
    large = {path for path in files if parts and _goes_in_parts(path)}
    small = read_many([path for path in files if path not in large])
    for path in files:
        if path not in large:
            size, tables = next(small)
            yield path, size, size, tables
            continue
        size, left = path.stat().st_size, path.stat().st_size
        for tables in read_parts(path):
            step = min(left, LARGE // 2)
            left -= step
            yield path, size, step, tables


def _goes_in_parts(path: Path) -> bool:
    """Whether a file is large and holds nothing but 835s."""
    try:
        return path.stat().st_size > LARGE and only_835(path)
    except OSError:
        return False


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The files meant, folders unfolded in order of their names; none twice."""
    found = []
    for path in paths:
        found += sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    return list(dict.fromkeys(found))
