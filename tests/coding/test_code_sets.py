"""Code sets: the same wherever they are made, with the days they cover, and right against the official list."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest

from tasks.coding.code_sets import CodeSetError, Release, prepare, releases, write_release
from tasks.coding.load_files import Asked, load_files


def codes_of(folder: Path, code_set: str) -> pl.DataFrame:
    """The codes of the latest release."""
    release = [r for r in releases(folder) if r.code_set == code_set][-1]
    return pl.read_parquet(folder / release.file_name)


def test_releases_say_what_they_are_and_cover(code_sets: Path) -> None:
    found = {(r.code_set, r.version): r for r in releases(code_sets)}
    assert sorted(found) == [
        ("hcpcs", "2024-07"),
        ("icd10cm", "2025-04"),
        ("icd10cm", "2026-04"),
        ("icd10cm_notes", "2025-04"),
        ("icd10cm_notes", "2026-04"),
        ("pos", "2024-08"),
    ]
    for year in (2025, 2026):
        release = found["icd10cm", f"{year}-04"]
        assert (release.covers_from, release.covers_to) == (date(year - 1, 10, 1), date(year, 9, 30))
    assert found["hcpcs", "2024-07"].covers_to == date(2024, 9, 30)
    assert all(len(r.content_sha256) == 64 and r.source for r in found.values())


def test_preparing_again_writes_nothing(code_sets: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in code_sets.iterdir()}
    prepare(code_sets)
    assert {path: path.stat().st_mtime_ns for path in code_sets.iterdir()} == before


def test_two_builds_have_the_same_bytes(tmp_path: Path, code_sets: Path) -> None:
    for release in releases(code_sets):
        rows = pl.read_parquet(code_sets / release.file_name).sample(fraction=1.0, shuffle=True, seed=1)
        write_release(tmp_path / release.file_name, release, rows)
        assert (tmp_path / release.file_name).read_bytes() == (code_sets / release.file_name).read_bytes()
    assert not list(tmp_path.glob(".*"))


def test_of_several_processes_one_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers need the code sets at the same moment: both go on, and each release is built once."""
    built: list[str] = []

    def rows(release: Release) -> pl.DataFrame:
        built.append(release.code_set)
        time.sleep(0.1)
        row = {"code": "A00", "valid_from": date(2025, 10, 1), "valid_to": None, "billable": True, "description": "x"}
        return pl.DataFrame([row])

    for name in ("_hcpcs_rows", "_place_rows"):
        monkeypatch.setattr(f"tasks.coding.code_sets.{name}", rows)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(prepare, [tmp_path] * 3))
    assert sorted(built) == ["hcpcs", "pos"]
    assert len(releases(tmp_path)) == 6


def test_the_icd_release_is_fy2026(code_sets: Path) -> None:
    codes = codes_of(code_sets, "icd10cm")
    assert codes["code"].is_unique().all()
    assert (codes.height, codes["billable"].sum()) == (98186, 74719)
    assert codes.filter(pl.col("code") == "E11A")["billable"].to_list() == [True]  # new with FY2026
    assert codes.filter(pl.col("code") == "T7807XA").is_empty()  # ended with FY2025


def test_fy2025_is_the_official_order_file(shared: Path, code_sets: Path) -> None:
    official = pl.read_parquet(shared / "codes" / "icd10cm_order_fy2025.parquet").sort("code")
    ours = pl.read_parquet(code_sets / "icd10cm.2025-04.parquet")
    assert ours.select("code", "billable").equals(official.select("code", "billable"))


def test_the_packaged_release_is_what_the_loader_makes_of_the_published_file(code_sets: Path, tmp_path: Path) -> None:
    """The XML is the one inside the package simple-icd-10-cm, as NCHS published it."""
    spec = find_spec("simple_icd_10_cm")
    assert spec is not None
    assert spec.origin is not None
    xml = next((Path(spec.origin).parent / "data").glob("*.xml"))
    for release in load_files(tmp_path, "icd10cm-tabular", [xml], Asked(version="2026-04")):
        ours = pl.read_parquet(code_sets / release.file_name)
        assert pl.read_parquet(tmp_path / release.file_name).equals(ours)
        assert (release.covers_from, release.covers_to) == (date(2025, 10, 1), date(2026, 9, 30))


def test_hcpcs_agrees_with_the_official_release(shared: Path, code_sets: Path) -> None:
    official = pl.read_parquet(shared / "codes" / "hcpcs_level2_2024-07.parquet").sort("hcpcs_code")
    ours = codes_of(code_sets, "hcpcs")
    assert ours["code"].to_list() == official["hcpcs_code"].to_list()
    assert ours["valid_from"].to_list() == official["date_added"].str.to_date().to_list()
    assert ours["valid_to"].to_list() == official["date_term"].str.to_date().to_list()


def test_no_cpt_code_is_shipped(code_sets: Path) -> None:
    assert codes_of(code_sets, "hcpcs").filter(pl.col("code").str.contains(r"^[0-9]|^D")).is_empty()


def test_a_foreign_parquet_file_is_refused_with_its_name(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "other.parquet")
    with pytest.raises(CodeSetError, match=r"other\.parquet: not a code set release"):
        releases(tmp_path)


def test_a_release_under_another_name_is_refused(tmp_path: Path, code_sets: Path) -> None:
    (tmp_path / "mine.parquet").write_bytes((code_sets / "pos.2024-08.parquet").read_bytes())
    with pytest.raises(CodeSetError, match=r"mine\.parquet: this file is pos\.2024-08\.parquet"):
        releases(tmp_path)


def test_the_content_hash_follows_the_content(tmp_path: Path) -> None:
    release = Release("icd10cm", "2030-01", date(2029, 10, 1), None, "test")
    row = {"code": "A00", "valid_from": date(2029, 10, 1), "valid_to": None, "billable": True, "description": "x"}
    hashes = []
    for billable in (True, False):
        write_release(tmp_path / release.file_name, release, pl.DataFrame([{**row, "billable": billable}]))
        facts = json.loads(pl.read_parquet_metadata(tmp_path / release.file_name)["release"])
        hashes.append(facts["content_sha256"])
    assert hashes[0] != hashes[1]
