"""The code sets that come with the project: ICD-10-CM, HCPCS Level II, place of service (data_contracts/codes)."""

import fcntl
import os
from datetime import date
from pathlib import Path

import polars as pl

from tasks.coding.release import CodeSetError, Release, release_of, releases, write_release
from tasks.workspace import ROOT

__all__ = ["CodeSetError", "Release", "packaged", "packaged_icd10cm", "prepare", "releases", "write_release"]

PACKAGED = ROOT / "data_contracts" / "codes"

_HCPCS = Release(
    "hcpcs", "2024-07", date(2015, 1, 1), date(2024, 9, 30), "CMS HCPCS Level II quarterly update, July 2024"
)
_PLACES = Release("pos", "2024-08", date(2016, 1, 1), None, "CMS Place of Service Code Set, August 2024")


def packaged_icd10cm() -> list[Path]:
    """The packaged releases of ICD-10-CM, codes and notes: Parquet files as they lie in a workspace's `codes/`."""
    return sorted(PACKAGED.glob("icd10cm*.parquet"))


def packaged() -> list[Release]:
    """Every release that comes with the project; a night puts them into the workspace when it first needs them."""
    return [*(release_of(path) for path in packaged_icd10cm()), _HCPCS, _PLACES]


def prepare(folder: Path) -> None:
    """Put the releases that come with the project into `folder`, unless they are there.

    Takes under a second the first time and under a millisecond later. Each file appears whole or not at all, and its
    content is the same wherever it is made; of several processes one builds and the others wait.
    """
    built = ((_HCPCS, _hcpcs_rows), (_PLACES, _place_rows))
    names = [*(path.name for path in packaged_icd10cm()), *(release.file_name for release, _ in built)]
    if all((folder / name).exists() for name in names):
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for path in packaged_icd10cm():
            _copy(path, folder / path.name)
        for release, rows in built:
            path = folder / release.file_name
            if not path.exists():
                write_release(path, release, rows(release))


def _copy(source: Path, target: Path) -> None:
    if not target.exists():
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        part.write_bytes(source.read_bytes())
        part.replace(target)


def _hcpcs_rows(release: Release) -> pl.DataFrame:
    del release  # every code has its own days
    return pl.read_parquet(PACKAGED / "hcpcs_level2.parquet").with_columns(billable=pl.lit(True))


def _place_rows(release: Release) -> pl.DataFrame:
    places = pl.read_csv(PACKAGED / "place_of_service.csv", infer_schema=False)
    return places.with_columns(
        pl.col("valid_from").str.to_date().fill_null(release.covers_from),
        valid_to=pl.lit(None, dtype=pl.Date),
        billable=pl.lit(True),
        description="name",
    )
