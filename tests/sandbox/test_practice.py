"""The practice workspace: its files are read by the settings models, its identifiers and codes are well formed."""

import re
from pathlib import Path

import pytest
import simple_icd_10_cm
from stdnum import luhn

from data_contracts.charge_master import CROSSWALK, FEES, Table
from data_contracts.payer import Payers
from data_contracts.settings import read_settings
from tasks.sandbox.files import PACKAGE
from tasks.sandbox.habits import habits_of
from tasks.sandbox.practice import write_template, write_workspace
from tasks.sandbox.pricing import _rows, read_prices
from tasks.sandbox.profiles import Profile, read_profile
from tasks.workspace import Workspace

SPECIALTIES = ("family medicine", "cardiology", "therapy")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    path = tmp_path_factory.mktemp("practice")
    write_workspace(path)
    return Workspace(path)


def test_the_settings_of_the_practice_workspace_are_valid(workspace: Workspace) -> None:
    assert [c.client_id for c in workspace.clients()] == ["harbor", "lakeside", "summit"]
    assert len({c.settings.claim_prefix for c in workspace.clients()}) == 3
    assert len({c.settings.specialty for c in workspace.clients()}) == 3
    assert workspace.company.clearinghouse.usage == "T"
    payers = workspace.payers.payers
    assert len(payers) >= 6
    assert len({p.route for p in payers}) >= 3
    assert {"MB", "MC", "BL"} <= {p.filing_indicator for p in payers}


def test_more_practices_have_identities_of_their_own(tmp_path: Path) -> None:
    write_workspace(tmp_path, practices=11)
    clients = [c.settings for c in Workspace(tmp_path).clients()]
    assert len(clients) == 11
    for part in ("claim_prefix", "name"):
        assert len({getattr(c, part) for c in clients}) == 11
    assert len({c.billing_identities[0].npi for c in clients}) == 11
    assert len({c.billing_identities[0].tax_id for c in clients}) == 11
    assert all(luhn.is_valid("80840" + c.billing_identities[0].npi) for c in clients)


def test_writing_a_workspace_leaves_files_that_are_there(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    fees = tmp_path / "clients" / "harbor" / "fees.csv"
    fees.write_text("mine")
    write_workspace(tmp_path)
    assert fees.read_text() == "mine"


def test_the_template_is_valid_and_explains_itself(tmp_path: Path) -> None:
    write_template(tmp_path)
    workspace = Workspace(tmp_path)
    assert [c.settings.client_id for c in workspace.clients()] == ["example"]
    assert workspace.company.name
    assert workspace.payers.payers
    for name in ("company.yaml", "payers.yaml", "clients/example/client.yaml"):
        assert (tmp_path / name).read_text().count("#") >= 5
    _hold(FEES, tmp_path / "clients" / "example")
    _hold(CROSSWALK, tmp_path / "clients" / "example")


def test_fees_and_crosswalks_keep_their_contract(workspace: Workspace) -> None:
    for client in workspace.clients():
        _hold(FEES, client.path)
        _hold(CROSSWALK, client.path)


def _hold(table: Table, folder: Path) -> None:
    for row in _rows(folder / table.file):
        optional = {c.name for c in table.columns if c.may_be_absent}
        assert set(row) | optional == {c.name for c in table.columns}
        for column in table.columns:
            value = row.get(column.name)
            assert re.search(column.pattern, value) if value else not column.required, (column.name, value)


@pytest.mark.parametrize("specialty", SPECIALTIES)
def test_people_and_codes_of_a_profile_are_well_formed(specialty: str) -> None:
    profile = read_profile(specialty)
    people = [*profile.providers, *profile.referrers, profile.hospital]
    assert all(luhn.is_valid("80840" + str(p["npi"])) for p in people)
    for code in {c for visit in profile.visits for found in visit["diagnoses"] for c in found}:
        assert simple_icd_10_cm.is_valid_item(code), code
        assert simple_icd_10_cm.is_leaf(code), code


def test_every_service_of_a_profile_has_a_price(workspace: Workspace) -> None:
    for client in workspace.clients():
        prices, profile = read_prices(client.path), read_profile(client.settings.specialty)
        for code in _codes(profile):
            assert (code, "") in prices.fees or code in prices.items, (client.client_id, code)


def _codes(profile: Profile) -> set[str]:
    lines = [line for visit in profile.visits for entry in visit["services"] for line in entry.get("one_of", [entry])]
    return {line["code"] for line in lines}


def test_few_cpt_numbers_and_no_cpt_words_are_used() -> None:
    numbers = {code for s in SPECIALTIES for code in _codes(read_profile(s)) if code.isdigit()}
    assert len(numbers) < 40


def test_payers_pay_under_the_number_that_the_company_knows(workspace: Workspace) -> None:
    payers = read_settings(workspace.path / "payers.yaml", Payers).payers
    assert {p.payer_id: p.originator_id for p in payers} == {
        p.payer_id: habits_of(p.payer_id).originator_id for p in payers
    }


def test_nothing_but_the_demo_and_the_command_uses_the_sandbox() -> None:
    root = PACKAGE.parent.parent
    users = {
        path.relative_to(root).as_posix()
        for folder in ("flows", "tasks", "reports", "data_contracts")
        for path in (root / folder).rglob("*.py")
        if "sandbox" not in path.parts and re.search(r"^\s*(from|import) tasks\.sandbox", path.read_text(), re.M)
    }
    assert users <= {"flows/cli.py", "flows/demo.py"}


def test_the_sandbox_uses_nothing_of_the_pipeline() -> None:
    for path in PACKAGE.rglob("*.py"):
        for used in re.findall(r"^(?:from|import) (tasks[.\w]*)", path.read_text(), re.M):
            assert used.startswith("tasks.sandbox"), (path.name, used)
