"""How much of a drug one unit of its HCPCS code is, as its official description says: `per 10 mg`, `up to 50 mg`.

A description that names two amounts (two drugs, a range, a strength) or none is left out: its units are a person's.
"""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tasks.coding.release import Release
from tasks.warehouse import Connection, lay, scalar

_UNIT = (
    r"(micrograms?|mcg|milligrams?|mg|grams?|gm|g|milliliters?|ml|cc|liters?|l|usp units?|units?|i\.?\s?u\.?|"
    r"millicuries?|mci|microcuries?|uci|milliequivalents?|meq)"
)
_NUMBER = r"(?:[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)"
_AMOUNT = (
    r"(?i)(?:^|[^\w.,/^-])"
    rf"({_NUMBER}\s*(?:million\s+|thousand\s+)?{_UNIT}|per\s+{_UNIT})"
    r"(?:$|[^\w/^-])"
)
_OPEN_END = date(9999, 12, 31)
_SIZES = {"million": 1_000_000, "thousand": 1_000}
_NAMES = {
    "MCG": ("microgram", "mcg"),
    "MG": ("milligram", "mg"),
    "G": ("gram", "gm", "g"),
    "ML": ("milliliter", "ml", "cc"),
    "L": ("liter", "l"),
    "UNIT": ("unit", "usp unit", "iu"),
    "MCI": ("millicurie", "mci"),
    "UCI": ("microcurie", "uci"),
    "MEQ": ("milliequivalent", "meq"),
}
_DRUGS = r"^(J|Q[0-35-9]|C9|A9[56])"
# Amounts that are not the unit of the code.
_BOUNDS = r"(?i)greater than|less than|equal to|per [0-9]+ hours|=|[0-9]x[0-9]|/\s*[0-9]"
_SCHEMA: dict[str, Any] = {
    "code": pl.String,
    "quantity": pl.Decimal(18, 6),
    "unit": pl.String,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
}
_WITH_DOSE = """
SELECT count(*) FROM core.service AS s
INNER JOIN core.encounter AS e ON s.received_id = e.received_id
WHERE s.dose_quantity IS NOT NULL AND e.state IN ('ready', 'held_coding', 'held_edit')
"""


def units_of(codes: pl.DataFrame) -> pl.DataFrame:
    """The quantity and unit that one unit of each drug code is, from rows with code and description.

    Keeps the other columns. `unit` is one of DOSE_UNITS (data_contracts/datasets/documented.py).
    """
    amounts = pl.col("description").str.replace_all(r"\s+", " ").str.extract_all(_AMOUNT)
    one = codes.filter(
        pl.col("code").str.contains(_DRUGS) & (amounts.list.len() == 1) & ~pl.col("description").str.contains(_BOUNDS)
    )
    amount = amounts.list.first().str.to_lowercase()
    number = amount.str.extract(f"({_NUMBER})").str.replace_all(",", "")
    size = amount.str.extract(r"(million|thousand)").replace_strict(_SIZES, default=1, return_dtype=pl.Int64)
    word = amount.str.extract(_UNIT).str.replace_all(r"[.\s]|usp", "").str.strip_suffix("s")
    names = {name: unit for unit, written in _NAMES.items() for name in written}
    return one.with_columns(
        quantity=pl.concat_str(pl.when(number.str.starts_with(".")).then(pl.lit("0")).otherwise(pl.lit("")), number)
        .fill_null("1")
        .str.to_decimal(scale=6)
        .cast(pl.Decimal(18, 6))
        * size,
        unit=word.replace_strict(names, default=None, return_dtype=pl.String),
    ).drop("description")


def lay_dose_units(con: Connection, folder: Path, releases: list[Release]) -> None:
    """Make coding_dose_unit: a row per drug code, with the unit that it had on its days.

    Empty, and no file is read, where no line that waits says a dose.
    """
    frames = [pl.DataFrame(schema=_SCHEMA)]
    if scalar(con, _WITH_DOSE):
        # each code has days of its own, and its unit never changes: a later release speaks first
        found = sorted((r for r in releases if r.code_set == "hcpcs"), key=lambda r: r.version, reverse=True)
        frames += [_of(folder / release.file_name) for release in found]
    rows = pl.concat(frames).unique(["code", "valid_from"], keep="first", maintain_order=True)
    lay(con, "coding_dose_unit", rows.sort("code", "valid_from"))


def _of(path: Path) -> pl.DataFrame:
    codes = pl.read_parquet(path, columns=["code", "description", "valid_from", "valid_to"])
    return (
        units_of(codes)
        .with_columns(pl.col("valid_to").fill_null(_OPEN_END))
        .select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items())
    )
