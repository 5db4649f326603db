"""A night over a Synthea export: 604 encounters in, 604 accounted for; what nobody mapped waits for a coder."""

import shutil
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tasks import client_night
from tasks.ledger.laws import run_checks
from tasks.night import Night
from tasks.warehouse import fetch_dicts
from tasks.workspace import Workspace
from tests.sandbox.synthea_world import make_synthea_workspace
from tests.x12.pyx12_check import errors

STAGES = ("intake", "contracts", "coding", "claims", "patients", "ledger")
DAY = date(2026, 1, 28)


@pytest.fixture(scope="module")
def night(shared: Path, code_sets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    path = tmp_path_factory.mktemp("synthea-night")
    shutil.copytree(code_sets, path / "codes")
    make_synthea_workspace(path, shared / "encounters" / "synthea-csv")
    opened = client_night.begin(Workspace(path).client("synthea"), DAY)
    opened.night.control_numbers = range(1, 2)
    for stage in STAGES:
        import_module(f"tasks.{stage}.stage").run(opened.night)
    yield opened.night
    client_night.close(opened)


def _rows(night: Night, query: str) -> list[dict[str, Any]]:
    return fetch_dicts(night.con, query)


def test_every_encounter_is_accounted_for(night: Night) -> None:
    states = {r["state"]: r["n"] for r in _rows(night, "SELECT state, count(*) AS n FROM core.encounter GROUP BY 1")}
    assert sum(states.values()) == 604
    assert set(states) == {"quarantined", "held_coding", "held_edit", "claimed"}
    assert not {law: n for law, n in run_checks(night).items() if n}


def test_what_has_no_crosswalk_row_is_held_for_a_coder(night: Night) -> None:
    guessed = _rows(
        night,
        """
        SELECT s.code FROM core.coded_service AS c
        INNER JOIN core.service AS s ON c.received_id = s.received_id AND c.line_number = s.line_number
        WHERE c.code IS NOT NULL AND c.crosswalk IS NULL
        """,
    )
    held = _rows(night, "SELECT reason_code FROM core.encounter WHERE state = 'held_coding'")
    assert guessed == []
    assert len(held) > 100
    assert {r["reason_code"] for r in held} == {"unmapped"}


def test_what_the_export_lacks_is_quarantined_and_said(night: Night) -> None:
    lacking = {(r["dataset"], r["column_name"]) for r in _rows(night, "SELECT * FROM core.quarantine")}
    assert {("patients", "postal_code"), ("coverages", "subscriber_birth_date"), ("coverages", "member_id")} <= lacking


def test_the_part_that_is_mapped_is_billed_as_valid_claims(night: Night) -> None:
    files = _rows(night, "SELECT content_sha256, claims FROM core.claim_file")
    assert sum(f["claims"] for f in files) >= 5
    for file in files:
        assert errors(night.vault.read(file["content_sha256"])) == []
