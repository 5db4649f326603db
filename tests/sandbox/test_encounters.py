"""Encounter drops: the same seed gives the same bytes, dirt comes at a known rate, all else keeps the contracts."""

import csv
import json
import re
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from data_contracts.datasets import DATASETS
from data_contracts.datasets.control import Control
from tasks.sandbox import encounters
from tasks.sandbox.dirt import DIRT, RESENT
from tasks.sandbox.encounters import make_drop, make_torn_drop
from tasks.sandbox.practice import CLIENTS, write_workspace

DAYS = (date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30))
COUNT, SEED = 200, 11
Tables = dict[str, list[dict[str, str]]]


def _make(path: Path) -> Path:
    write_workspace(path)
    for day in DAYS:
        for client in CLIENTS:
            make_drop(path, client, day, COUNT, SEED)
    return path


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _make(tmp_path_factory.mktemp("drops"))


def _tree(path: Path) -> dict[str, str]:
    files = sorted(p for p in path.rglob("*") if p.is_file())
    return {p.relative_to(path).as_posix(): sha256(p.read_bytes()).hexdigest() for p in files}


def _drop(workspace: Path, client: str, day: date) -> Path:
    return workspace / "clients" / client / "inbox" / "encounters" / f"{day}-visits"


def _read(drop: Path) -> Tables:
    tables = {}
    for dataset in DATASETS:
        path = next(drop.glob(f"{dataset.name}.*"))
        if path.suffix == ".parquet":
            tables[dataset.name] = pl.read_parquet(path).fill_null("").to_dicts()
        else:
            with path.open(newline="") as lines:
                tables[dataset.name] = list(csv.DictReader(lines))
    return tables


def _dirt(workspace: Path, client: str, day: date) -> dict[str, str]:
    notes = json.loads((workspace / "sandbox" / "drops" / client / f"{day}.json").read_text())
    found: dict[str, str] = notes["dirt"]
    return found


def test_the_same_seed_gives_the_same_bytes(workspace: Path, tmp_path: Path) -> None:
    assert _tree(_make(tmp_path)) == _tree(workspace)


def test_another_seed_gives_other_visits(workspace: Path, tmp_path: Path) -> None:
    write_workspace(tmp_path)
    make_drop(tmp_path, "lakeside", DAYS[0], COUNT, SEED + 1)
    assert _tree(_drop(tmp_path, "lakeside", DAYS[0])) != _tree(_drop(workspace, "lakeside", DAYS[0]))


