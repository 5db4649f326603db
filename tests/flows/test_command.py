"""The command as its user runs it, Prefect and worker processes included: one night, one client of two unreadable."""

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tasks.sandbox.practice import write_workspace
from tasks.sandbox.stage_day import prepare
from tests.plain_night import run_company_night

NIGHT = "2026-01-28"


@dataclass(frozen=True)
class Run:
    """A workspace after the command ran in it, with the patients' facts that went in."""

    path: Path
    status: int
    told: str
    facts: set[str]


def cleanclaim(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments], capture_output=True, text=True, env=environment, check=False
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    path = tmp_path_factory.mktemp("command") / "company"
    write_workspace(path)
    shutil.rmtree(path / "clients" / "summit")
    prepare(path, date.fromisoformat(NIGHT), 3, 12)
    facts = set()
    for file in (path / "clients/lakeside/inbox/encounters").glob("*/*.csv"):
        with file.open(newline="") as rows:
            for row in csv.DictReader(rows):
                facts |= {row[c] for c in ("member_id", "patient_id", "encounter_id", "birth_date") if row.get(c)}
                facts |= {row["last_name"]} if len(row.get("last_name") or "") > 5 else set()
    settings = path / "clients/harbor/client.yaml"
    settings.write_text(settings.read_text().replace("charges:", "charge:"))
    done = cleanclaim("nightly", "--workspace", str(path), "--date", NIGHT)
    return Run(path, done.returncode, done.stdout + done.stderr, facts)


def test_an_unreadable_client_is_refused_with_its_place_and_the_others_run(run: Run) -> None:
    assert run.status == 2, run.told
    assert "clients/harbor/client.yaml" in run.told
    assert "charge" in run.told
    assert (run.path / "published/lakeside.duckdb").exists()
    assert not (run.path / "published/harbor.duckdb").exists()
    assert (run.path / f"reports/lakeside/{NIGHT}/nightly.html").exists()
    assert list((run.path / "clients/lakeside/outbox/claims").iterdir())


def test_no_patient_in_the_machinery(run: Run) -> None:
    assert len(run.facts) > 20
    prefect = [p for p in (run.path / ".prefect").rglob("*") if p.is_file()]
    assert any(p.name == "prefect.db" and p.stat().st_size > 100_000 for p in prefect)
    names = "\n".join(p.relative_to(run.path).as_posix() for p in run.path.rglob("*"))
    told = run.told.encode() + names.encode() + b"".join(p.read_bytes() for p in prefect)
    assert [fact for fact in run.facts if fact.encode() in told] == []


def test_published_tables_can_be_queried_in_three_forms(run: Run) -> None:
    asked = ("sql", "SELECT received FROM marts.reconciliation_encounters", "--workspace", str(run.path))
    assert "12" in cleanclaim(*asked, "--client", "lakeside").stdout
    assert cleanclaim(*asked, "--client", "lakeside", "--csv").stdout.splitlines() == ["received", "12"]
    assert json.loads(cleanclaim(*asked, "--client", "lakeside", "--json").stdout) == [{"received": 12}]
    assert cleanclaim(*asked, "--client", "nobody").returncode == 2


def test_a_wrong_query_and_a_write_are_refused(run: Run) -> None:
    place = ("--workspace", str(run.path), "--client", "lakeside")
    assert cleanclaim("sql", "SELECT nonsense", *place).returncode == 2
    assert cleanclaim("sql", "DELETE FROM ledger.posting", *place).returncode == 2


def test_status_names_the_refused_client(run: Run) -> None:
    done = cleanclaim("status", "--workspace", str(run.path))
    assert "harbor" in done.stdout
    assert "refused" in done.stdout
    assert "every day's hash chain holds" in done.stdout


def test_a_replay_agrees(run: Run) -> None:
    done = cleanclaim("replay", "--workspace", str(run.path), "--client", "lakeside")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "identical byte for byte" in done.stdout


def test_a_new_workspace_explains_itself_and_runs_a_quiet_night(tmp_path: Path) -> None:
    place = tmp_path / "mine"
    assert cleanclaim("init", str(place)).returncode == 0
    assert "#" in (place / "company.yaml").read_text()
    assert cleanclaim("init", str(place)).returncode == 2
    assert cleanclaim("nightly", "--workspace", str(tmp_path / "nowhere")).returncode == 2
    assert cleanclaim("nightly", "--workspace", str(place), "--client", "nobody").returncode == 2
    run_company_night(place, date.fromisoformat(NIGHT))
    assert list((place / "published").glob("*.duckdb"))


def test_x12_needs_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "empty.835").write_bytes(b"")
    done = cleanclaim("x12", str(tmp_path / "empty.835"), "--to", str(tmp_path / "tables"))
    assert done.returncode == 1
    assert "not_x12" in done.stdout
    tables = {p.name for p in (tmp_path / "tables").glob("*.parquet")}
    wanted = ("payment", "claim", "line", "adjustment", "provider_adjustment", "remark", "reference", "finding")
    assert {f"{name}.parquet" for name in wanted} <= tables
    assert cleanclaim("x12", str(tmp_path / "missing.835")).returncode == 2
