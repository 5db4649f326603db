"""Stories of claims and their money, day by day, through the real stages: each must leave the books that were agreed.

Each folder is a story: `story.yaml` says what arrives, `books.txt` what the books then say. To add one, write a
story.yaml; then `python -m tests.journeys` writes all books.txt anew. Read the difference as a bookkeeper would: the
test only sees that it changed, not whether it is right.
"""

from pathlib import Path

import pytest

from tests.journeys.play import play, stories


@pytest.mark.parametrize("folder", stories(), ids=lambda folder: folder.name)
def test_the_books_of_the_story(folder: Path, tmp_path: Path) -> None:
    assert play(folder, tmp_path) == (folder / "books.txt").read_text(encoding="utf-8")
