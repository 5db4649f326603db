"""fees.csv and crosswalk.csv: what is right is read, every fault is named with its line and a remedy."""

from decimal import Decimal
from pathlib import Path

import pytest

from data_contracts.settings import SettingsError
from tasks.coding.reference import read_crosswalk, read_fees
from tests.coding.desk import CROSSWALK, FEES, Desk

CROSSWALK_FAULTS = [
    ("CPT,99213,CPT,99213,,,1,2025-01-01,", "line 2: local_system"),
    ("LOCAL,A,CPT,J1100,,,1,2025-01-01,", "line 2: code: not the form of a CPT code"),
    ("LOCAL,A,HCPCS,99213,,,1,2025-01-01,", "line 2: code: not the form of a HCPCS code"),
    ("LOCAL,A,CPT,99213,,,0,2025-01-01,", "line 2: units_factor: must be more than 0"),
    ("LOCAL,A,CPT,99213,,,,2025-01-01,", "line 2: units_factor"),
    ("SNOMED,4,ICD10CM,E11.9,,,2,2025-01-01,", "line 2: a diagnosis has units_factor 1"),
    ("SNOMED,4,ICD10CM,E11.9,25,,1,2025-01-01,", "line 2: a diagnosis has units_factor 1"),
    ("LOCAL,A,CPT,99213,,,1,2025-01-01,\nLOCAL,A,HCPCS,J1100,,,1,2026-01-01,", "line 3: same local_system, local_code"),
]
FEE_FAULTS = [
    ("99213,,12.345,2025-01-01,", "line 2: fee: Dollars for one unit"),
    ("99213,,,2025-01-01,", "line 2: fee"),
    ("9921,,1.00,2025-01-01,", "line 2: code"),
    ("99213,,1.00,2025-02-30,", "line 2: valid_from: no such day"),
    ("99213,,1.00,01/02/2025,", "line 2: valid_from: First day"),
    ("99213,,1.00,2025-03-01,2025-02-01", "line 2: valid_to lies before valid_from"),
    ("99213,,1.00", "line 2: has 3 values, the header has 5"),
    ("99213,,1.00,2025-01-01,\n# a comment\n99213,,2.00,2026-01-01,", "line 4: same code, modifier as line 2"),
    ("99213,26,1.00,2025-01-01,2025-12-31\n99213,26,2.00,2025-12-31,", "line 3: same code, modifier as line 2"),
]


def test_fees_are_read_with_comments_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "fees.csv"
    path.write_text(f"\ufeff# fees of 2026\n{FEES}\n99213,,120,2025-01-01,2025-12-31\n99213,26,60.5,2026-01-01,\n")
    rows = read_fees(path).rows()
    assert [(code, modifier, fee) for code, modifier, fee, *_ in rows] == [
        ("99213", None, Decimal("120.00")),
        ("99213", "26", Decimal("60.50")),
    ]


def test_columns_come_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "fees.csv"
    path.write_text("fee,valid_to,code,valid_from,modifier\n5.00,,J1100,2025-01-01,\n")
    assert read_fees(path)["fee"].to_list() == [Decimal("5.00")]


@pytest.mark.parametrize(("rows", "fault"), FEE_FAULTS)
def test_a_fault_in_the_fees_is_named(tmp_path: Path, rows: str, fault: str) -> None:
    path = tmp_path / "fees.csv"
    path.write_text(f"{FEES}{rows}\n")
    with pytest.raises(SettingsError) as error:
        read_fees(path)
    assert f"{path}: {fault}" in str(error.value)


@pytest.mark.parametrize(("rows", "fault"), CROSSWALK_FAULTS)
def test_a_fault_in_the_crosswalk_is_named(tmp_path: Path, rows: str, fault: str) -> None:
    path = tmp_path / "crosswalk.csv"
    path.write_text(f"{CROSSWALK}{rows}\n")
    with pytest.raises(SettingsError) as error:
        read_crosswalk(path)
    assert f"{path}: {fault}" in str(error.value)


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "fees.csv"
    path.write_text(FEES + "99213,,x,2025-01-01,\n" * 25)
    with pytest.raises(SettingsError) as error:
        read_fees(path)
    assert "line 21: fee" in str(error.value)
    assert "and 5 more faults" in str(error.value)


def test_a_wrong_header_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "fees.csv"
    path.write_text("code,price\n99213,1\n")
    with pytest.raises(SettingsError, match="missing: fee, modifier, valid_from, valid_to; not known: price"):
        read_fees(path)


def test_latin_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fees.csv"
    path.write_bytes(b"# geb\xfchr\n")
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_fees(path)


def test_a_service_and_a_diagnosis_may_share_a_local_code(tmp_path: Path) -> None:
    path = tmp_path / "crosswalk.csv"
    path.write_text(f"{CROSSWALK}SNOMED,4,ICD10CM,E11.9,,,1,2025-01-01,\nSNOMED,4,CPT,99213,,,1,2025-01-01,\n")
    assert read_crosswalk(path)["code"].to_list() == ["99213", "E119"]


def test_billing_by_fee_schedule_needs_the_file(desk: Desk) -> None:
    desk.flush()
    from tasks.coding.stage import run

    with pytest.raises(SettingsError, match=r"fees\.csv: no such file"):
        run(desk.night)


def test_an_item_may_carry_a_revenue_code(tmp_path: Path) -> None:
    path = tmp_path / "crosswalk.csv"
    header = CROSSWALK.replace("valid_to\n", "valid_to,revenue_code\n")
    path.write_text(f"{header}LOCAL,A,CPT,99213,,,1,2025-01-01,,0510\nLOCAL,B,VISIT,OFFICE,,,1,2025-01-01,,\n")
    assert read_crosswalk(path).select("code", "revenue_code").rows() == [("99213", "0510"), ("OFFICE", None)]
    path.write_text(f"{header}LOCAL,A,VISIT,99213,,,1,2025-01-01,,510\n")
    with pytest.raises(SettingsError, match="revenue_code: Revenue code of the item"):
        read_crosswalk(path)
    path.write_text(f"{header}LOCAL,A,VISIT,99213,,,1,2025-01-01,,\n")
    with pytest.raises(SettingsError, match="not the form of a VISIT code"):
        read_crosswalk(path)
