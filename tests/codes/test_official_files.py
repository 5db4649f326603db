"""The loaders read extracts of the published files."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from data_contracts.client import MedicareLocality
from tasks.coding.load_files import Asked, load_files
from tasks.coding.medicare_amounts import load_amounts
from tasks.coding.release import releases
from tasks.warehouse import create_schema, scalar, scratch

QUARTER = Asked(since=date(2024, 7, 1))
FILES = [
    ("icd10cm-order", "icd10cm_order_fy2025.parquet", Asked(since=date(2024, 10, 1)), 97584, date(2025, 9, 30)),
    ("hcpcs", "hcpcs_level2_2024-07.parquet", QUARTER, 8033, date(2024, 9, 30)),
    ("mpfs", "PPRRVU_2025_oct_level2_extract.csv", Asked(), 300, date(2025, 12, 31)),
    ("gpci", "GPCI2025.csv", Asked(), 109, date(2025, 12, 31)),
    ("ncci-ptp", "ncci_ptp_practitioner_2024q3_level2_extract.csv", QUARTER, 3158, date(2024, 9, 30)),
    ("ncci-mue", "mue_practitioner_2024q3_level2_extract.csv", QUARTER, 4387, date(2024, 9, 30)),
    ("add-on", "addon_codes_2024q3_level2_extract.csv", QUARTER, 53, date(2024, 9, 30)),
    ("place-of-service", "place_of_service.csv", QUARTER, 52, None),
    ("carc", "carc_values_2026-08.csv", QUARTER, 407, None),
]


@pytest.mark.parametrize(("kind", "name", "asked", "rows", "until"), FILES, ids=[f[0] for f in FILES])
def test_an_extract_is_read(
    shared: Path, tmp_path: Path, kind: str, name: str, asked: Asked, rows: int, until: date | None
) -> None:
    [release] = load_files(tmp_path, kind, [shared / "codes" / name], asked)
    assert release.covers_to == until
    frame = pl.read_parquet(tmp_path / release.file_name)
    assert frame.height == rows
    if "valid_from" in frame.columns:
        assert frame["valid_from"].null_count() == 0


def test_pairs_in_force_have_no_last_day(shared: Path, tmp_path: Path) -> None:
    name = "ncci_ptp_practitioner_2024q3_level2_extract.csv"
    [release] = load_files(tmp_path, "ncci-ptp", [shared / "codes" / name], QUARTER)
    pairs = pl.read_parquet(tmp_path / release.file_name)
    source = pl.read_csv(shared / "codes" / name, infer_schema=False)
    in_force = source.filter(pl.col("deletion_date") == "9999-12-31").height
    assert pairs["valid_to"].null_count() == in_force


def test_the_extract_of_the_fee_schedule_prices_at_a_locality(shared: Path, tmp_path: Path) -> None:
    for kind, name in (("mpfs", "PPRRVU_2025_oct_level2_extract.csv"), ("gpci", "GPCI2025.csv")):
        load_files(tmp_path, kind, [shared / "codes" / name], Asked(since=date(2025, 1, 1), until=date(2025, 12, 31)))
    con = scratch()
    create_schema(con, "schema")
    locality = MedicareLocality(contractor="01182", locality="18", participating=True)
    assert load_amounts(con, tmp_path, releases(tmp_path), locality)
    row = pl.read_parquet(tmp_path / "mpfs.2025-01.parquet").filter(pl.col("code") == "G0101").row(0, named=True)
    gpci = (Decimal("1.042"), Decimal("1.194"), Decimal("0.69"))
    rvus = (row["work_rvu"], row["nonfacility_rvu"], row["malpractice_rvu"])
    expected = sum(r * g for r, g in zip(rvus, gpci, strict=True)) * row["conversion_factor"]
    query = "SELECT amount FROM reference.medicare_amount WHERE code = 'G0101' AND place = 'nonfacility'"
    assert scalar(con, query) == expected.quantize(Decimal("0.01"), "ROUND_HALF_UP")
    con.close()
