"""Loaded releases as edits see them: by day, of the codes in use alone, the later release where two cover a day."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data_contracts.client import MedicareLocality
from tasks.coding.load_files import Asked, load_files
from tasks.coding.medicare_amounts import load_amounts
from tasks.coding.release import releases
from tasks.coding.sets import lay_sets
from tasks.warehouse import Connection, create_schema, scratch

LOS_ANGELES = MedicareLocality(contractor="01182", locality="18", participating=True)


@pytest.fixture
def con() -> Iterator[Connection]:
    con = scratch()
    create_schema(con, "schema")
    con.execute("CREATE TEMP TABLE edit_procedure AS SELECT unnest(['A0001', 'A0002', '99213', 'G0101']) AS code")
    con.execute("CREATE TEMP TABLE edit_diagnosis_code AS SELECT unnest(['G63', 'E119']) AS code")
    yield con
    con.close()


def lay(con: Connection, folder: Path, query: str) -> list[tuple[Any, ...]]:
    lay_sets(con, folder, releases(folder))
    return con.execute(query).fetchall()


def load(folder: Path, kind: str, name: str, text: str, asked: Asked) -> None:
    file = folder.parent / name
    file.write_text(text)
    load_files(folder, kind, [file], asked)


def test_nothing_loaded_leaves_every_set_empty(con: Connection, tmp_path: Path) -> None:
    assert lay(con, tmp_path, "SELECT count(*) FROM set_ptp") == [(0,)]
    assert lay(con, tmp_path, "SELECT count(*) FROM set_excludes1") == [(0,)]


def test_pairs_hold_on_their_days_of_their_release_and_the_later_release_speaks(
    con: Connection, tmp_path: Path
) -> None:
    folder = tmp_path / "codes"
    header = "column1,column2,effectivedate,deletiondate,modifierindicator\n"
    old = header + "A0001,A0002,20200101,*,0\nA0001,ZZZZZ,20200101,*,0\nA0002,A0001,20200101,20240215,9\n"
    load(folder, "ncci-ptp", "q1.csv", old, Asked(since=date(2024, 1, 1), until=date(2024, 6, 30)))
    load(folder, "ncci-ptp", "q2.csv", header + "A0001,A0002,20200101,*,1\n", Asked(since=date(2024, 4, 1)))
    rows = lay(con, folder, "SELECT column1, modifier_indicator, valid_from, valid_to FROM set_ptp ORDER BY ALL")
    assert rows == [
        ("A0001", "0", date(2024, 1, 1), date(2024, 3, 31)),
        ("A0001", "1", date(2024, 4, 1), date(2024, 6, 30)),
        ("A0002", "9", date(2024, 1, 1), date(2024, 2, 15)),
    ]


def test_medicaid_pairs_are_told_apart(con: Connection, tmp_path: Path) -> None:
    folder = tmp_path / "codes"
    text = "code,mueunits,mai\nA0001,2,2 Date of Service Edit: Policy\n"
    load(folder, "ncci-mue", "a.csv", text, Asked(since=date(2024, 1, 1)))
    load(folder, "ncci-mue-medicaid", "b.csv", text.replace(",2,2", ",3,3"), Asked(since=date(2024, 1, 1)))
    rows = lay(con, folder, "SELECT program, units, mai FROM set_mue ORDER BY ALL")
    assert rows == [("medicaid", 3, "3"), ("medicare", 2, "2")]


def test_add_on_codes_keep_primaries_that_nobody_billed(con: Connection, tmp_path: Path) -> None:
    folder = tmp_path / "codes"
    text = "primary_code,add_on_code,aoc_edit_type\nX1111,A0001,1\nCCCCC,A0002,2\nX1111,X2222,1\n"
    load(folder, "add-on", "a.csv", text, Asked(since=date(2024, 1, 1)))
    rows = lay(con, folder, "SELECT add_on, primary_code, type FROM set_add_on ORDER BY ALL")
    assert rows == [("A0001", "X1111", "1"), ("A0002", None, "2")]


def test_the_tabular_list_gives_excludes_seventh_characters_and_manifestations(
    con: Connection, code_sets: Path
) -> None:
    lay_sets(con, code_sets, releases(code_sets))
    day = "DATE '2025-11-03' BETWEEN valid_from AND valid_to"
    excluded = f"SELECT holder_to, excluded_to FROM set_excludes1 WHERE holder_from = 'E11' AND {day} ORDER BY ALL"
    assert ("E11", "E10") in con.execute(excluded).fetchall()
    named = f"SELECT excluded_to FROM set_excludes1 WHERE holder_from = 'M792' AND excluded_from = 'G56' AND {day}"
    assert con.execute(named).fetchall() == [("G58",)]
    seventh = f"SELECT characters[1:3], len(characters) FROM set_seventh WHERE code_from = 'S72' AND {day}"
    assert con.execute(seventh).fetchall() == [(["A", "B", "C"], 16)]
    assert con.execute(f"SELECT code FROM set_manifestation WHERE {day}").fetchall() == [("G63",)]


def fee_schedule(folder: Path) -> None:
    """A relative value file in CMS's layout with one code (numbers of the fee schedule of 2025), and its localities."""
    head = [
        "2025 National Physician Fee Schedule Relative Value File October Release",
        "HCPCS,MOD,DESCRIPTION" + "," * 25,
    ]
    line = "99213,,-,A,,1.30,1.35,,0.56,,0.10,2.75,1.96,0,XXX,0,0,0,0,0,0,0,0,,32.3465,,,"
    bundled = "G0101,,-,B,,1.30,1.35,,0.56,NA,0.10,2.75,1.96,0,XXX,0,0,0,0,0,0,0,0,,32.3465,,,"
    text = "\n".join(
        [",," + head[0], head[1], line, bundled, line.replace("99213,,", "A0001,26,").replace(",0.56,,", ",0.56,NA,")]
    )
    load(folder, "mpfs", "PPRRVU2025.csv", text + "\n", Asked(since=date(2025, 1, 1)))
    gpci = (
        "ADDENDUM E\n,,\nMedicare Administrative Contractor (MAC),State,Locality Number,Locality Name,"
        "2025 PW GPCI (with 1.0 Floor),2025 PE GPCI,2025 MP GPCI\n01182,CA,18,LA,1.042,1.194,0.69\n"
    )
    load(folder, "gpci", "GPCI2025.csv", gpci, Asked())


