"""The NCCI tables as CMS lays them out: notices, names over several lines, days in three forms, names with quarters.

The layouts are those of ccipra-v….TXT and .xlsx, MCR_MUE_PractitionerServices_Eff_….csv and AOC_V…; codes are invented.
"""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from tasks.coding.load_files import Asked, load_files
from tasks.coding.release import CodeSetError, Release

PAIRS = [
    # as published: column 1, column 2, in existence prior to 1996, effective, deletion, modifier, rationale
    ["CPT only copyright 2025 American Medical Association.  All rights reserved.", "", "", "", "", "", ""],
    ["Column1/Column2 Edits", "", "", "", "", "", ""],
    ["Column 1", "Column 2", "*=in existence", "Effective", "Deletion", "Modifier", "PTP Edit Rationale"],
    ["", "", "prior to 1996", "Date", "Date", "0=not allowed", ""],
    ["", "", "", "", "*=no data", "1=allowed", ""],
    ["", "", "", "", "", "9=not applicable", ""],
    ["A0001", "A0002", "", "20220101", "20231231", "1", 'CPT "separate procedure" definition'],
    ["A0001", "A0003", "*", "19960101", "*", "0", "More extensive procedure"],
    ["A0004", "A0003", "", "19960101", "19960101", "9", "Misuse of column two code with column one code"],
]
KEPT = [
    ("A0001", "A0002", "1", date(2022, 1, 1), date(2023, 12, 31)),
    ("A0001", "A0003", "0", date(1996, 1, 1), None),
]
NOTICE = (
    '"CPT codes, descriptions and other data only are copyright 2025 American Medical Association, all rights\n'
    'reserved. Fee schedules are not assigned by the AMA, and ""the AMA"" is not recommending their use.",,,\n'
)


def text(rows: list[list[str]]) -> str:
    return "".join("\t".join(row) + "\r\n" for row in rows)


def load(folder: Path, kind: str, name: str, content: str, asked: Asked | None = None) -> tuple[Release, pl.DataFrame]:
    path = folder / name
    path.write_bytes(content.encode("cp1252"))
    [release] = load_files(folder / "codes", kind, [path], asked or Asked())
    return release, pl.read_parquet(folder / "codes" / release.file_name)


def workbook(path: Path, rows: list[list[str]]) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            # CMS writes units and indicators as numbers, codes as text
            if value.isdigit() and len(value) != 5:
                sheet.write_number(number, place, int(value))
            elif value:
                sheet.write_string(number, place, value)
    book.close()
    return path


def test_pairs_with_names_over_four_lines(tmp_path: Path) -> None:
    release, rows = load(tmp_path, "ncci-ptp", "ccipra-v322r0-f1.TXT", text(PAIRS))
    assert (release.covers_from, release.covers_to) == (date(2026, 7, 1), date(2026, 9, 30))
    assert rows.rows() == KEPT


def test_the_workbook_of_pairs_says_the_same(tmp_path: Path) -> None:
    path = workbook(tmp_path / "ccipra-v322r0-f1.xlsx", PAIRS)
    [release] = load_files(tmp_path, "ncci-ptp", [path], Asked())
    assert pl.read_parquet(tmp_path / release.file_name).rows() == KEPT


def test_units_below_a_notice_of_several_lines(tmp_path: Path) -> None:
    content = (
        f'{NOTICE}"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n'
        "A0001,2,2 Date of Service Edit: Policy,Code Descriptor / CPT Instruction\n"
        'A0002,1,1 Line Edit,"Anatomic, Consideration"\n'
    )
    release, rows = load(tmp_path, "ncci-mue", "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv", content)
    assert (release.version, release.covers_to) == ("2026-07", date(2026, 9, 30))
    assert rows.select("code", "units", "mai").rows() == [("A0001", 2, "2"), ("A0002", 1, "1")]


def test_units_of_medicaid_have_no_indicator_and_are_of_lines(tmp_path: Path) -> None:
    content = f"{NOTICE}HCPCS/CPT Code,MUE Values,MUE Rationale\nA0001,3,Nature of Service\n"
    name = "medicaid-ncci-2026-q3-mue-practitioner-services.csv"
    release, rows = load(tmp_path, "ncci-mue-medicaid", name, content)
    assert (release.code_set, release.version) == ("ncci_mue_medicaid", "2026-07")
    assert rows.select("code", "units", "mai").rows() == [("A0001", 3, "1")]
    with pytest.raises(CodeSetError, match="no header row with columns for code, units, mai"):
        load(tmp_path, "ncci-mue", "units.csv", content, Asked(since=date(2026, 7, 1)))


