"""Ranked candidates for a phrase: the wordings that agree best, weighed by what a coder would expect of the phrase."""

import re
from dataclasses import dataclass

import polars as pl

from tasks.coding.suggest.documents import Document, documents, stems_of
from tasks.coding.suggest.index import Scored, WordIndex
from tasks.coding.suggest.phrase import Phrase, read_phrase
from tasks.coding.suggest.rules import EACH_SIDE, SIDED, Traits, expectation, seventh, traits, unsaid
from tasks.coding.suggest.sides import Sides, side_of
from tasks.coding.suggest.tables import common_diagnoses
from tasks.coding.suggest.words import plain

_DOCUMENTS = 300
_WORDS = re.compile(r"\w+")
# What a wording is worth that is the phrase word for word.
_EXACT = 1.06


@dataclass(frozen=True)
class Candidate:
    """A billable code for a phrase: its score (0 to 1) and why it is proposed."""

    rank: int
    code: str
    description: str
    score: float
    why: str


class Suggester:
    """Candidates from one release of ICD-10-CM. Making it takes about two seconds, a phrase about a millisecond."""

    def __init__(self, codes: pl.DataFrame, notes: pl.DataFrame, index: pl.DataFrame | None = None) -> None:
        self._titles = dict(codes.select("code", "description").iter_rows())
        self._stems = stems_of(codes)
        self._index = WordIndex(list(documents(codes, notes, index)))
        self._sides = Sides(self._index.documents)
        self._common = self._stems_of_common()
        self._traits: dict[str, Traits] = {}
        self._exact = self._by_text()

    def suggest(self, text: str, count: int = 10) -> list[Candidate]:
        """The best candidates for a phrase, best first; none where no word of it is known."""
        phrase = read_phrase(text, self._index)
        best: dict[str, tuple[float, Document, Scored]] = {}
        side = side_of(phrase.words)
        exact: set[str] = self._exact.get(" ".join(_WORDS.findall(phrase.text)), set())
        for variant in phrase.variants:
            for scored in self._index.score(variant.words, _DOCUMENTS):
                document = self._index.documents[scored.number]
                known = self._traits_of(document.stem)
                whole = scored.covered + unsaid(known, document, variant)
                value = scored.score * whole / scored.covered
                value *= variant.factor * expectation(known, document, whole, phrase)
                stem = document.stem
                if side == "bilater" and self._sides.is_one_of_two(stem):
                    value *= EACH_SIDE
                elif side is not None and (sided := self._sides.other(stem, side)) is not None:
                    stem, value = sided, value * SIDED
                if stem in exact:
                    value *= _EXACT
                if stem not in best or value > best[stem][0]:
                    best[stem] = (value, document, scored)
        ranked = sorted(best.items(), key=lambda item: (-round(item[1][0], 6), len(item[0]), item[0]))
        return [self._candidate(rank, phrase, *item) for rank, item in enumerate(ranked[:count], 1)]

    def _by_text(self) -> dict[str, set[str]]:
        """Stems by a whole wording of theirs: `seizure disorder` is more than its word seizure."""
        found: dict[str, set[str]] = {}
        for document in self._index.documents:
            if document.source != "inclusion term":
                found.setdefault(" ".join(_WORDS.findall(plain(document.text))), set()).add(document.stem)
        return found

    def _stems_of_common(self) -> frozenset[str]:
        """Stems of the everyday diagnoses, which are given as whole codes."""
        codes = (code for code, _ in common_diagnoses())
        return frozenset(c[:n] for c in codes for n in range(len(c), 2, -1) if c[:n] in self._stems)

    def _traits_of(self, stem: str) -> Traits:
        if stem not in self._traits:
            self._traits[stem] = traits(self._stems[stem], self._common)
        return self._traits[stem]

    def _candidate(self, rank: int, phrase: Phrase, code: str, found: tuple[float, Document, Scored]) -> Candidate:
        value, document, scored = found
        stem = self._stems[code]
        full, said = seventh(stem, phrase)
        reasons = [f'{document.source} "{document.text}"', f"{round(100 * scored.covered)} % of the words"]
        reasons += [*phrase.notes, *([said] if said else [])]
        return Candidate(rank, full, self._titles[full], round(min(value, 1.0), 4), "; ".join(reasons))
