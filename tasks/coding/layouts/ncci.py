"""The files of the National Correct Coding Initiative: procedure pairs, medically unlikely edits, add-on codes."""

from pathlib import Path

import polars as pl

from tasks.coding.layouts.grid import day, read_grid
from tasks.coding.release import CodeSetError

_PAIRS = {
    "column1": ("column1", "col1", "columnonecode", "column1code"),
    "column2": ("column2", "col2", "columntwocode", "column2code"),
    "modifier_indicator": (
        "modifier0notallowed1allowed9notapplicable",
        "modifierind",
        "modifierindicator",
        "modifier",
    ),
    "effective": ("effectivedate", "effdt"),
    "deleted": ("deletiondatenodata", "deletiondate", "deldt"),
}
_UNITS = {
    "code": ("hcpcscptcode", "hcpcscode", "code"),
    "units": ("practitionerservicesmuevalues", "muevalues", "muevalue", "mueunits"),
    "mai": ("mueadjudicationindicator", "muemai", "mai"),
}
_ADD_ONS = {
    "add_on": ("addoncode", "addon", "aoc"),
    "primary_code": ("primarycode",),
    "type": ("aocedittype", "addonedittype", "edittype", "type"),
    "effective": ("effectivedate", "aoceffdt", "primarycodeeffdt"),
    "deleted": ("deletiondate", "aocdeldt", "primarycodedeldt"),
}
# What CMS writes for "any code" where the contractors decide.
_NO_LIST = "CCCCC"


def read_pairs(paths: list[Path]) -> pl.DataFrame:
    """Pairs of one release, which CMS publishes in several files: PAIRS, `valid_from` NULL where none is given.

    A deletion date of 9999-12-31, `*` or nothing means in force. A pair that CMS deleted on its first day is left out.
    """
    frames = [read_grid(path, _PAIRS, optional=("effective", "deleted")) for path in paths]
    rows = pl.concat(frames).filter(pl.col("column1").str.contains(r"^[0-9A-Z]{5}$"))
    if not rows["modifier_indicator"].is_in(["0", "1", "9"]).all():
        raise CodeSetError(f"{paths[0]}: a modifier indicator is none of 0, 1, 9")
    dated = rows.with_columns(_last_day("deleted").alias("valid_to"), day("effective").alias("valid_from"))
    return dated.filter(pl.col("valid_from").is_null() | pl.col("valid_to").is_null() | _begun())


def read_units(path: Path) -> pl.DataFrame:
    """Units per code of one release: UNITS; `mai` is the first digit of what CMS writes (`2 Date of Service …`)."""
    rows = read_grid(path, _UNITS).filter(pl.col("code").str.contains(r"^[0-9A-Z]{5}$"))
    typed = rows.with_columns(pl.col("units").str.to_integer(strict=False), pl.col("mai").str.slice(0, 1))
    if typed["units"].null_count() or not typed["mai"].is_in(["1", "2", "3"]).all():
        raise CodeSetError(f"{path}: a value of units is no number, or an adjudication indicator none of 1, 2, 3")
    return typed


def read_add_ons(path: Path) -> pl.DataFrame:
    """Add-on codes with their primaries: ADD_ONS; primary_code is NULL where CMS lists none (types 2 and 3)."""
    rows = read_grid(path, _ADD_ONS, optional=("effective", "deleted"))
    rows = rows.filter(pl.col("add_on").str.contains(r"^[0-9A-Z]{5}$"))
    return rows.with_columns(
        pl.col("primary_code").replace(_NO_LIST, None),
        pl.col("type").str.extract(r"([123])"),
        _last_day("deleted").alias("valid_to"),
        day("effective").alias("valid_from"),
    )


def _last_day(column: str) -> pl.Expr:
    """The last day in force; NULL where it is open."""
    value = day(column)
    return pl.when(value.dt.year() < 9999).then(value)


def _begun() -> pl.Expr:
    return pl.col("valid_from") < pl.col("valid_to")
