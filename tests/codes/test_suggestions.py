"""Suggestions: what a coder would use them for, and how often the coder's code is among them.

phrases.csv holds diagnosis phrases of many specialties as clinicians write them, with our coder's code for an initial
visit in FY2026. The rules and tables were tuned on the half `tuned`; `held_out` was looked at only at the end. Those of
`later` were written to be harder (spellings, negation, history, sides, several diagnoses in one); what they showed was
mended afterwards. Those of `blind` were written last, and nothing was changed for them.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tasks.coding.code_sets import PACKAGED
from tasks.coding.release import CodeSetError
from tasks.coding.shapes import INDEX
from tasks.coding.suggest.desk import COLUMNS, NOT_LOADED, NOTHING, Desk, suggest_file
from tasks.coding.suggest.suggester import Suggester

DAY = date(2025, 11, 3)
First = Callable[[str], str]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@pytest.fixture(scope="module")
def first(desk: Desk) -> First:
    """The first candidate's code for a phrase."""

    def code(phrase: str) -> str:
        found = desk.suggest(phrase, DAY)
        return found[0].code if found else ""

    return code


@pytest.mark.parametrize(
    ("half", "at_1", "at_5"),
    [("tuned", 0.9, 0.96), ("held_out", 0.92, 0.96), ("later", 0.87, 0.95), ("blind", 0.8, 0.9)],
)
def test_the_coders_code_is_found(desk: Desk, half: str, at_1: float, at_5: float) -> None:
    phrases = pl.read_csv(Path(__file__).parent / "phrases.csv").filter(pl.col("half") == half)
    ranks = []
    for phrase, code in phrases.select("phrase", "code").iter_rows():
        codes = [c.code for c in desk.suggest(phrase, DAY) or []]
        wanted = code.replace(".", "")
        ranks.append(codes.index(wanted) + 1 if wanted in codes else 99)
    assert sum(r == 1 for r in ranks) / len(ranks) >= at_1
    assert sum(r <= 5 for r in ranks) / len(ranks) >= at_5


def test_abbreviations_spelling_and_lay_words_lead_to_the_same_code(first: First) -> None:
    for phrase in ("HTN", "hypertension", "Hypertention", "high blood pressure", "essential hypertension"):
        assert first(phrase) == "I10", phrase
    assert first("heart attack") == first("myocardial infarction") == "I219"
    assert first("iron deficiency anaemia") == first("iron deficiency anemia") == "D509"
    assert first("kidney stones") == first("renal calculus") == "N200"


def test_without_more_detail_the_unspecified_code_comes_first(first: First) -> None:
    assert first("asthma") == "J45909"
    assert first("heart failure") == "I509"
    assert first("low back pain") == "M5450"


def test_side_and_encounter_follow_the_words(first: First) -> None:
    assert [first(f"{side} knee pain") for side in ("right", "left", "")] == ["M25561", "M25562", "M25569"]
    assert first("sprain of right ankle") == "S93401A"
    assert first("sprain of right ankle, subsequent encounter") == "S93401D"
    assert first("open fracture of shaft of right tibia") == "S82201B"
    assert first("fracture of shaft of right tibia with nonunion") == "S82201K"
    assert first("primary open angle glaucoma of right eye, severe stage") == "H401113"


def test_a_wording_known_of_no_side_leads_to_the_side_that_was_said(desk: Desk, first: First) -> None:
    assert first("cubital tunnel syndrome, left") == "G5622"
    assert first("avascular necrosis of the right hip") == "M87051"
    assert first("POAG, bilateral, mild stage") == "H401131"
    assert first("laceration of left thumb") == "S61012A"
    assert first("frozen shoulder") == "M7500"
    # no code is for both knees: it takes one for each
    assert {"M25561", "M25562"} <= {c.code for c in (desk.suggest("pain in both knees", DAY) or [])[:5]}


