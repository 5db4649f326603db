"""`cleanclaim codes load`: official files become releases in a workspace's `codes/`, beside those that are there."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from tasks.coding.kinds import KINDS, Part
from tasks.coding.release import CodeSetError, Release, write_release


@dataclass(frozen=True)
class Asked:
    """What the person who loads says of the release; None where the file or its kind tells."""

    version: str | None = None
    since: date | None = None
    until: date | None = None


# Months that a release holds for where its file does not say: from its first day to the end of that span of the year.
_QUARTERLY = {
    *("hcpcs", "hcpcs_modifier", "ncci_ptp", "ncci_ptp_medicaid"),
    *("ncci_mue", "ncci_mue_medicaid", "add_on"),
}


def load_files(folder: Path, kind: str, paths: list[Path], asked: Asked) -> list[Release]:
    """Read files of a kind and put their releases into `folder`; returns what was written.

    Raises CodeSetError for a file that is not what it should be, and where nobody says from which day it holds.
    """
    if kind not in KINDS:
        raise CodeSetError(f"{kind}: no such kind of code set; there are {', '.join(KINDS)}")
    written: list[Release] = []
    for part in KINDS[kind](paths):
        release = _release(part, paths, asked)
        path = folder / release.file_name
        write_release(path, release, _dated(part.rows, release), anew=False)
        written.append(release)
    return written


def _release(part: Part, paths: list[Path], asked: Asked) -> Release:
    since = asked.since or part.since
    if since is None:
        raise CodeSetError(f"{paths[0]}: neither file nor name say from which day it holds; add --from YYYY-MM-DD")
    until = asked.until or (part.until if asked.since is None else None) or _end(part, since)
    if until is not None and until < since:
        raise CodeSetError(f"--to {until} lies before {since}")
    version = asked.version or f"{since:%Y-%m}"
    return Release(part.code_set, version, since, until, f"loaded from {', '.join(sorted(p.name for p in paths))}")


def _end(part: Part, since: date) -> date | None:
    """The last day a release of its kind holds for; None for lists that hold until the next one."""
    if part.code_set in ("icd10cm", "icd10cm_notes", "icd10cm_index"):
        return date(since.year + (since.month >= 10), 9, 30)
    if part.code_set in ("mpfs", "gpci"):
        return date(since.year, 12, 31)
    if part.code_set in _QUARTERLY:
        month = 3 * ((since.month - 1) // 3) + 4
        return date(since.year + month // 13, (month - 1) % 12 + 1, 1) - timedelta(days=1)
    return None


def _dated(rows: pl.DataFrame, release: Release) -> pl.DataFrame:
    """Rows with the days they hold for: their own where the file has them, else those of the release."""
    if release.code_set in ("icd10cm_notes", "icd10cm_index"):
        return rows
    own = [pl.col(n) if n in rows.columns else pl.lit(None, pl.Date).alias(n) for n in ("valid_from", "valid_to")]
    dated = rows.with_columns(own).with_columns(pl.col("valid_from").fill_null(release.covers_from))
    if release.code_set == "icd10cm":
        return dated.with_columns(pl.lit(release.covers_to, pl.Date).alias("valid_to"))
    # Without a first day of its own, what ended before the release was in force for its last day at least.
    return dated.with_columns(pl.min_horizontal("valid_from", "valid_to").alias("valid_from"))
