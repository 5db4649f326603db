"""The kinds of official files that `cleanclaim codes load` knows, each with its reader."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from tasks.coding.layouts import coverage, lists, medicare, ncci, published, tabular
from tasks.coding.release import CodeSetError


@dataclass(frozen=True)
class Part:
    """Rows of one code set, and the days they hold for as far as the file says."""

    code_set: str
    rows: pl.DataFrame
    since: date | None = None
    until: date | None = None


def _one(paths: list[Path]) -> Path:
    if len(paths) != 1:
        raise CodeSetError("give one file of this kind at a time")
    return paths[0]


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


def _ncci(
    code_set: str, read: Callable[[list[Path]], pl.DataFrame], program: str = "medicare"
) -> Callable[[list[Path]], Iterator[Part]]:
    """Tables of practitioners, whose names tell quarter, program and part."""

    def parts(paths: list[Path]) -> Iterator[Part]:
        published.refuse_others(paths, program)
        since = published.since_of(paths)
        yield Part(code_set, read(paths), since)

    return parts


def _values(code_set: str, form: str, name: str) -> Callable[[list[Path]], Iterator[Part]]:
    return _single(code_set, lambda path: lists.read_values(path, form, name))


KINDS: dict[str, Callable[[list[Path]], Iterator[Part]]] = {
    "icd10cm-tabular": _tabular,
    "icd10cm-order": _order,
    "icd10cm-index": _index,
    "hcpcs": _hcpcs,
    "mpfs": _relative_values,
    "gpci": _localities,
    "ncci-ptp": _ncci("ncci_ptp", ncci.read_pairs),
    "ncci-ptp-medicaid": _ncci("ncci_ptp_medicaid", ncci.read_pairs, "medicaid"),
    "ncci-mue": _ncci("ncci_mue", lambda paths: ncci.read_units(_one(paths))),
    "ncci-mue-medicaid": _ncci("ncci_mue_medicaid", lambda p: ncci.read_units(_one(p), per_line=True), "medicaid"),
    "add-on": _ncci("add_on", lambda paths: ncci.read_add_ons(_one(paths))),
    "place-of-service": _single("pos", lists.read_places),
    "carc": _values("carc", r"^[A-Z]?\d{1,3}$", "claim adjustment reason"),
    "rarc": _values("rarc", r"^[A-Z]{1,2}\d{1,4}$", "remittance advice remark"),
    "cpt": _values("cpt", r"^\d{4}[0-9A-Z]$", "CPT"),
    "lcd": _joint("lcd", coverage.read_coverage),
}
