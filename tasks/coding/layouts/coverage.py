"""Billing and coding articles of the Medicare coverage database: which diagnoses an article covers for which codes."""

from pathlib import Path

import polars as pl

from tasks.coding.layouts.grid import day, read_grid
from tasks.coding.layouts.header import Names
from tasks.coding.release import CodeSetError

_ARTICLE: Names = {
    "article": ("articleid",),
    "version": ("articleversion",),
    "from": ("articleeffdate", "effectivedate"),
    "to": ("articleenddate", "dateretired", "retireddate"),
}
_PROCEDURE: Names = {"article": ("articleid",), "version": ("articleversion",), "code": ("hcpccodeid",)}
_DIAGNOSIS: Names = {"article": ("articleid",), "version": ("articleversion",), "diagnosis": ("icd10codeid",)}
_PLACE: Names = {
    "article": ("articleid",),
    "version": ("articleversion",),
    "state": ("stateabbrev", "state", "stateid"),
}
_FILES: dict[str, tuple[Names, tuple[str, ...]]] = {
    "article": (_ARTICLE, ("from", "to")),
    "article_x_hcpc_code": (_PROCEDURE, ()),
    "article_x_icd10_covered": (_DIAGNOSIS, ()),
    "article_x_primary_jurisdiction": (_PLACE, ()),
}
_STATES: Names = {"state": ("stateid",), "letters": ("stateabbrev",)}


def read_coverage(paths: list[Path]) -> pl.DataFrame:
    """COVERAGE from CSV files of the database's export, known by their names: per article, state, code, diagnosis.

    Needed are those of _FILES; state_lookup.csv where the jurisdiction names states by number. Raises CodeSetError.
    """
    by_name = {path.stem.lower(): path for path in paths}
    missing = [name for name in _FILES if name not in by_name]
    if missing:
        raise CodeSetError(f"{paths[0].parent}: of the coverage database are missing {', '.join(missing)} (CSV)")
    grids = {name: read_grid(by_name[name], names, optional) for name, (names, optional) in _FILES.items()}
    states = grids["article_x_primary_jurisdiction"]
    if "state_lookup" in by_name:
        letters = read_grid(by_name["state_lookup"], _STATES)
        states = states.join(letters, on="state", how="left").with_columns(
            pl.coalesce("letters", "state").alias("state")
        )
    if not states["state"].str.contains(r"^[A-Z]{2}$").all():
        raise CodeSetError(f"{by_name['article_x_primary_jurisdiction']}: states are numbers; add state_lookup.csv")
    key = ["article", "version"]
    return (
        grids["article"]
        .join(grids["article_x_hcpc_code"], on=key)
        .join(grids["article_x_icd10_covered"], on=key)
        .join(states, on=key)
        .with_columns(
            pl.col("diagnosis").str.replace(".", "", literal=True),
            day("from").alias("valid_from"),
            day("to").alias("valid_to"),
        )
        .unique(["article", "state", "code", "diagnosis", "valid_from", "valid_to"])
    )
