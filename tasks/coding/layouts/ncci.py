"""The files of the National Correct Coding Initiative: procedure pairs, medically unlikely edits, add-on codes."""

from pathlib import Path

import polars as pl

from tasks.coding.layouts.grid import day, read_grid, text_of
from tasks.coding.release import CodeSetError

_CODE = r"^[0-9A-Z]{5}$"
_PAIRS = {
    "column1": ("column1", "col1", "columnonecode", "column1code"),
    "column2": ("column2", "col2", "columntwocode", "column2code"),
    "modifier_indicator": (
        "modifier0notallowed1allowed9notapplicable",
        "modifierind",
        "modifierindicator",
        "modifier",
    ),
    "effective": ("effectivedate", "effective", "effdt"),
    "deleted": ("deletiondatenodata", "deletiondate", "deletion", "deldt"),
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
    "effective": ("aocediteffdt", "aocediteffdtjulian", "effectivedate", "aoceffdt", "primarycodeeffdt"),
    "deleted": ("aoceditdeldt", "aoceditdeldtjulian", "deletiondate"),
    "add_on_deleted": ("aocdeldt", "aocdeldtjulian"),
    "primary_deleted": ("primarycodedeldt", "primarycodedeldtjulian"),
}
# The flat file of add-on codes (…-F-MCR.txt) since 2022-01-01: first place and width of a column.
_FLAT = {
    "type": (0, 1),
    "add_on": (1, 5),
    "add_on_deleted": (6, 7),
    "primary_code": (13, 5),
    "primary_deleted": (18, 7),
    "effective": (25, 7),
    "deleted": (32, 7),
}
_FLAT_LINE = r"^[123][0-9A-Z]{5}(\d{7}| {7})[0-9A-Z]{5}(\d{7}| {7})\d{7}"
# What CMS writes for "any code" where the contractors decide.
_NO_LIST = "CCCCC"


def read_pairs(paths: list[Path]) -> pl.DataFrame:
    """Pairs of one release, which CMS publishes in several files: PAIRS, `valid_from` NULL where none is given.

    A deletion date of 9999-12-31, `*` or nothing means in force. A pair that CMS deleted on its first day is left out.
    """
    frames = [_pairs_of(path) for path in paths]
    dated = pl.concat(frames).with_columns(_last_day("deleted").alias("valid_to"), day("effective").alias("valid_from"))
    return dated.filter(pl.col("valid_from").is_null() | pl.col("valid_to").is_null() | _begun())


def _pairs_of(path: Path) -> pl.DataFrame:
    rows = _coded(path, read_grid(path, _PAIRS, optional=("effective",)), "column1")
    _refuse_unless(path, rows, pl.col("column2").str.contains(_CODE), "a second code is none")
    _refuse_unless(path, rows, pl.col("modifier_indicator").is_in(["0", "1", "9"]), "an indicator is none of 0, 1, 9")
    known = pl.col("deleted").is_null() | (pl.col("deleted") == "*") | day("deleted").is_not_null()
    _refuse_unless(path, rows, known, "a deletion date is no day")
    return rows


def read_units(path: Path, *, per_line: bool = False) -> pl.DataFrame:
    """Units per code of one release: UNITS; `mai` is the first digit of what CMS writes (`2 Date of Service …`).

    `per_line`: a file without the indicator means lines, as Medicaid's do.
    """
    rows = _coded(path, read_grid(path, _UNITS, optional=("mai",) if per_line else ()), "code")
    typed = rows.with_columns(
        pl.col("units").str.to_integer(strict=False),
        pl.col("mai").fill_null("1").str.slice(0, 1) if per_line else pl.col("mai").str.slice(0, 1),
    )
    _refuse_unless(path, typed, pl.col("units") >= 0, "a value of units is no number")
    _refuse_unless(path, typed, pl.col("mai").is_in(["1", "2", "3"]), "an adjudication indicator is none of 1, 2, 3")
    return typed


def read_add_ons(path: Path) -> pl.DataFrame:
    """Add-on codes with their primaries: ADD_ONS; primary_code is NULL where CMS lists none (types 2 and 3).

    The flat file and the workbook say the same. A row ends with the edit, the add-on code or the primary code.
    """
    optional = ("effective", "deleted", "add_on_deleted", "primary_deleted")
    flat = _flat(path) if path.suffix.lower() == ".txt" else None
    rows = _coded(path, read_grid(path, _ADD_ONS, optional) if flat is None else flat, "add_on")
    _refuse_unless(path, rows, pl.col("type").str.contains("[123]"), "a type of edit is none of 1, 2, 3")
    ends = pl.min_horizontal(_last_day(name) for name in ("deleted", "add_on_deleted", "primary_deleted"))
    typed = rows.with_columns(
        pl.col("primary_code").replace(_NO_LIST, None),
        pl.col("type").str.extract(r"([123])"),
        ends.alias("valid_to"),
        day("effective").alias("valid_from"),
    )
    return typed.filter(pl.col("valid_from").is_null() | pl.col("valid_to").is_null() | _begun())


def _flat(path: Path) -> pl.DataFrame | None:
    """The columns of the flat file as text; None for a file of another form. Raises CodeSetError for a line cut off."""
    lines = [line for line in text_of(path).splitlines() if line.strip()]
    frame = pl.DataFrame({"line": lines}, schema={"line": pl.String})
    if not lines or not frame["line"].head(1).str.contains(_FLAT_LINE).item():
        return None
    _refuse_unless(path, frame, pl.col("line").str.contains(_FLAT_LINE), "a line is cut off or of another form")
    return frame.select(
        pl.col("line").str.slice(start, width).str.strip_chars().replace("", None).alias(name)
        for name, (start, width) in _FLAT.items()
    )


def _coded(path: Path, rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """The rows that begin with a code: notices above and below are none. Raises CodeSetError where there are none."""
    found = rows.filter(pl.col(column).str.contains(_CODE))
    if found.is_empty():
        raise CodeSetError(f"{path}: no row of it begins with a code; is it the right file, and whole?")
    return found


def _refuse_unless(path: Path, rows: pl.DataFrame, holds: pl.Expr, fault: str) -> None:
    """Raise CodeSetError with the first row that does not hold, counted among those that begin with a code."""
    wrong = rows.select(holds.fill_null(value=False).alias("holds")).with_row_index("row", 1).filter(~pl.col("holds"))
    if not wrong.is_empty():
        raise CodeSetError(
            f"{path}: {fault} (row {wrong['row'][0]} of those with a code, {wrong.height} in all); "
            "was it downloaded whole?"
        )


def _last_day(column: str) -> pl.Expr:
    """The last day in force; NULL where it is open."""
    value = day(column)
    return pl.when(value.dt.year() < 9999).then(value)


def _begun() -> pl.Expr:
    return pl.col("valid_from") < pl.col("valid_to")
