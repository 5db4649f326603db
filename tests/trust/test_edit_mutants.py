"""Every small mistake that can be put into the SQL of an edit changes what it finds in its own folder of examples."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tasks.coding.code_sets import prepare as prepare_code_sets
from tasks.coding.edits import read_edit
from tasks.warehouse import Connection, open_warehouse
from tasks.workspace import SQL
from tests.coding.desk import Desk, open_desk
from tests.edits.mutants import mutants
from tests.edits.test_edits import EDITS, HERE, TOLERATED, found_by, prepare, read_expected, unseen


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    con = open_warehouse(tmp_path_factory.mktemp("mutants") / "warehouse.duckdb")
    yield con
    con.close()


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("codes")
    prepare_code_sets(folder)
    return folder


@pytest.fixture
def desk(tmp_path: Path, codes: Path, warehouse: Connection) -> Iterator[Desk]:
    warehouse.begin()
    yield open_desk(tmp_path / "workspace", codes, warehouse, patient=False)
    warehouse.rollback()


@pytest.mark.parametrize("edit_id", EDITS)
def test_no_mistake_in_an_edit_goes_unseen(edit_id: str, desk: Desk) -> None:
    edit = read_edit(SQL / "edits" / f"{edit_id}.sql")
    prepare(desk, yaml.safe_load((HERE / edit_id / "rows.yaml").read_text(encoding="utf-8")))
    changed = mutants(desk.night.con, edit.sql)
    quiet = unseen(desk.night.con, edit, changed)
    print(f"{edit_id}: {len(changed)} mistakes, {len(changed) - len(quiet)} seen")
    assert changed
    assert quiet == TOLERATED.get(edit_id, set())
    assert found_by(desk.night.con, edit) == read_expected(edit_id)
