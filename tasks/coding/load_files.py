"""`cleanclaim codes load`: official files become releases in a workspace's `codes/`, beside those that are there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from tasks.coding.layouts import coverage, lists, medicare, ncci, tabular
from tasks.coding.release import CodeSetError, Release, write_release


@dataclass(frozen=True)
class Asked:
    """What the person who loads says of the release; None where the file or its kind tells."""

    version: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Part:
    """Rows of one code set, and the days they hold for as far as the file says."""

    code_set: str
    rows: pl.DataFrame
    since: date | None = None
    until: date | None = None


def _tabular(paths: list[Path]) -> Iterator[Part]:
    year, codes, notes = tabular.read_tabular(_one(paths))
    days = (date(year - 1, 10, 1), date(year, 9, 30))
    yield Part("icd10cm", codes, *days)
    yield Part("icd10cm_notes", notes, *days)


def _order(paths: list[Path]) -> Iterator[Part]:
    yield Part("icd10cm", tabular.read_order_file(_one(paths)))


def _index(paths: list[Path]) -> Iterator[Part]:
    yield Part("icd10cm_index", tabular.read_index(_one(paths)))


def _hcpcs(paths: list[Path]) -> Iterator[Part]:
    codes, modifiers = lists.read_hcpcs(_one(paths))
    yield Part("hcpcs", codes)
    if not modifiers.is_empty():
        yield Part("hcpcs_modifier", modifiers)


def _relative_values(paths: list[Path]) -> Iterator[Part]:
    since, rows = medicare.read_relative_values(_one(paths))
    yield Part("mpfs", rows, since, date(since.year, 12, 31))


def _localities(paths: list[Path]) -> Iterator[Part]:
    year, rows = medicare.read_localities(_one(paths))
    yield Part("gpci", rows, date(year, 1, 1), date(year, 12, 31))


def _single(code_set: str, read: Callable[[Path], pl.DataFrame]) -> Callable[[list[Path]], Iterator[Part]]:
    return lambda paths: iter([Part(code_set, read(_one(paths)))])


def _joint(code_set: str, read: Callable[[list[Path]], pl.DataFrame]) -> Callable[[list[Path]], Iterator[Part]]:
    return lambda paths: iter([Part(code_set, read(paths))])


def _values(code_set: str, form: str, name: str) -> Callable[[list[Path]], Iterator[Part]]:
    return _single(code_set, lambda path: lists.read_values(path, form, name))


KINDS: dict[str, Callable[[list[Path]], Iterator[Part]]] = {
    "icd10cm-tabular": _tabular,
    "icd10cm-order": _order,
    "icd10cm-index": _index,
    "hcpcs": _hcpcs,
    "mpfs": _relative_values,
    "gpci": _localities,
    "ncci-ptp": _joint("ncci_ptp", ncci.read_pairs),
    "ncci-ptp-medicaid": _joint("ncci_ptp_medicaid", ncci.read_pairs),
    "ncci-mue": _single("ncci_mue", ncci.read_units),
    "ncci-mue-medicaid": _single("ncci_mue_medicaid", ncci.read_units),
    "add-on": _single("add_on", ncci.read_add_ons),
    "place-of-service": _single("pos", lists.read_places),
    "carc": _values("carc", r"^[A-Z]?\d{1,3}$", "claim adjustment reason"),
    "rarc": _values("rarc", r"^[A-Z]{1,2}\d{1,4}$", "remittance advice remark"),
    "cpt": _values("cpt", r"^\d{4}[0-9A-Z]$", "CPT"),
    "lcd": _joint("lcd", coverage.read_coverage),
}

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
        write_release(path, release, _dated(part.rows, release))
        written.append(release)
    return written


def _release(part: Part, paths: list[Path], asked: Asked) -> Release:
    since = asked.since or part.since
    if since is None:
        raise CodeSetError(f"{paths[0]}: the file does not say from which day it holds; add --from YYYY-MM-DD")
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


def _one(paths: list[Path]) -> Path:
    if len(paths) != 1:
        raise CodeSetError("give one file of this kind at a time")
    return paths[0]