def test_what_is_denied_or_only_looked_for_is_not_coded(first: First) -> None:
    assert first("no evidence of pneumonia, acute bronchitis") == "J209"
    assert first("cough without fever") == "R059"
    assert first("migraine without aura") == "G43009"
    assert first("rule out pulmonary embolism, shortness of breath") == "R0602"
    assert first("abdominal pain, r/o appendicitis") == "R109"


def test_levels_of_the_spine_are_its_regions(first: First) -> None:
    assert first("spondylolisthesis L5-S1") == "M4317"
    assert first("spondylolisthesis L3/4") == "M4316"


def test_a_misspelt_word_is_read_as_the_common_one(first: First) -> None:
    assert first("osteoperosis") == "M810"
    assert first("haemorrhoids") == first("hemmorhoids") == "K649"


def test_status_history_and_family_are_told_from_the_disease(first: First) -> None:
    assert first("breast cancer") == "C50919"
    assert first("history of breast cancer") == "Z853"
    assert first("family history of breast cancer") == "Z803"
    assert first("screening mammogram") == "Z1231"
    assert first("s/p CABG") == "Z951"


def test_what_is_only_suspected_is_said_and_what_is_ruled_out_is_not_coded(desk: Desk) -> None:
    [best, *_] = desk.suggest("chest pain, r/o MI", DAY) or []
    assert best.code == "R079"
    assert "ruled out" in best.why
    [best, *_] = desk.suggest("possible pneumonia", DAY) or []
    assert "uncertain" in best.why


def test_candidates_are_billable_on_the_day_ranked_and_explained(desk: Desk) -> None:
    found = desk.suggest("type 2 diabetes without complications in remission", DAY) or []
    assert found[0].code == "E11A"  # new with FY2026
    assert [c.rank for c in found] == list(range(1, 11))
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert all(0 < c.score <= 1 and c.why for c in found)


def test_a_release_proposes_its_own_codes_alone() -> None:
    diabetes = pl.col("code").str.starts_with("E11")
    codes = pl.read_parquet(PACKAGED / "icd10cm.2025-04.parquet").filter(diabetes)
    notes = pl.read_parquet(PACKAGED / "icd10cm_notes.2025-04.parquet")
    found = Suggester(codes, notes).suggest("type 2 diabetes without complications in remission")
    assert found[0].code == "E119"
    assert "E11A" not in {c.code for c in found}


def test_the_alphabetic_index_helps_where_it_is_loaded() -> None:
    codes = pl.read_parquet(PACKAGED / "icd10cm.2025-04.parquet").filter(pl.col("code").str.starts_with("K5"))
    notes = pl.read_parquet(PACKAGED / "icd10cm_notes.2025-04.parquet").clear()
    index = pl.DataFrame({"term": ["Zzyzx belly"], "code": ["K5900"], "see": [None]}, schema=dict(INDEX))
    assert Suggester(codes, notes, index).suggest("zzyzx")[0].code == "K5900"
    assert Suggester(codes, notes).suggest("zzyzx") == []


def test_a_day_outside_the_releases_has_no_candidates(desk: Desk) -> None:
    assert desk.suggest("hypertension", date(2024, 9, 30)) is None
    assert desk.suggest("qqzzx", DAY) == []


def test_a_file_of_phrases(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "phrases.csv"
    file.write_text('phrase,on\n"pain, left knee",2025-11-03\nHTN,2030-01-01\nqqzzx,2025-11-03\n')
    rows = suggest_file(desk, file)
    assert tuple(rows.columns) == COLUMNS
    assert rows.height == 12
    assert rows.row(0, named=True)["code"] == "M25562"
    assert rows["rank"].to_list() == [*range(1, 11), None, None]
    assert rows["why"].to_list()[-2:] == [NOT_LOADED, NOTHING]
    file.write_text("phrase,on\nHTN,11/03/2025\n")
    with pytest.raises(CodeSetError, match="line 2: `on` is no day"):
        suggest_file(desk, file)
