"""The Medicare physician fee schedule: relative value file (PPRRVU) and geographic indices (GPCI) of CMS."""

import csv
import io
import re
from datetime import date
from pathlib import Path

import polars as pl

from tasks.coding.layouts.grid import read_grid, text_of
from tasks.coding.release import CodeSetError

_MONTHS = {"jan": 1, "apr": 4, "jul": 7, "oct": 10}
# Place of a column in PPRRVU, which has its names spread over five lines.
_PLACES = {
    "code": 0,
    "modifier": 1,
    "status": 3,
    "work_rvu": 5,
    "nonfacility_rvu": 6,
    "nonfacility_na": 7,
    "facility_rvu": 8,
    "facility_na": 9,
    "malpractice_rvu": 10,
    "pctc": 13,
    "global_days": 14,
    "multiple": 18,
    "bilateral": 19,
    "conversion_factor": 24,
}
_NUMBERS = ("work_rvu", "nonfacility_rvu", "facility_rvu", "malpractice_rvu", "conversion_factor")
_GPCI = {
    "contractor": ("medicareadministrativecontractormac", "mac", "contractor"),
    "state": ("state",),
    "locality": ("localitynumber", "locality"),
    "name": ("localityname",),
}


def read_relative_values(path: Path) -> tuple[date, pl.DataFrame]:
    """First day of the release (from its title) and rows of a PPRRVU file as CSV. Raises CodeSetError.

    The descriptions, which belong to the American Medical Association, are left out.
    """
    rows = list(csv.reader(io.StringIO(text_of(path), newline="")))
    start = next((n for n, row in enumerate(rows[:20], 1) if [v.strip() for v in row[:2]] == ["HCPCS", "MOD"]), None)
    if start is None or len(rows[start - 1]) < max(_PLACES.values()) + 1:
        raise CodeSetError(f"{path}: no line that begins with HCPCS,MOD in its first 20; it must be PPRRVU as CSV")
    title = " ".join(value for row in rows[:start] for value in row)
    match = re.search(r"(20\d\d) National Physician Fee Schedule Relative Value File (\w{3})", title)
    if match is None or match[2].lower() not in _MONTHS:
        raise CodeSetError(f"{path}: its title does not say year and month of the release")
    width = max(_PLACES.values()) + 1
    body = [row[:width] for row in rows[start:] if len(row) >= width and row[0].strip()]
    frame = pl.DataFrame(body, schema=[str(n) for n in range(width)], orient="row")
    columns = [pl.col(str(place)).str.strip_chars().replace("", None).alias(name) for name, place in _PLACES.items()]
    typed = frame.select(columns).with_columns(
        pl.col(_NUMBERS).str.to_decimal(scale=4),
        pl.col("nonfacility_na", "facility_na").fill_null("").str.to_uppercase() == "NA",
    )
    return date(int(match[1]), _MONTHS[match[2].lower()], 1), typed


def read_localities(path: Path) -> tuple[int, pl.DataFrame]:
    """Year and rows of a GPCI file (Addendum E). Raises CodeSetError when it does not name its year."""
    match = re.search(r"(20\d\d)\s+PW\s*GPCI", text_of(path) if path.suffix.lower() in {".csv", ".txt"} else "")
    if match is None:
        raise CodeSetError(f"{path}: no column such as `2025 PW GPCI` in it; save the file of the localities as CSV")
    year = match[1]
    floors = (f"{year}pwgpciwith10floor", f"{year}pwgpci", f"{year}pwgpciwithout10floor")
    names = {
        **_GPCI,
        "work": floors,
        "practice_expense": (f"{year}pegpci",),
        "malpractice": (f"{year}mpgpci",),
    }
    rows = read_grid(path, names).filter(pl.col("contractor").str.contains(r"^\d+$"), pl.col("locality").is_not_null())
    return int(year), rows.with_columns(
        pl.col("contractor").str.zfill(5),
        pl.col("locality").str.zfill(2),
        pl.col("work", "practice_expense", "malpractice").str.to_decimal(scale=4),
    )
