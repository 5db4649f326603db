"""Fixtures that all tests share."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real-world inputs beside the checkout; absent on a user's machine."""
    folder = ROOT.parent / "shared"
    if not (folder / "x12").is_dir():
        pytest.skip(f"the folder of real-world inputs is not there: {folder}")
    return folder
