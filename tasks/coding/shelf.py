"""What code sets a workspace has: for which days, and what is missing or stale on a day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tasks.coding.code_sets import packaged
from tasks.coding.release import Release, releases

# Code set -> the kind to load it by, and what its absence means.
WANTED: dict[str, tuple[str, str]] = {
    "icd10cm": ("icd10cm-tabular", "diagnoses are held as `code set not loaded`"),
    "icd10cm_notes": ("icd10cm-tabular", "no Excludes1, seventh character and manifestation edits"),
    "icd10cm_index": ("icd10cm-index", "suggestions do without the alphabetic index"),
    "hcpcs": ("hcpcs", "HCPCS codes that fees.csv does not list are held"),
    "hcpcs_modifier": ("hcpcs", "HCPCS modifiers are not checked against the list"),
    "pos": ("place-of-service", "places of service are not checked"),
    "ncci_ptp": ("ncci-ptp", "no procedure-to-procedure edits"),
    "ncci_ptp_medicaid": ("ncci-ptp-medicaid", "no procedure-to-procedure edits for Medicaid"),
    "ncci_mue": ("ncci-mue", "no medically unlikely edits"),
    "ncci_mue_medicaid": ("ncci-mue-medicaid", "no medically unlikely edits for Medicaid"),
    "add_on": ("add-on", "add-on codes are not checked"),
    "mpfs": ("mpfs", "no global periods, indicators and expected Medicare amounts"),
    "gpci": ("gpci", "no expected Medicare amounts"),
    "lcd": ("lcd", "local coverage is not checked"),
    "cpt": ("cpt", "a CPT code is taken when fees.csv lists it"),
    "carc": ("carc", "adjustment reasons are shown without their texts"),
    "rarc": ("rarc", "remark codes are shown without their texts"),
}


@dataclass(frozen=True)
class Place:
    """A code set on a day: its releases, and `loaded`, `stale` (releases of earlier days only) or `missing`."""

    code_set: str
    state: str
    releases: tuple[Release, ...]
    remark: str


def shelf(folder: Path, day: date) -> list[Place]:
    """Every code set that something asks for, as it stands on a day in a workspace's `codes/`."""
    found = releases(folder)
    there = {release.file_name for release in found}
    found += [release for release in packaged() if release.file_name not in there]
    return [_place(code_set, [r for r in found if r.code_set == code_set], day) for code_set in WANTED]


def _place(code_set: str, found: list[Release], day: date) -> Place:
    kind, without = WANTED[code_set]
    ordered = tuple(sorted(found, key=lambda r: (r.covers_from, r.version)))
    if any(release.covers(day) for release in ordered):
        return Place(code_set, "loaded", ordered, "")
    remark = f"{without}; cleanclaim codes load {kind} FILE"
    return Place(code_set, "stale" if ordered else "missing", ordered, remark)
