"""Ranked candidates for a phrase: the wordings that agree best, weighed by what a coder would expect of the phrase."""

from dataclasses import dataclass

import polars as pl

from tasks.coding.suggest.documents import Document, documents, stems_of
from tasks.coding.suggest.index import Scored, WordIndex
from tasks.coding.suggest.phrase import Phrase, read_phrase
from tasks.coding.suggest.rules import Traits, expectation, seventh, traits
from tasks.coding.suggest.tables import common_diagnoses

_DOCUMENTS = 300


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
        self._common = self._stems_of_common()
        self._traits: dict[str, Traits] = {}

    def suggest(self, text: str, count: int = 10) -> list[Candidate]:
        """The best candidates for a phrase, best first; none where no word of it is known."""
        phrase = read_phrase(text, self._index)
        best: dict[str, tuple[float, Document, Scored]] = {}
        for variant in phrase.variants:
            for scored in self._index.score(variant.words, _DOCUMENTS):
                document = self._index.documents[scored.number]
                value = (
                    scored.score
                    * variant.factor
                    * expectation(self._traits_of(document.stem), document, scored.covered, phrase)
                )
                if document.stem not in best or value > best[document.stem][0]:
                    best[document.stem] = (value, document, scored)
        ranked = sorted(best.items(), key=lambda item: (-round(item[1][0], 6), len(item[0]), item[0]))
        return [self._candidate(rank, phrase, *item) for rank, item in enumerate(ranked[:count], 1)]

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
