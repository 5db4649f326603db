"""The books that every test here starts from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.books import Books, open_books


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    """New, empty books of one client, whose client.yaml lets balances be written off."""
    found = open_books(tmp_path)
    yield found
    found.con.close()