ADD_ONS = [
    ["CPT codes only are copyright 2025 American Medical Association", "", "", "", "", "", "", ""],
    ["AOC_Edit_Type", "Add-On_Code", "AOC_DelDT", "Primary_Code", "Primary_Code_DelDT", "AOC_Edit_EffDT",
     "AOC_Edit_DelDT", "Special_Instruction_Notes"],
    ["1", "A0002", "", "A0001", "", "2013001", "", ""],
    ["1", "A0002", "", "A0009", "2023365", "2013001", "", "deleted with its primary code"],
    ["2", "A0003", "", "CCCCC", "", "2022001", "2024182", ""],
]  # fmt: skip
ADDED = [
    ("A0002", "A0001", "1", date(2013, 1, 1), None),
    ("A0002", "A0009", "1", date(2013, 1, 1), date(2023, 12, 31)),
    ("A0003", None, "2", date(2022, 1, 1), date(2024, 6, 30)),
]


def test_add_on_codes_of_the_workbook_and_the_flat_file(tmp_path: Path) -> None:
    path = workbook(tmp_path / "AOC_V2026Q3-MCR.xlsx", ADD_ONS)
    [release] = load_files(tmp_path, "add-on", [path], Asked())
    assert release.version == "2026-07"
    assert pl.read_parquet(tmp_path / release.file_name).rows() == ADDED
    widths = (1, 5, 7, 5, 7, 7, 7, 58)
    flat = "".join("".join(v.ljust(w) for v, w in zip(row, widths, strict=True)) + "\r\n" for row in ADD_ONS[2:])
    assert load(tmp_path, "add-on", "AOC_V2026Q3-F-MCR.txt", flat)[1].rows() == ADDED
    with pytest.raises(CodeSetError, match=r"a line is cut off.*row 3"):
        load(tmp_path, "add-on", "AOC_V2026Q4-F-MCR.txt", flat[:-90])


HALF = text(PAIRS)
WRONG = [
    ("ncci-ptp", "ccipra-v322r0-f1.txt", HALF[: HALF.index("A0004") + 9], "a second code is none"),
    ("ncci-ptp", "ccipra-v322r0-f1.txt", HALF[: HALF.index("9\tMisuse")], "an indicator is none of 0, 1, 9"),
    ("ncci-ptp", "ccipra-v322r0-f1.txt", HALF.replace("20231231", "2023"), r"a deletion date is no day \(row 1"),
    ("ncci-ptp", "ccipra-v322r0-f1.txt", text(PAIRS[:6]), "no row of it begins with a code"),
    ("ncci-ptp", "ccipra-v322r0-f1.txt", "<html>Sign the licence</html>", "no header row with columns for column1"),
    ("ncci-ptp", "ccipra-v322r0-f2.txt", HALF, "part 1 of the table is missing"),
    ("ncci-ptp", "ccioph-v322r0-f1.txt", HALF, "for hospitals or suppliers"),
    ("ncci-ptp-medicaid", "MCR_PTP_2026Q3.txt", HALF, "not of Medicaid"),
    ("ncci-ptp", "ccipra-v322r0-f1.xlsx", "PK no workbook", "is no workbook that can be read"),
    ("ncci-mue", "MCD_MUE_Eff_07-01-2026.csv", "x", "not of Medicare"),
    ("ncci-ptp", "pairs.txt", HALF, "say from which day it holds; add --from"),
]


@pytest.mark.parametrize(("kind", "name", "content", "fault"), WRONG)
def test_a_wrong_or_half_file_is_refused_with_what_to_do(
    tmp_path: Path, kind: str, name: str, content: str, fault: str
) -> None:
    with pytest.raises(CodeSetError, match=fault):
        load(tmp_path, kind, name, content)
    assert not list((tmp_path / "codes").glob("*"))


def test_a_release_that_nights_may_have_judged_by_is_not_changed(tmp_path: Path) -> None:
    name, changed = "ccipra-v322r0-f1.TXT", text([*PAIRS, ["A0007", "A0008", "", "20260701", "*", "1", "-"]])
    load(tmp_path, "ncci-ptp", name, text(PAIRS))
    load(tmp_path, "ncci-ptp", name, text(PAIRS))
    with pytest.raises(CodeSetError, match=r"is there with other rows or days.*--version 2026-07b"):
        load(tmp_path, "ncci-ptp", name, changed)
    assert pl.read_parquet(tmp_path / "codes" / "ncci_ptp.2026-07.parquet").rows() == KEPT
    assert load(tmp_path, "ncci-ptp", name, changed, Asked(version="2026-07b"))[1].height == 3


def test_parts_of_two_quarters_are_not_one_release(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("ccipra-v322r0-f1.txt", "ccipra-v321r0-f2.txt")]
    for path in paths:
        path.write_text(HALF)
    with pytest.raises(CodeSetError, match="several quarters"):
        load_files(tmp_path / "codes", "ncci-ptp", paths, Asked())
