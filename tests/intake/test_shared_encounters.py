"""A night over HL7 v2, FHIR and Synthea inputs that nobody here wrote: all is accounted for, dirty codes are listed."""

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

STAGES = ("intake", "contracts", "coding", "claims", "patients", "ledger")
DAY = date(2026, 1, 28)
# What the practice would say of its own codes: its Blue Button files call ICD-10-CM by the name of ICD-10.
OWN = "tables: {diagnosis_systems: {'http://hl7.org/fhir/sid/icd-10': ICD10CM}}\n"


@pytest.fixture(scope="module")
def night(shared: Path, code_sets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    if not (shared / "encounters" / "hl7v2").is_dir():
        pytest.skip("the folder of real-world encounters is not there")
    path = tmp_path_factory.mktemp("shared-night")
    shutil.copytree(code_sets, path / "codes")
    make_synthea_workspace(path, shared / "encounters" / "synthea-csv")
    client = Workspace(path).client("synthea")
    for source in ("hl7v2", "fhir-carin"):
        for file in (shared / "encounters" / source).iterdir():
            shutil.copyfile(file, client.inbox("encounters") / file.name)
    (client.path / "mappings").mkdir()
    (client.path / "mappings" / "fhir_r4.yaml").write_text(OWN)
    opened = client_night.begin(client, DAY)
    opened.night.control_numbers = range(1, 2)
    for stage in STAGES:
        import_module(f"tasks.{stage}.stage").run(opened.night)
    yield opened.night
    client_night.close(opened)


def _rows(night: Night, query: str) -> list[dict[str, Any]]:
    return fetch_dicts(night.con, query)


def test_every_encounter_received_is_in_one_state(night: Night) -> None:
    batches = _rows(
        night, "SELECT split_part(batch_id, '-', 1) AS sent, encounters_received FROM core.batch ORDER BY 1"
    )
    received = {row["sent"]: row["encounters_received"] for row in batches}
    assert received == {"fhir_r4": 203, "hl7v2": 1, "synthea": 604}
    states = _rows(night, "SELECT batch_id, count(*) AS n FROM core.encounter GROUP BY ALL ORDER BY 1")
    assert [row["n"] for row in states] == [203, 1, 604]
    assert [law for law, offenders in run_checks(night).items() if offenders] == []


def test_the_dirty_codes_of_the_messages_are_listed_with_reasons(night: Night) -> None:
    found = _rows(
        night,
        "SELECT element, reason, regexp_extract_all(remedy, '[0-9]{3}[0-9.]+') AS codes FROM core.quarantine "
        "WHERE batch_id LIKE 'hl7v2%' AND dataset = 'services' ORDER BY ALL",
    )
    assert [tuple(row.values()) for row in found] == [
        ("message 1 FT1[2]-25", "the code names no coding system; its look does not tell one", ["99011"]),
        (
            "message 1 FT1[2]-7",
            "the element names another code than the one taken, and no known system for it",
            ["626.2", "99011"],
        ),
    ]
    codes = _rows(night, "SELECT code, code_system FROM raw.services WHERE batch_id LIKE 'hl7v2%' ORDER BY line_number")
    assert [tuple(row.values()) for row in codes] == [("71045", "CPT"), ("99011", None)]


def test_the_dirty_codes_of_resources_are_listed_with_reasons(night: Night) -> None:
    query = (
        "SELECT DISTINCT s.encounter_id, s.line_number, q.reason FROM core.quarantine AS q "
        "INNER JOIN raw.services AS s ON q.batch_id = s.batch_id AND q.source_line = s.source_line "
        "WHERE q.batch_id LIKE 'fhir%' AND q.dataset = 'services' AND q.column_name IN ('code', 'code_system')"
    )
    listed = {(row["encounter_id"], row["line_number"]) for row in _rows(night, query)}
    unsound = (
        "SELECT encounter_id, line_number FROM raw.services "
        "WHERE batch_id LIKE 'fhir%' AND (code IS NULL OR code_system IS NULL)"
    )
    assert listed == {(row["encounter_id"], row["line_number"]) for row in _rows(night, unsound)}
    assert len(listed) > 150
    unknown = (
        "SELECT DISTINCT regexp_extract(reason, 'no entry for (.*)', 1) AS system, "
        "regexp_extract(remedy, 'system of ([A-Z0-9]{5}),', 1) AS code "
        "FROM core.quarantine WHERE batch_id LIKE 'fhir%' AND column_name = 'code_system' AND expectation = 'mapping'"
    )
    named = {(row["system"], row["code"]) for row in _rows(night, unknown)}
    assert ("https://bluebutton.cms.gov/resources/codesystem/hcpcs", "E0570") in named
    assert ("http://hl7.org/fhir/sid/ndc", "") in named


def test_every_element_is_named_by_its_path(night: Night) -> None:
    query = "SELECT count(*) AS n FROM core.quarantine WHERE batch_id <> 'synthea' AND element IS NULL"
    assert _rows(night, query) == [{"n": 0}]
    assert _rows(night, "SELECT DISTINCT element FROM core.quarantine WHERE batch_id = 'synthea'") == [
        {"element": None}
    ]


def test_what_nobody_coded_of_synthea_waits_with_a_reason(night: Night) -> None:
    query = (
        "SELECT state, count(*) FILTER (WHERE coalesce(reason, reason_code) IS NULL) AS unexplained FROM core.encounter "  # noqa: E501
        "WHERE batch_id = 'synthea' AND state NOT IN ('claimed', 'ready') GROUP BY ALL"
    )
    found = _rows(night, query)
    assert "held_coding" in {row["state"] for row in found}
    assert sum(row["unexplained"] for row in found) == 0
