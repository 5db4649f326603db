"""Stories of months: each must leave the invoices that were agreed.

Each folder is a story: `story.yaml` says what was collected and worked, `invoices.txt` what was issued. To add one,
write a story.yaml; then `python -m tests.month_journeys` writes all invoices.txt anew. Read the difference as a
bookkeeper would: the test only sees that it changed, not whether it is right.
"""

from pathlib import Path

import pytest

from tests.month_journeys.play import play, stories


@pytest.mark.parametrize("folder", stories(), ids=lambda folder: folder.name)
def test_the_invoices_of_the_story(folder: Path, tmp_path: Path) -> None:
    assert play(folder, tmp_path) == (folder / "invoices.txt").read_text(encoding="utf-8")
