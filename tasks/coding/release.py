"""A release of a code set: one Parquet file in a workspace's `codes/`, which says itself what it is and covers.

Columns: tasks/coding/shapes.py.
"""

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from tasks.coding.shapes import shape_of
from tasks.vault import sha256


class CodeSetError(Exception):
    """A code set cannot be built or read; the text says which file and what to do."""


@dataclass(frozen=True)
class Release:
    """One release of a code set: from `covers_from` to `covers_to` (both included) it knows which codes are valid."""

    code_set: str
    version: str
    covers_from: date
    covers_to: date | None
    source: str
    content_sha256: str = ""

    @property
    def file_name(self) -> str:
        """Name of its file in `codes/`."""
        return f"{self.code_set}.{self.version}.parquet"

    def covers(self, day: date) -> bool:
        """True on the days from covers_from to covers_to."""
        return self.covers_from <= day and (self.covers_to is None or day <= self.covers_to)


def write_release(path: Path, release: Release, rows: pl.DataFrame, *, anew: bool = True) -> None:
    """Write the rows of a release, sorted, with what it is in the file's metadata.

    Unless `anew`, a release that is there stays: CodeSetError where its days or rows are others.
    """
    shape = shape_of(release.code_set)
    days = [name for name in ("valid_from", "valid_to") if name in shape]
    keys = [*(name for name in shape if name not in days), *days]
    ordered = rows.select(pl.col(name).cast(kind) for name, kind in shape.items()).sort(keys)
    facts = {**asdict(release), "content_sha256": sha256(ordered.write_csv().encode())}
    if not anew and path.is_file():
        _refuse_change(path, Release(**facts))
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    ordered.write_parquet(
        part, compression="zstd", metadata={"release": json.dumps(facts, default=str, sort_keys=True)}
    )
    part.replace(path)


def _refuse_change(path: Path, release: Release) -> None:
    there = release_of(path)
    if replace(there, source="") != replace(release, source=""):
        raise CodeSetError(
            f"{path}: is there with other rows or days, and nights may have judged by it; load this one under another "
            f"name (--version {release.version}b), which then comes before it"
        )


def rows_of(path: Path) -> int:
    """How many rows the file of a release has."""
    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def releases(folder: Path) -> list[Release]:
    """The releases in `folder`, by code set and version. Raises CodeSetError for a Parquet file that is none."""
    return [release_of(path) for path in sorted(folder.glob("*.parquet"))]


def release_of(path: Path) -> Release:
    """What a release's file says it is. Raises CodeSetError when it is none, or has another's name."""
    try:
        facts = json.loads(pl.read_parquet_metadata(path)["release"])
    except (KeyError, pl.exceptions.PolarsError):
        raise CodeSetError(f"{path}: not a code set release; remove it from the folder of code sets") from None
    for day in ("covers_from", "covers_to"):
        facts[day] = date.fromisoformat(facts[day]) if facts[day] is not None else None
    release = Release(**facts)
    if path.name != release.file_name:
        raise CodeSetError(f"{path}: this file is {release.file_name}; give it that name")
    return release
