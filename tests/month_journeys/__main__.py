"""Writes every invoices.txt anew: `python -m tests.month_journeys`. Read the difference before you commit it."""

import tempfile
from pathlib import Path

from tests.month_journeys.play import play, stories

for folder in stories():
    with tempfile.TemporaryDirectory() as workspace:
        (folder / "invoices.txt").write_text(play(folder, Path(workspace)), encoding="utf-8")
