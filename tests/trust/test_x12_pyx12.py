"""pyx12's verdict on every shared file of a set that it has a map for; the quick tests ask it of a few."""

import pytest

from tests.x12.test_examples import PYX12_DIFFERS, WITH_PYX12, pyx12_agrees


@pytest.mark.parametrize("row", WITH_PYX12, ids=lambda row: row["file"])
def test_pyx12_agrees_or_it_is_known_why_not(row: dict[str, str]) -> None:
    assert pyx12_agrees(row) == (row["file"] not in PYX12_DIFFERS)
