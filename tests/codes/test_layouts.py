"""Published layouts that no extract is at hand for, made here in small, and what is wrong in a file."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tasks.coding.load_files import Asked, load_files
from tasks.coding.release import CodeSetError

SINCE = Asked(since=date(2026, 1, 1))
TABULAR = """<?xml version="1.0"?>
<ICD10CM.tabular><version>2026</version><chapter><name>19</name><desc>Injury (S00-T88)</desc>
<excludes1><note>birth trauma (P10-P15)</note></excludes1>
<section id="S00-S09"><desc>Injuries to the head (S00-S09)</desc>
<diag><name>S06</name><desc>Intracranial injury</desc>
<sevenChrDef><extension char="A">initial encounter</extension>
<extension char="D">subsequent encounter</extension>
<extension char="S">sequela</extension></sevenChrDef>
<notes><note>7th characters D and S do not apply to codes in category S06 with 6th character 7 - death due to injury, or
8 - death due to other cause.</note></notes>
<diag><name>S06.1</name><desc>Traumatic cerebral edema</desc>
<diag><name>S06.1X</name><desc>Traumatic cerebral edema</desc>
<diag><name>S06.1X0</name><desc>Traumatic cerebral edema without loss of consciousness</desc>
<inclusionTerm><note>Brain swelling after injury</note></inclusionTerm></diag>
<diag><name>S06.1X7</name><desc>Traumatic cerebral edema with death</desc></diag></diag></diag></diag>
<diag><name>S09</name><desc>Other injuries of head</desc></diag></section></chapter></ICD10CM.tabular>"""
INDEX = """<?xml version="1.0"?>
<ICD10CM.index><version>2026</version><letter><title>A</title>
<mainTerm><title>Abscess <nemod>(connective tissue)</nemod></title><code>L02.91</code>
<term level="1"><title>axilla</title><code>L02.41-</code></term>
<term level="1"><title>brain</title><see>Encephalitis</see>
</term></mainTerm></letter></ICD10CM.index>"""


def load(folder: Path, kind: str, name: str, text: str, asked: Asked = SINCE) -> pl.DataFrame:
    file = folder / name
    file.write_text(text)
    release = load_files(folder / "codes", kind, [file], asked)[-1]
    return pl.read_parquet(folder / "codes" / release.file_name)


def test_the_tabular_list_gives_codes_with_their_seventh_characters(tmp_path: Path) -> None:
    notes = load(tmp_path, "icd10cm-tabular", "tabular.xml", TABULAR, Asked())
    codes = pl.read_parquet(tmp_path / "codes" / "icd10cm.2025-10.parquet")
    billable = codes.filter(pl.col("billable"))
    assert billable["code"].to_list() == ["S061X0A", "S061X0D", "S061X0S", "S061X7A", "S09"]
    assert billable["description"][1] == "Traumatic cerebral edema without loss of consciousness, subsequent encounter"
    assert set(codes["valid_from"]) == {date(2025, 10, 1)}
    assert set(codes["valid_to"]) == {date(2026, 9, 30)}
    excluded = notes.filter(pl.col("kind") == "excludes1").row(0, named=True)
    assert [excluded[k] for k in ("holder_from", "holder_to", "target_from", "target_to")] == [
        "S00",
        "T88",
        "P10",
        "P15",
    ]
    assert notes.filter(pl.col("kind") == "inclusion")["text"].to_list() == ["Brain swelling after injury"]


def test_the_index_puts_subterms_below_their_main_term(tmp_path: Path) -> None:
    terms = load(tmp_path, "icd10cm-index", "index.xml", INDEX)
    assert terms.rows() == [
        ("Abscess (connective tissue)", "L0291", None),
        ("Abscess (connective tissue) axilla", "L0241", None),
        ("Abscess (connective tissue) brain", None, "Encephalitis"),
    ]


def test_an_order_file_in_fixed_columns(tmp_path: Path) -> None:
    text = f"00001 A00     0 {'Cholera':60} Cholera\n00002 A000    1 {'Cholera, short':60} Cholera, long title\n"
    codes = load(tmp_path, "icd10cm-order", "icd10cm-order-2026.txt", text)
    assert codes.select("code", "billable", "description").rows() == [
        ("A00", False, "Cholera"),
        ("A000", True, "Cholera, long title"),
    ]
    with pytest.raises(CodeSetError, match="line 1 is no line of an order file"):
        load(tmp_path, "icd10cm-order", "wrong.txt", "A00 Cholera\n")


def test_hcpcs_with_modifiers_and_descriptions_over_several_records(tmp_path: Path) -> None:
    text = (
        "HCPC\tSEQNUM\tRECID\tLONG DESCRIPTION\tSHORT DESCRIPTION\tADD DT\tACT EFF DT\tTERM DT\n"
        "A0001\t00100\t3\tFirst part\tx\t20200101\t20200101\t\nA0001\t00200\t4\tsecond part\t\t20200101\t\t\n"
        "KX\t00100\t7\tRequirements met\tx\t20050101\t\t20261231\n"
    )
    modifiers = load(tmp_path, "hcpcs", "HCPC2026_JAN_ANWEB.txt", text)
    assert modifiers.select("code", "valid_from", "valid_to").rows() == [("KX", date(2005, 1, 1), date(2026, 12, 31))]
    codes = pl.read_parquet(tmp_path / "codes" / "hcpcs.2026-01.parquet")
    assert codes.select("code", "description", "valid_to").rows() == [("A0001", "First part second part", None)]


def test_pairs_as_cms_writes_them_below_a_notice(tmp_path: Path) -> None:
    text = (
        '"CPT only copyright American Medical Association"\n\n'
        '"Column 1"\t"Column 2"\t"*=in existence prior to 1996"\t"Effective Date"\t"Deletion Date *=no data"'
        '\t"Modifier 0=not allowed 1=allowed 9=not applicable"\t"PTP Edit Rationale"\n'
        "A0001\tA0002\t\t20260101\t*\t1\tMisuse\n"
        "A0001\tA0003\t\t20260101\t20260101\t9\t-\nA0001\tA0004\t*\t19960101\t20251231\t0\t-\n"
    )
    pairs = load(tmp_path, "ncci-ptp", "ptp.txt", text)
    assert pairs.rows() == [
        ("A0001", "A0002", "1", date(2026, 1, 1), None),
        ("A0001", "A0004", "0", date(1996, 1, 1), date(2025, 12, 31)),
    ]


def test_lists_that_a_licensee_loads(tmp_path: Path) -> None:
    text = "Code,Description,Start Date,Stop Date\n45,words of the list,01/01/1995,\nW9,old,02/29/2012,01/01/2014\n"
    reasons = load(tmp_path, "carc", "carc.csv", text)
    assert reasons["code"].to_list() == ["45", "W9"]
    assert reasons["valid_to"].to_list() == [None, date(2014, 1, 1)]
    assert load(tmp_path, "rarc", "rarc.csv", "code,description\nN130,words\n").height == 1
    assert load(tmp_path, "cpt", "cpt.csv", "CPT Code,Long Description\n99213,words\n0001T,words\n").height == 2


def test_articles_of_the_coverage_database(tmp_path: Path) -> None:
    files = {
        "article": "article_id,article_version,article_eff_date,article_end_date\n1,2,2026-01-01 00:00:00,\n",
        "article_x_hcpc_code": "article_id,article_version,hcpc_code_id\n1,2,G0101\n1,1,G0102\n",
        "article_x_icd10_covered": "article_id,article_version,icd10_code_id\n1,2,Z12.4\n",
        "article_x_primary_jurisdiction": "article_id,article_version,state_id\n1,2,40\n",
        "state_lookup": "state_id,state_abbrev\n40,NY\n",
    }
    paths = [tmp_path / f"{name}.csv" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text)
    [release] = load_files(tmp_path / "codes", "lcd", paths, SINCE)
    rows = pl.read_parquet(tmp_path / "codes" / release.file_name).rows()
    assert rows == [("1", "NY", "G0101", "Z124", date(2026, 1, 1), None)]
    with pytest.raises(CodeSetError, match="missing article_x_icd10_covered"):
        load_files(tmp_path / "codes", "lcd", [p for p in paths if "icd10" not in p.name], SINCE)


@pytest.mark.parametrize(
    ("kind", "text", "asked", "message"),
    [
        ("ncci-ptp", "a,b\n1,2\n", SINCE, "no header row with columns for column1, column2"),
        ("add-on", "add_on_code,primary_code,type\nA0001,A0002,1\n", Asked(), "say from which day it holds"),
        ("mpfs", "HCPCS,MOD\n", SINCE, "no line that begins with HCPCS,MOD"),
        ("gpci", "x\n", SINCE, "no column such as"),
        ("icd10cm-tabular", "<a/>", SINCE, "is no ICD10CM.tabular file"),
        ("icd10cm-index", "no xml", SINCE, "is no XML file"),
        ("nonsense", "x", SINCE, "no such kind of code set; there are icd10cm-tabular"),
        ("ncci-mue", "code,mueunits,mai\nA0001,many,2\n", SINCE, "a value of units is no number"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path: Path, kind: str, text: str, asked: Asked, message: str) -> None:
    with pytest.raises(CodeSetError, match=message):
        load(tmp_path, kind, "file.csv", text, asked)
    assert not list((tmp_path / "codes").glob("*.parquet"))


def test_versions_lie_side_by_side(tmp_path: Path) -> None:
    text = "poscode,posname\n11,Office\n"
    load(tmp_path, "place-of-service", "a.csv", text)
    load(tmp_path, "place-of-service", "b.csv", text, Asked(since=date(2026, 7, 1)))
    assert [p.name for p in sorted((tmp_path / "codes").iterdir())] == ["pos.2026-01.parquet", "pos.2026-07.parquet"]
