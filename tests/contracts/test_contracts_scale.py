"""A large batch: the same verdicts, every encounter accounted for."""

from pathlib import Path

import pytest

from tasks.contracts import groups
from tasks.contracts import stage as contracts
from tasks.intake import stage as intake
from tests.intake.drops import Practice, samples

ENCOUNTERS = 1000


def test_a_thousand_encounters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Small groups, so that splitting them is in the test.
    monkeypatch.setattr(groups, "MOST_CELLS", 12_000)
    tables = samples(range(ENCOUNTERS))
    for number in range(0, ENCOUNTERS, 50):
        tables["services"][2 * number]["units"] = "0"
        tables["patients"][number + 7]["sex"] = "x"
    practice = Practice(tmp_path)
    practice.deliver("day", tables)
    practice.night(intake.run, contracts.run)
    states = practice.rows("SELECT state, count(*) AS encounters FROM core.encounter GROUP BY state ORDER BY state")
    assert [tuple(row.values()) for row in states] == [("quarantined", 40), ("ready", 960)]
    wrong = "SELECT count(*) FROM core.quarantine WHERE received_id NOT LIKE 'day/E%' OR source_line < 2"
    assert practice.values(wrong) == [0]
    lines = practice.values("SELECT source_line FROM core.quarantine WHERE dataset = 'services' ORDER BY source_line")
    assert lines == [2 * number + 2 for number in range(0, ENCOUNTERS, 50)]
    assert practice.values("SELECT count(*) FROM core.service") == [1920]
