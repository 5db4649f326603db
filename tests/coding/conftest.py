"""Fixtures of the coding tests: a client's night on a desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.coding.desk import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path, code_sets: Path) -> Iterator[Desk]:
    """A client that bills by its fee schedule."""
    desk = open_desk(tmp_path / "workspace", code_sets)
    yield desk
    desk.night.con.close()
