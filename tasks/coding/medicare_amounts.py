"""Expected Medicare amounts at the client's locality: RVU x GPCI x conversion factor, by day, modifier and place.

Source: 42 CFR 414.20 to 414.26 (formula), 42 CFR 414.48 and SSA 1848(g) (95 percent for who does not participate).
"""

from pathlib import Path

import polars as pl

from data_contracts.client import MedicareLocality
from tasks.coding.release import Release
from tasks.coding.sets import spans
from tasks.loaded import refresh
from tasks.vault import sha256
from tasks.warehouse import Connection, quoted, sql_file


def load_amounts(con: Connection, folder: Path, releases: list[Release], locality: MedicareLocality | None) -> bool:
    """Fill reference.medicare_amount when the fee schedule, the indices or the client's locality changed.

    Empty where client.yaml names no locality or one of the two is not loaded. Returns True when anything was loaded.
    """
    used = [r for r in releases if r.code_set in ("mpfs", "gpci")]
    digest = sha256(repr((locality, [(r.file_name, r.content_sha256) for r in used])).encode())
    table = "reference.medicare_amount"
    return refresh(con, "medicare_amount", digest, table, lambda: _amounts(con, folder, used, locality))


def _amounts(con: Connection, folder: Path, releases: list[Release], locality: MedicareLocality | None) -> pl.DataFrame:
    schedule = _dated(folder, [r for r in releases if r.code_set == "mpfs"])
    indices = _dated(folder, [r for r in releases if r.code_set == "gpci"])
    if locality is None or not schedule or not indices:
        return pl.DataFrame()
    con.execute(f"CREATE OR REPLACE TEMP VIEW medicare_schedule AS {schedule}")
    con.execute(f"CREATE OR REPLACE TEMP VIEW medicare_index AS {indices}")
    rate = "0.95" if not locality.participating else "1.00"
    con.execute("SET VARIABLE contractor = ?", [locality.contractor])
    con.execute("SET VARIABLE locality = ?", [locality.locality])
    con.execute("SET VARIABLE participation = ?::DECIMAL(3, 2)", [rate])
    return con.sql(sql_file("coding", "medicare_amount")).pl()


def _dated(folder: Path, releases: list[Release]) -> str:
    """A query over all releases of a set, with the days each speaks on as span_from and span_to; empty without any."""
    return " UNION ALL BY NAME ".join(
        f"SELECT *, DATE '{first}' AS span_from, DATE '{last}' AS span_to "
        f"FROM read_parquet({quoted(str(folder / release.file_name))})"
        for release, first, last in spans(releases)
    )
