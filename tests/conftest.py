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


@pytest.fixture(scope="session")
def code_sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code set releases that come with the project, built once: link a test workspace's `codes/` here."""
    from tasks.coding.code_sets import prepare

    folder = tmp_path_factory.mktemp("codes")
    prepare(folder)
    return folder
