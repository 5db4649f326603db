"""Fixtures that all tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Files whose tests share work of half a minute or more: they begin first, so that no worker ends with one alone.
LONG = ("test_night.py", "test_command.py", "test_simulation_short.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first (the others stay in order); a file is worked by one worker: see `make test`."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


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


@pytest.fixture(scope="module")
def plans() -> Iterator[dict[str, str]]:
    """How DuckDB means to work the statements of the module's nights and closes: statement -> plan."""
    from tests.plans import watched

    with watched() as found:
        yield found
