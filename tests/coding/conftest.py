"""Fixtures of the coding tests: a client's night on a desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.warehouse import Connection, open_warehouse
from tests.coding.desk import Desk, open_desk


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A warehouse with its schema and no rows: laying the schema takes longer than a test."""
    con = open_warehouse(tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb")
    yield con
    con.close()


@pytest.fixture
def warehouse(empty_warehouse: Connection) -> Iterator[Connection]:
    """The empty warehouse in a transaction, as in a night; what a test writes goes with it."""
    empty_warehouse.begin()
    yield empty_warehouse
    empty_warehouse.rollback()


@pytest.fixture
def desk(tmp_path: Path, code_sets: Path, warehouse: Connection) -> Desk:
    """A client that bills by its fee schedule."""
    return open_desk(tmp_path / "workspace", code_sets, warehouse)
