"""cleanclaim codes load, status and suggest, as a person types them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from tests.coding.desk import COMPANY


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    import yaml

    place = tmp_path / "workspace"
    place.mkdir()
    (place / "company.yaml").write_text(yaml.safe_dump(COMPANY))
    (place / "payers.yaml").write_text("payers: []\n")
    return place


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["codes", *map(str, words)])


def test_what_is_loaded_shows_with_its_days(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "aoc.csv"
    file.write_text("add_on_code,primary_code,type\nA0001,A0002,1\n")
    before = run("status", "--workspace", workspace, "--on", "2026-02-01").output
    assert "missing" in next(line for line in before.splitlines() if "add_on" in line)
    refused = run("load", "add-on", file, "--workspace", workspace)
    assert refused.exit_code == 2
    assert "add --from YYYY-MM-DD" in refused.output
    done = run("load", "add-on", file, "--workspace", workspace, "--from", "2026-01-01")
    assert (done.exit_code, done.output.strip()) == (
        0,
        "add_on.2026-01.parquet: 1 rows, holds from 2026-01-01 to 2026-03-31",
    )
    for day, state in (("2026-02-01", "loaded"), ("2026-04-01", "stale")):
        shown = run("status", "--workspace", workspace, "--on", day).output
        assert state in next(line for line in shown.splitlines() if "add_on" in line)


def test_packaged_sets_are_loaded_out_of_the_box(workspace: Path) -> None:
    shown = run("status", "--workspace", workspace, "--on", "2025-01-15").output
    for code_set in ("icd10cm ", "icd10cm_notes", "pos"):
        assert "loaded" in next(line for line in shown.splitlines() if line.strip().startswith(code_set))


def test_suggestions_need_a_phrase_and_a_day() -> None:
    assert run("suggest", "hypertension").exit_code == 2
    outside = run("suggest", "hypertension", "--on", "2031-01-01")
    assert outside.exit_code == 2
    assert "code set not loaded" in outside.output


def test_suggestions_are_printed_with_reasons(tmp_path: Path) -> None:
    shown = run("suggest", "type 2 diabetes with neuropathy", "--on", "2025-11-03")
    assert shown.exit_code == 0
    first = shown.output.splitlines()
    assert "E1140" in first[0]
    assert "% of the words" in first[1]
    (tmp_path / "in.csv").write_text("phrase,on\nHTN,2025-11-03\n")
    assert run("suggest", "--file", tmp_path / "in.csv", "--to", tmp_path / "out.csv").exit_code == 0
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith("HTN,2025-11-03,1,I10,")
