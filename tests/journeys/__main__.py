"""Writes every books.txt anew: `python -m tests.journeys`. Read the difference before you commit it."""

import tempfile
from pathlib import Path

from tests.journeys.play import play, stories

for folder in stories():
    with tempfile.TemporaryDirectory() as workspace:
        (folder / "books.txt").write_text(play(folder, Path(workspace)), encoding="utf-8")
