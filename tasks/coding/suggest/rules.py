"""What a coder expects of a plain phrase: which chapters it may lead to, which side, which encounter."""

import re
from dataclasses import dataclass
from functools import cache

from tasks.coding.suggest.documents import Document, Stem
from tasks.coding.suggest.phrase import Phrase, Variant
from tasks.coding.suggest.sides import SIDES, side_of
from tasks.coding.suggest.tables import cues, implied
from tasks.coding.suggest.words import plain, tokens

# What a code of the side that was said is worth against one that names no side.
SIDED = 1.09
# What the code of one side is worth where both are said and no code is for both: it takes one for each.
EACH_SIDE = 1.65
# Share of a phrase from which on a code says all of it.
_WHOLE = 0.9
_PAST = frozenset({"histori", "statu", "post"})
_OTHER = re.compile(r"\bother\b")
_OPEN_ENDED = re.compile(r"\bunspecified\b|\bnos\b")


@dataclass(frozen=True)
class Traits:
    """What of a stem does not depend on the phrase, and the words without which it is less likely."""

    other: bool
    open_ended: bool
    common: bool
    cues: tuple[tuple[frozenset[str], float], ...]
    implied: frozenset[str]


def traits(stem: Stem, common: frozenset[str]) -> Traits:
    """Traits of a stem; `common` are the stems of everyday diagnoses."""
    title = stem.title.lower()
    cues = tuple((words, without) for start, words, without in _cues() if stem.code.startswith(start))
    silent = frozenset(word for start, words in _implied() if stem.code.startswith(start) for word in words)
    return Traits(bool(_OTHER.search(title)), bool(_OPEN_ENDED.search(title)), stem.code in common, cues, silent)


@cache
def _cues() -> list[tuple[str, frozenset[str], float]]:
    return [(start, frozenset(tokens(plain(words))), factor) for start, factor, words in cues()]


@cache
def _implied() -> list[tuple[str, frozenset[str]]]:
    return [(start, frozenset(tokens(plain(words)))) for start, words in implied()]


def unsaid(known: Traits, document: Document, variant: Variant) -> float:
    """The share of a phrase that the document does not say because it goes without saying of its code."""
    if known.implied.isdisjoint(word for word, _ in variant.words):
        return 0.0
    silent = sum(w for word, w in variant.words if word in known.implied and word not in document.words)
    return silent / sum(w for _, w in variant.words)


def expectation(known: Traits, document: Document, covered: float, phrase: Phrase) -> float:
    """A factor for the score of a document: above 1 for what is common, below for what the phrase gives no cue of."""
    factor = _side(document, phrase) * (1.02 if known.open_ended else 1.0)
    if known.common:
        factor *= 1.08 if covered >= _WHOLE else 1.05
    for words, without in known.cues:
        if words.isdisjoint(phrase.words):
            factor *= without
    if known.other:
        factor *= 1.03 if phrase.says_other else 0.95
    if ("famili" in document.words) != ("famili" in phrase.words):
        factor *= 0.6
    if "histori" in document.words and _PAST.isdisjoint(phrase.words):
        factor *= 0.6
    return factor


def _side(document: Document, phrase: Phrase) -> float:
    said = SIDES & phrase.words
    have = SIDES.intersection(document.words)
    if not said:
        return 0.95 if have else 1.0
    if not have:
        return 1.04 if "unilater" in document.words and side_of(phrase.words) != "bilater" else 0.95
    return 1.04 if said & have else 0.6


# Words -> seventh character, for fractures and for other injuries; the first that a phrase has decides.
_FRACTURE_OPEN = {"A": "B", "D": "E", "G": "H", "K": "M", "P": "Q"}
_LATER: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(sequela|sequelae|late effects?|residuals?|old)\b"), "S"),
    (re.compile(r"\bnonunion\b"), "K"),
    (re.compile(r"\bmalunion\b"), "P"),
    (re.compile(r"\bdelayed (healing|union)\b"), "G"),
    (
        re.compile(r"\b(subsequent|followup|follow up|aftercare|healing|healed|recheck|routine healing|status post)\b"),
        "D",
    ),
)


def seventh(stem: Stem, phrase: Phrase) -> tuple[str, str | None]:
    """The whole code, and which seventh character was chosen and why; (code, None) for a code without."""
    if not stem.sevenths:
        return stem.code, None
    meanings = dict(stem.sevenths)
    choice = _encounter(meanings, phrase.text) if "A" in meanings else _fitting(stem.sevenths, phrase)
    return stem.code.ljust(6, "X") + choice, f"7th character {choice}: {meanings[choice]}"


def _encounter(meanings: dict[str, str], text: str) -> str:
    """Initial unless the phrase says otherwise; a fracture closed unless it is said to be open."""
    choice = next((letter for pattern, letter in _LATER if pattern.search(text) and letter in meanings), "A")
    wide = _FRACTURE_OPEN.get(choice)
    if wide in meanings and re.search(r"\bopen\b|\bcompound\b", text):
        return str(wide)
    return choice


def _fitting(sevenths: tuple[tuple[str, str], ...], phrase: Phrase) -> str:
    """The character whose meaning the phrase has most words of, and more than half of them; else the first.

    The first is what is unspecified or not applicable.
    """

    def said(pair: tuple[str, str]) -> int:
        words = set(tokens(plain(pair[1]))) - {"fetus", "stage"}
        common = len(words & phrase.words)
        return common if 2 * common > len(words) else 0

    best = max(sevenths, key=said)
    return best[0] if said(best) else sevenths[0][0]
