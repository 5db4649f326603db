"""The code sets that come with the project: ICD-10-CM, HCPCS Level II, place of service (data_contracts/codes)."""

import fcntl
import re
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import polars as pl

from tasks.coding.release import CodeSetError, Release, releases, write_release
from tasks.workspace import ROOT

__all__ = ["CodeSetError", "Release", "prepare", "releases", "write_release"]

PACKAGED = ROOT / "data_contracts" / "codes"
_MONTHS: tuple[str, ...] = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_HCPCS = Release(
    "hcpcs", "2024-07", date(2015, 1, 1), date(2024, 9, 30), "CMS HCPCS Level II quarterly update, July 2024"
)
_PLACES = Release("pos", "2024-08", date(2016, 1, 1), None, "CMS Place of Service Code Set, August 2024")


def prepare(folder: Path) -> None:
    """Put the releases that come with the project into `folder`, unless they are there.

    Takes some seconds the first time and under a millisecond later. Each file appears whole or not at all, and its
    content is the same wherever it is made; of several processes one builds and the others wait. Raises CodeSetError.
    """
    packaged = ((_icd10cm(), _icd10cm_rows), (_HCPCS, _hcpcs_rows), (_PLACES, _place_rows))
    if all((folder / release.file_name).exists() for release, _ in packaged):
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for release, rows in packaged:
            path = folder / release.file_name
            if not path.exists():
                write_release(path, release, rows(release))


def _icd10cm() -> Release:
    """The ICD-10-CM release inside the package simple-icd-10-cm, told by the name of its data file (no import)."""
    spec = find_spec("simple_icd_10_cm")
    if spec is None or spec.origin is None:
        raise CodeSetError("the package simple-icd-10-cm is not installed; install Cleanclaim with its requirements")
    names = [path.name for path in sorted((Path(spec.origin).parent / "data").glob("code-list-*.txt"))]
    found = [
        m for name in names if (m := re.fullmatch(r"code-list-([A-Z][a-z]+)-(\d{4})\.txt", name)) and m[1] in _MONTHS
    ]
    if len(found) != 1:
        raise CodeSetError(
            f"simple-icd-10-cm does not say its release (data files: {', '.join(names) or 'none'}); use 1.5.0"
        )
    year, month = int(found[0][2]), _MONTHS.index(found[0][1]) + 1
    fiscal = year + (month >= 10)
    source = f"ICD-10-CM FY{fiscal}, {found[0][1]} {year} release, from simple-icd-10-cm"
    return Release("icd10cm", f"{year}-{month:02d}", date(fiscal - 1, 10, 1), date(fiscal, 9, 30), source)


def _icd10cm_rows(release: Release) -> pl.DataFrame:
    """All categories and codes; `billable` where nothing more specific exists. The import takes about 3 seconds.

    The list does not say which codes came only with an April update (in FY2026 none did): a release that has such codes
    would take them as valid from the first of October before.
    """
    import simple_icd_10_cm as icd

    codes = sorted({code for code in icd.get_all_codes(with_dots=False) if icd.is_category_or_subcategory(code)})
    return pl.DataFrame(
        {
            "code": codes,
            "billable": [bool(icd.is_leaf(code)) for code in codes],
            "description": [str(icd.get_description(code)) for code in codes],
        }
    ).with_columns(valid_from=pl.lit(release.covers_from), valid_to=pl.lit(release.covers_to))


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
