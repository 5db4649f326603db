"""The words of all documents as arrays: every document is scored for a phrase in a few array operations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tasks.coding.suggest.documents import Document

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

# Against a document that says a word the phrase does not, as a share of the word's weight.
_LOOSE = 0.15
_NEGATED = 0.15
_SHARES = {
    **dict.fromkeys(("unspecifi", "uncompl", "person", "mellitus", "no_complic"), 0.0),
    **dict.fromkeys(("primari", "essenti", "acut", "simplex", "idiopath", "type_2", "routin", "adult"), 0.4),
    **dict.fromkeys(("region", "tract", "system", "bodi", "level", "tissu", "joint", "organ"), 0.3),
    **dict.fromkeys(("left", "right", "bilater"), 0.7),
    # causes and kinds that nobody assumes unless they are told
    **dict.fromkeys(
        (
            *("traumat", "drug", "induc", "toxic", "postprocedur", "congenit", "frostbit", "burn", "corros", "radiat"),
            *("tubercul", "syphilit", "gonococc", "infantil", "juvenil", "gangren", "alcohol", "secondari", "patholog"),
            *("foreign", "bite", "poison", "leprosi", "maln", "prosthesi", "sheath", "graft"),
        ),
        2.0,
    ),
}
_BETA = 0.35
# What every such word costs beside its weight: common words assert as much as rare ones.
_EACH = 0.3 / _BETA


@dataclass(frozen=True)
class Scored:
    """A document, the share of the phrase and of the document that agree, and their score."""

    number: int
    score: float
    covered: float


class WordIndex:
    """Documents by word, with a weight for each word: rare words count more."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.words: dict[str, int] = {}
        doc, word, share = self._flat(documents)
        order = np.argsort(word, kind="stable")
        self._doc, self._share = doc[order], share[order]
        counts = np.bincount(word, minlength=len(self.words))
        self._starts = np.concatenate(([0], np.cumsum(counts)))
        self.weights = np.log1p(len(documents) / (1.0 + counts)).astype(np.float32)
        self._weighted = self._share * (np.repeat(self.weights, counts) + _EACH)
        self._extra = np.bincount(self._doc, self._weighted, minlength=len(documents)).astype(np.float32)
        self.unknown = float(np.log1p(len(documents)))

    def _flat(self, documents: Sequence[Document]) -> tuple[Ints, Ints, Floats]:
        docs: list[int] = []
        words: list[int] = []
        shares: list[float] = []
        for number, document in enumerate(documents):
            known = [self.words.setdefault(word, len(self.words)) for word in document.words]
            docs += [number] * len(known)
            words += known
            shares += [_share(word, document) for word in document.words]
        return np.array(docs, np.int32), np.array(words, np.int32), np.array(shares, np.float32)

    def weight(self, word: str) -> float:
        """What a word counts; a word that no document has counts as the rarest."""
        number = self.words.get(word)
        return self.unknown if number is None else float(self.weights[number])

    def score(self, asked: Iterable[tuple[str, float]], best: int) -> list[Scored]:
        """The best documents for words with their weights in the phrase, best first."""
        total, found = 0.0, np.zeros(len(self.documents), np.float32)
        extra = self._extra.copy()
        for word, weight in asked:
            total += weight
            number = self.words.get(word)
            if number is None:
                continue
            span = slice(self._starts[number], self._starts[number + 1])
            found[self._doc[span]] += weight
            extra[self._doc[span]] -= self._weighted[span]
        if total == 0:
            return []
        scores = found / (total + _BETA * np.maximum(extra, 0))
        top = np.argpartition(-scores, min(best, len(scores) - 1))[:best]
        top = top[np.lexsort((top, -scores[top]))]
        return [Scored(int(n), float(scores[n]), float(found[n]) / total) for n in top if scores[n] > 0]


def _share(word: str, document: Document) -> float:
    if word in document.loose:
        return _LOOSE
    return _NEGATED if word.startswith("no_") and word not in _SHARES else _SHARES.get(word, 1.0)