def amounts(con: Connection, folder: Path, locality: MedicareLocality | None) -> dict[tuple[str, str], Decimal]:
    load_amounts(con, folder, releases(folder), locality)
    rows = con.execute("SELECT code, place, amount FROM reference.medicare_amount").fetchall()
    return {(code, place): amount for code, place, amount in rows}


def test_expected_medicare_amounts(con: Connection, tmp_path: Path) -> None:
    folder = tmp_path / "codes"
    fee_schedule(folder)
    # (1.30 x 1.042 + 1.35 x 1.194 + 0.10 x 0.690) x 32.3465 = 98.19; in a facility practice expense is 0.56
    paid = amounts(con, folder, LOS_ANGELES)
    assert paid == {
        ("99213", "nonfacility"): Decimal("98.19"),
        ("99213", "facility"): Decimal("67.68"),
        ("A0001", "nonfacility"): Decimal("98.19"),
    }
    payable = lay(con, folder, "SELECT place, valid_from, valid_to FROM set_payable WHERE code = '99213' ORDER BY 1")
    assert payable[0] == ("facility", date(2025, 1, 1), date(2025, 12, 31))
    other = LOS_ANGELES.model_copy(update={"participating": False})
    assert amounts(con, folder, other)["99213", "nonfacility"] == Decimal("93.28")
    assert amounts(con, folder, None) == {}


def test_a_quiet_night_reads_no_fee_schedule(con: Connection, tmp_path: Path) -> None:
    folder = tmp_path / "codes"
    fee_schedule(folder)
    known = releases(folder)
    assert load_amounts(con, folder, known, LOS_ANGELES)
    for path in folder.glob("*.parquet"):
        path.unlink()
    assert not load_amounts(con, folder, known, LOS_ANGELES)