def test_a_day_done_is_not_done_again_even_after_the_night_took_it(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    make_drop(tmp_path, "summit", DAYS[0], 20, SEED)
    drop = _drop(tmp_path, "summit", DAYS[0])
    drop.rename(tmp_path / "taken")
    make_drop(tmp_path, "summit", DAYS[0], 20, SEED)
    assert not drop.exists()


def test_a_drop_that_a_crash_cut_short_is_written_anew(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    half = tmp_path / "clients" / "summit" / "inbox" / "encounters" / f".{DAYS[0]}-visits"
    half.mkdir()
    (half / "patients.csv").write_text("half")
    make_drop(tmp_path, "summit", DAYS[0], 20, SEED)
    assert not half.exists()
    assert len(_read(_drop(tmp_path, "summit", DAYS[0]))["encounters"]) == 20


@pytest.mark.parametrize("client", CLIENTS)
def test_control_totals_tie(workspace: Path, client: str) -> None:
    for day in DAYS:
        drop = _drop(workspace, client, day)
        control, tables = Control.model_validate_json((drop / "control.json").read_text()), _read(drop)
        assert control.encounters == len(tables["encounters"]) == COUNT
        assert control.charges == sum(Decimal(row["charge"]) for row in tables["services"])
        for dataset in DATASETS:
            assert getattr(control.datasets, dataset.name).rows == len(tables[dataset.name])


def test_a_torn_drop_does_not_tie(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    make_torn_drop(tmp_path, "harbor", DAYS[0], 5, SEED)
    drop = tmp_path / "clients" / "harbor" / "inbox" / "encounters" / f"{DAYS[0]}-satellite"
    control = Control.model_validate_json((drop / "control.json").read_text())
    assert control.encounters != len(_read(drop)["encounters"]) == 5


def test_every_kind_of_dirt_comes_within_three_nights_at_the_known_rate(workspace: Path) -> None:
    every = [kind for c in CLIENTS for d in DAYS for kind in _dirt(workspace, c, d).values()]
    assert set(every) == {d.name for d in DIRT} | set(RESENT)
    assert len(DIRT) >= 12
    assert len(every) == round(len(CLIENTS) * len(DAYS) * COUNT * encounters.DIRTY_SHARE)


def test_what_is_not_spoiled_has_the_form_that_was_promised(workspace: Path) -> None:
    wrong = {client: set() for client in CLIENTS}  # type: dict[str, set[str]]
    for client in CLIENTS:
        for day in DAYS:
            dirty, tables = _dirt(workspace, client, day), _read(_drop(workspace, client, day))
            patients = {e["patient_id"] for e in tables["encounters"] if e["encounter_id"] in dirty}
            for dataset in DATASETS:
                for row in tables[dataset.name]:
                    spoiled = row.get("encounter_id") in dirty or row.get("patient_id") in patients
                    wrong[client] |= set() if spoiled else _malformed(dataset.columns, row)
    assert wrong == {client: set() for client in CLIENTS}


def _malformed(columns: tuple, row: dict[str, str]) -> set[str]:  # type: ignore[type-arg]
    found = set()
    for column in columns:
        value, kind = row[column.name], column.kind
        formed = value in kind.values if kind.values else re.search(kind.pattern or "", value) is not None
        if not (formed if value else not column.required):
            found.add(column.name)
    return found


def test_a_visit_sent_again_is_the_same_or_differs_as_noted(workspace: Path) -> None:
    first, second = (_read(_drop(workspace, "lakeside", d)) for d in DAYS[:2])
    why = {kind: e for e, kind in _dirt(workspace, "lakeside", DAYS[1]).items() if kind in RESENT}
    assert set(why) == set(RESENT)
    for kind, encounter_id in why.items():
        before, after = (_of(tables, encounter_id) for tables in (first, second))
        assert (before == after) is (kind == "encounter_resent")


def _of(tables: Tables, encounter_id: str) -> dict[str, list[dict[str, str]]]:
    encounter = next(e for e in tables["encounters"] if e["encounter_id"] == encounter_id)
    own = {n: [r for r in tables[n] if r["encounter_id"] == encounter_id] for n in ("diagnoses", "services")}
    patient = encounter["patient_id"]
    return own | {n: [r for r in tables[n] if r["patient_id"] == patient] for n in ("patients", "coverages")}


def test_patients_come_back_as_the_same_persons(workspace: Path) -> None:
    seen: dict[str, set[str]] = {}
    dirty = {d for d in DIRT if d.found_by == "contracts"}
    for day in DAYS:
        spoiled = {e for e, k in _dirt(workspace, "harbor", day).items() if k in {d.name for d in dirty}}
        tables = _read(_drop(workspace, "harbor", day))
        hit = {e["patient_id"] for e in tables["encounters"] if e["encounter_id"] in spoiled}
        for row in tables["patients"]:
            if row["patient_id"] not in hit:
                seen.setdefault(row["patient_id"], set()).add(json.dumps(row, sort_keys=True))
    assert len(seen) < len(DAYS) * COUNT * 0.95
    assert all(len(versions) == 1 for versions in seen.values())


def test_the_visits_are_varied(workspace: Path) -> None:
    tables: Tables = {d.name: [] for d in DATASETS}
    for client in CLIENTS:
        for name, rows in _read(_drop(workspace, client, DAYS[0])).items():
            tables[name] += rows
    assert {"1", "2"} <= {r["priority"] for r in tables["coverages"]}
    assert {"18", "19", "01"} <= {r["relationship"] for r in tables["coverages"]}
    assert {r["financial_class"] for r in tables["encounters"]} == {"insurance", "self_pay"}
    assert {"11", "10", "02", "21"} <= {r["place_of_service"] for r in tables["encounters"]}
    for column in ("authorization_number", "referral_number", "accident_cause", "patient_paid", "supervising_npi"):
        assert any(r[column] for r in tables["encounters"]), column
    assert {"CPT", "HCPCS", "LOCAL"} == {r["code_system"] for r in tables["services"]}
    assert any(r["ndc"] for r in tables["services"])
    assert max(int(r["line_number"]) for r in tables["services"]) >= 3
    assert not any(date.fromisoformat(r["service_to"]).weekday() > 4 for r in tables["encounters"][:100])
