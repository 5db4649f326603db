"""Suggestions by day: the release of ICD-10-CM that covers a service day is asked, from the package or a workspace."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from tasks.coding.code_sets import PACKAGED
from tasks.coding.layouts.grid import read_grid
from tasks.coding.release import CodeSetError, Release, release_of
from tasks.coding.suggest.suggester import Candidate, Suggester

COLUMNS = ("phrase", "on", "rank", "code", "description", "score", "why")
NOT_LOADED = "code set not loaded: no ICD-10-CM release covers this day"
NOTHING = "no word of it is in the code set"

Row = tuple[str, str, int | None, str | None, str | None, float | None, str]


class Desk:
    """Suggesters of the releases in a folder, each made when a day first needs it."""

    def __init__(self, folder: Path = PACKAGED) -> None:
        self._folder = folder
        self._releases = [release_of(path) for path in sorted(folder.glob("icd10cm*.parquet"))]

    def suggest(self, phrase: str, day: date, count: int = 10) -> list[Candidate] | None:
        """Candidates, best first; None when no loaded release covers the day."""
        suggester = self._on(day)
        return None if suggester is None else suggester.suggest(phrase, count)

    def _covering(self, code_set: str, day: date) -> Release | None:
        found = [r for r in self._releases if r.code_set == code_set and r.covers(day)]
        return max(found, key=lambda r: r.version, default=None)

    def _on(self, day: date) -> Suggester | None:
        if self._covering("icd10cm", day) is None:
            return None
        asked = (self._covering(code_set, day) for code_set in ("icd10cm", "icd10cm_notes", "icd10cm_index"))
        return _made(tuple((str(self._folder.resolve() / r.file_name), r.content_sha256) for r in asked if r))


@lru_cache(maxsize=2)
def _made(files: tuple[tuple[str, str], ...]) -> Suggester:
    """The suggester of a release, made once in a process; files with what they hold: codes, notes, index."""
    frames = {Path(path).name.partition(".")[0]: pl.read_parquet(path) for path, _ in files}
    notes = frames.get("icd10cm_notes", pl.DataFrame(schema={"kind": pl.String, **_NOTES}))
    return Suggester(frames["icd10cm"], notes, frames.get("icd10cm_index"))


_NOTES = dict.fromkeys(("holder_from", "holder_to", "text"), pl.String)


def suggest_file(desk: Desk, path: Path) -> pl.DataFrame:
    """The first ten candidates for each row of a CSV file with columns phrase and on (COLUMNS); rows in their order.

    A day that no release covers, and a phrase of unknown words, get one row without a code that says so. Raises
    CodeSetError naming the lines whose `on` is no day.
    """
    rows = read_grid(path, {"phrase": ("phrase",), "on": ("on",)})
    days = rows["on"].str.to_date("%Y-%m-%d", strict=False)
    wrong = [str(line) for line, day in enumerate(days, 2) if day is None]
    if wrong:
        raise CodeSetError(f"{path}: line {', '.join(wrong[:10])}: `on` is no day written YYYY-MM-DD")
    found: list[Row] = []
    known: dict[tuple[str, date], list[Row]] = {}
    for phrase, day in zip(rows["phrase"].fill_null(""), days, strict=True):
        if (phrase, day) not in known:
            known[phrase, day] = list(_rows(desk, phrase, day))
        found += known[phrase, day]
    kinds = (pl.String, pl.String, pl.Int32, pl.String, pl.String, pl.Float64, pl.String)
    schema = dict(zip(COLUMNS, kinds, strict=True))
    return pl.DataFrame(found, schema=schema, orient="row")


def _rows(desk: Desk, phrase: str, day: date) -> Iterator[Row]:
    candidates = desk.suggest(phrase, day)
    if not candidates:
        yield (phrase, day.isoformat(), None, None, None, None, NOT_LOADED if candidates is None else NOTHING)
    for c in candidates or []:
        yield (phrase, day.isoformat(), c.rank, c.code, c.description, c.score, c.why)
