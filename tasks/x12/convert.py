"""`cleanclaim x12 FILE… [--to DIR]`: any X12 files to one Parquet file a table, with a verdict on each file."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from tasks.x12.balance import cents
from tasks.x12.blocks import Uncut
from tasks.x12.parts import PartWriter, only_835, read_parts
from tasks.x12.read import LARGE, Tables
from tasks.x12.whole import read_file


@dataclass(frozen=True)
class FileVerdict:
    """What was found in one file: rows by table, the sum of BPR02 in dollars, how many findings of each severity."""

    path: str
    size: int
    counts: dict[str, int]
    paid: Decimal
    errors: int
    warnings: int

    @property
    def ok(self) -> bool:
        """Whether nothing of severity error was found."""
        return self.errors == 0


@dataclass(frozen=True)
class ConvertResult:
    """All files together: their verdicts in the order read, and the tables (each row has its source_file)."""

    files: list[FileVerdict]
    tables: Tables
    written: list[Path]

    @property
    def findings(self) -> pl.DataFrame:
        """The finding table of all files."""
        return self.tables["finding"]

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
    paths: Sequence[Path], to: Path | None = None, progress: Callable[[str], None] | None = None
) -> ConvertResult:
    """Read files (of folders every file at any depth) and write DIR/<table>.parquet for every table of read_file.

    `progress` is called with each file's name before it is read. A file that cannot be read is a finding. One large 835
    alone is written part by part and not kept: the result then has its findings, the other tables without rows. Raises
    OSError only when `to` cannot be written.
    """
    files = _files(paths)
    if to is not None and len(files) == 1 and _goes_in_parts(files[0]):
        if progress is not None:
            progress(str(files[0]))
        try:
            return _convert_parts(files[0], to)
        except Uncut:
            progress = None
    read: list[Tables] = []
    verdicts = []
    for path in files:
        if progress is not None:
            progress(str(path))
        content, tables = _read(path)
        read.append(tables)
        verdicts.append(_verdict(str(path), len(content), tables))
    read = read or [read_file(b"", "")]
    names = dict.fromkeys(name for tables in read for name in tables)
    joined = {name: pl.concat([tables[name] for tables in read if name in tables]) for name in names}
    if not verdicts:
        joined = {name: frame.clear() for name, frame in joined.items()}
    return ConvertResult(verdicts, joined, _write(joined, to) if to is not None else [])


def _goes_in_parts(path: Path) -> bool:
    """Whether a file is large and holds nothing but 835s."""
    try:
        return path.stat().st_size > LARGE and only_835(path)
    except OSError:
        return False


def _convert_parts(path: Path, to: Path) -> ConvertResult:
    """Write one large 835 part by part; of its tables only the findings are kept."""
    counts: dict[str, int] = {}
    paid, last = 0, {}
    with PartWriter(to) as writer:
        for last in read_parts(path):
            writer.add(last)
            paid += int(cents(last["payment"], "amount")[0].sum())
            for name, frame in last.items():
                counts[name] = counts.get(name, 0) + len(frame)
    severity = last["finding"]["severity"]
    errors, warnings = int((severity == "error").sum()), int((severity == "warning").sum())
    verdict = FileVerdict(str(path), path.stat().st_size, counts, Decimal(paid).scaleb(-2), errors, warnings)
    return ConvertResult([verdict], last, [to / f"{name}.parquet" for name in counts])


def _read(path: Path) -> tuple[bytes, Tables]:
    """The content of a file and its tables; what the system says when it cannot be opened is a finding."""
    try:
        content = path.read_bytes()
    except OSError as error:
        tables = read_file(b"", str(path))
        why = f"The file cannot be opened: {error.strerror}"
        finding = tables["finding"].with_columns(code=pl.lit("unreadable_file"), message=pl.lit(why))
        return b"", tables | {"finding": finding}
    return content, read_file(content, str(path))


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files meant, folders unfolded in order of their names; none twice."""
    found = []
    for path in paths:
        found += sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def _verdict(path: str, size: int, tables: Tables) -> FileVerdict:
    """The verdict on one file."""
    severity = tables["finding"]["severity"]
    paid = int(cents(tables["payment"], "amount")[0].sum())
    return FileVerdict(
        path,
        size,
        {name: len(frame) for name, frame in tables.items()},
        Decimal(paid).scaleb(-2),
        int((severity == "error").sum()),
        int((severity == "warning").sum()),
    )


def _write(tables: Tables, to: Path) -> list[Path]:
    """Write every table; each file appears whole."""
    to.mkdir(parents=True, exist_ok=True)
    written = []
    for name, frame in tables.items():
        target = to / f"{name}.parquet"
        partial = to / f".{name}.parquet.part"
        frame.write_parquet(partial)
        os.replace(partial, target)
        written.append(target)
    return written
