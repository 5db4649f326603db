"""Lists of codes: HCPCS Level II, place of service, adjustment reason and remark codes, a licensed CPT file."""

from pathlib import Path

import polars as pl

from tasks.coding.layouts.grid import day, read_grid
from tasks.coding.release import CodeSetError

_HCPCS = {
    "code": ("hcpc", "hcpcscode", "hcpcs", "code"),
    "record": ("recid", "recordid"),
    "sequence": ("seqnum", "sequencenumber"),
    "description": ("longdescription", "long", "longdesc", "description"),
    "added": ("adddt", "dateadded", "addeddate", "codeaddeddate"),
    "ended": ("termdt", "dateterm", "terminationdate"),
}
_PLACES = {
    "code": ("poscode", "code", "placeofservicecodes"),
    "description": ("posname", "name", "placeofservicename"),
    "rate": ("postype", "type", "rate"),
}
_VALUES = {
    "code": ("code", "cptcode", "carc", "rarc"),
    "description": ("description", "longdescription", "text", "descriptor"),
    "started": ("startdate", "start", "validfrom", "effectivedate"),
    "ended": ("stopdate", "stop", "validto", "deactivated", "enddate", "terminationdate"),
}
_OPTIONAL = ("description", "started", "ended")


def read_hcpcs(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Procedure codes and modifiers of a HCPCS Level II file (…_ANWEB), with the days of each.

    A description that goes on in further records is put together. D codes (dental) belong to the American Dental
    Association; they are taken only from a file that the company itself loads, as every row here is.
    """
    rows = read_grid(path, _HCPCS, optional=("record", "sequence", "description", "added", "ended"))
    rows = rows.filter(pl.col("code").str.contains(r"^[0-9A-Z]{2}([0-9A-Z]{3})?$")).with_row_index("line")
    whole = (
        rows.sort("code", pl.col("sequence").str.to_integer(strict=False).fill_null(0), "line")
        .group_by("code", maintain_order=True)
        .agg(pl.col("description").str.join(" "), day("added").drop_nulls().first(), day("ended").drop_nulls().first())
        .rename({"added": "valid_from", "ended": "valid_to"})
        .with_columns(billable=pl.lit(True))
    )
    if whole.is_empty():
        raise CodeSetError(f"{path}: no HCPCS codes in it")
    modifier = pl.col("code").str.len_chars() == 2
    return whole.filter(~modifier), whole.filter(modifier)


def read_places(path: Path) -> pl.DataFrame:
    """Assigned place-of-service codes; those CMS calls unassigned are left out."""
    rows = read_grid(path, _PLACES, optional=("rate",)).filter(pl.col("code").str.contains(r"^\d{2}$"))
    assigned = rows.filter(~pl.col("description").str.to_lowercase().str.contains("unassigned"))
    return assigned.with_columns(
        valid_from=pl.lit(None, pl.Date), valid_to=pl.lit(None, pl.Date), billable=pl.lit(True)
    )


def read_values(path: Path, form: str, name: str) -> pl.DataFrame:
    """Codes of a list that a licensee loads (CARC, RARC, CPT), with its texts and days where the file has them."""
    rows = read_grid(path, _VALUES, optional=_OPTIONAL).filter(pl.col("code").str.contains(form))
    if rows.is_empty():
        raise CodeSetError(f"{path}: no {name} codes in its column `code`")
    return rows.with_columns(day("started").alias("valid_from"), day("ended").alias("valid_to"), billable=pl.lit(True))
