"""Every kind of dirt is found by the part of the night that dirt.py names, and nothing clean is held for dirt."""

import json
from collections import defaultdict
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from tasks import client_night
from tasks.sandbox.dirt import DIRT
from tasks.sandbox.encounters import make_drop
from tasks.sandbox.practice import write_workspace
from tasks.warehouse import fetch_dicts
from tasks.workspace import Workspace

DAY, COUNT, SEED = date(2026, 1, 28), 400, 3
STATE_OF = {
    "contracts": "quarantined", "coding": "held_coding", "edits": "held_edit", "warning": "claimed", "claims": "held",
}  # fmt: skip


@pytest.fixture(scope="module")
def states(code_sets: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str, str]]:
    """Encounter id -> its state after the night, the edits that found something, the kind of dirt."""
    path = tmp_path_factory.mktemp("dirt")
    write_workspace(path)
    (path / "codes").symlink_to(code_sets)
    make_drop(path, "lakeside", DAY, COUNT, SEED)
    opened = client_night.begin(Workspace(path).client("lakeside"), DAY)
    opened.night.control_numbers = range(1, 9)
    for stage in ("intake", "contracts", "coding", "claims"):
        import_module(f"tasks.{stage}.stage").run(opened.night)
    query = """
        SELECT e.encounter_id, e.state, coalesce(string_agg(f.edit_id, ' '), '') AS edits FROM core.encounter AS e
        LEFT JOIN core.edit_finding AS f ON e.received_id = f.received_id GROUP BY ALL
    """
    rows = fetch_dicts(opened.night.con, query)
    client_night.close(opened)
    dirt = json.loads((path / "sandbox" / "drops" / "lakeside" / f"{DAY}.json").read_text())["dirt"]
    return {r["encounter_id"]: (r["state"], r["edits"], dirt.get(r["encounter_id"], "")) for r in rows}


def test_each_kind_is_found_where_it_must_be(states: dict[str, tuple[str, str, str]]) -> None:
    found = defaultdict(set)
    for state, _, kind in states.values():
        found[kind].add(state)
    assert {d.name: {STATE_OF[d.found_by]} for d in DIRT} == {k: v for k, v in found.items() if k}


def test_a_warning_is_given(states: dict[str, tuple[str, str, str]]) -> None:
    warned = [edits for _, edits, kind in states.values() if kind == "distance_without_modifier"]
    assert warned
    assert all("telehealth_modifier_missing" in edits for edits in warned)


def test_clean_visits_are_billed(states: dict[str, tuple[str, str, str]]) -> None:
    assert {state for state, _, kind in states.values() if not kind} == {"claimed"}
