"""The year of closes of `make trust` in short: one practice, two months, few nights."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tasks.workspace import Workspace
from tests.plans import pairwise
from tests.trust import year
from tests.trust.simulation import company
from tests.trust.simulation.company import Recording

MONTHS = year.first_days(date(2026, 1, 1), 2)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory, plans: dict[str, str]) -> Recording:
    path = tmp_path_factory.mktemp("quarter") / "company"
    return year.record(path, company.Here(), MONTHS, 1, seed=5, every=14)


def test_no_statement_compares_every_row_with_every_row(recording: Recording, plans: dict[str, str]) -> None:
    assert len(plans) > 200
    assert pairwise(plans) == []


def test_the_bases_of_every_invoice_are_the_ledgers_collections(recording: Recording) -> None:
    found: dict[str, list[Decimal]] = {}
    for place, folder in enumerate(Workspace(recording.path).clients()):
        desk = "desk_payments: in" in year.AGREEMENTS[place]
        expected = [year.collected(folder, period, year.BASES[place], desk) for period in MONTHS]
        found[folder.client_id] = [year.invoiced(folder, period) for period in MONTHS]
        assert found[folder.client_id] == expected
    assert any(amounts[0] != 0 for amounts in found.values())


def test_every_sealed_month_replays_byte_for_byte(recording: Recording, tmp_path: Path) -> None:
    client = Workspace(recording.path).clients()[0].client_id
    assert year.replay(recording.path, tmp_path / "again", client) == (len(MONTHS), [])
