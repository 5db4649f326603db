"""The books that every test here starts from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.publish.marts import read_macros
from tests.ledger.books import Books, open_books


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    """New, empty books of one client."""
    found = open_books(tmp_path)
    for macro in read_macros():
        found.con.execute(macro)
    yield found
    found.con.close()
