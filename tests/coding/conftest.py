"""Fixtures of the coding tests: code sets built once, and a client's night on a desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.coding.code_sets import prepare
from tests.coding.desk import Desk, open_desk


@pytest.fixture(scope="session")
def code_sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The releases that come with the project."""
    folder = tmp_path_factory.mktemp("codes")
    prepare(folder)
    return folder


@pytest.fixture
def desk(tmp_path: Path, code_sets: Path) -> Iterator[Desk]:
    """A client that bills by its fee schedule."""
    desk = open_desk(tmp_path / "workspace", code_sets)
    yield desk
    desk.night.con.close()
