"""Reads a phrase as a coder would: abbreviations, wording, side, encounter, what is denied or only suspected."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tasks.coding.suggest.readings import readings
from tasks.coding.suggest.spelling import known
from tasks.coding.suggest.tables import abbreviations, light_words, wordings
from tasks.coding.suggest.words import compared, plain, tokens

if TYPE_CHECKING:
    from tasks.coding.suggest.index import WordIndex

_SPLIT = re.compile(r"[A-Za-z0-9&'/+-]+|[^\sA-Za-z0-9]")
# Something documented, and after it what it might be.
_RULED = re.compile(r"(?<=\w) ?,? (?:rule out|versus|vs|to rule out)\b")
_RULED_FIRST = re.compile(r"(?:to )?rule out [^,;]+ [,;] (\w.*)")
_UNCERTAIN = re.compile(r"\b(rule out|possible|probable|suspected|likely|questionable|concern for|versus)\b")
_LONGEST = 9
# What follows is another thing than what the phrase is about: its cause, what came with it, the next diagnosis.
_NEXT = re.compile(r" (?:due to|secondary to|associated with|caused by|superimposed on|with|and|or|from) | [,;] ")
_CAUSE = re.compile(r" (?:due to|secondary to|caused by|from) ")
_HEAD_ALONE = 0.72
_HEAD_OF_CAUSE = 0.74
_DENIED = 0.35
_STAGE = 0.6


@dataclass(frozen=True)
class Variant:
    """One wording of a phrase: its compared words with their weights, and what its scores are multiplied by."""

    words: tuple[tuple[str, float], ...]
    factor: float


@dataclass(frozen=True)
class Phrase:
    """A phrase read: its words, its wordings, what it says besides, and notes for the coder."""

    text: str
    words: frozenset[str]
    variants: tuple[Variant, ...]
    notes: tuple[str, ...]
    says_other: bool = False


def read_phrase(text: str, index: "WordIndex") -> Phrase:
    """Read a phrase against the words of an index."""
    said = expand(text)
    notes = []
    if first := _RULED_FIRST.match(said):
        said = first[1]
        notes.append("what is to be ruled out is not coded")
    elif _RULED.search(said):
        said = _RULED.split(said, maxsplit=1)[0]
        notes.append("what is to be ruled out is not coded")
    if _UNCERTAIN.search(said):
        notes.append("uncertain in the text: outpatient care codes the sign or symptom")
        said = _UNCERTAIN.sub(" ", said)
    meant = reword(said)
    versions = {**readings(said), **readings(meant), **dict.fromkeys([said, meant, reword(meant)], 1.0)}
    for following, factor in ((_CAUSE, _HEAD_OF_CAUSE), (_NEXT, _HEAD_ALONE)):
        head = following.split(said, maxsplit=1)[0]
        versions.update({version: factor for version in (head, reword(head)) if version not in versions})
    variants = []
    for version, factor in versions.items():
        words = dict.fromkeys(nearest for word in tokens(version) for nearest in known(word, index))
        if words:
            weights = tuple((w, index.weight(w) * _share(w, index)) for w in words)
            if any(weight for _, weight in weights):
                variants.append(Variant(weights, factor))
    whole = frozenset(word for variant in variants for word, _ in variant.words)
    other = any(re.search(r"\bother\b", version) for version in versions)
    return Phrase(said, whole, tuple(variants), tuple(notes), other)


def _share(word: str, index: "WordIndex") -> float:
    """What a word counts of its weight: what is denied little, and nothing where no title denies it."""
    if word.startswith("no_"):
        return _DENIED if word in index.words else 0.0
    if word.startswith(("stage_", "grade_")):
        return _STAGE
    return _shares().get(word, 1.0)


@cache
def _shares() -> dict[str, float]:
    return {compared(word): share for share, words in light_words() for word in plain(words).split()}


def expand(text: str) -> str:
    """The phrase in plain words, abbreviations written out.

    >>> expand("T2DM w/ CKD 3")
    'type_2 diabetes mellitus with chronic kidney disease stage_3'
    """
    known = abbreviations()
    shouted = text.isupper() and len(text) > 6
    out = []
    for word in _SPLIT.findall(text):
        found = known.get(word.lower())
        if found is None and not shouted:
            found = known.get(word)
        out.append(found or word)
    joined = plain(" ".join(out))
    return re.sub(r"\bkidney disease (?:stage )?(\d[ab]?)\b", r"kidney disease stage_\1", joined)


def reword(said: str) -> str:
    """The phrase in the wording of the classification, where we know another: the longest stretch first."""
    known = _plain_wordings()
    words = said.split()
    out: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            meant = known.get(" ".join(words[place : place + length]))
            if meant is not None:
                out.append(meant)
                place += length
                break
        else:
            out.append(words[place])
            place += 1
    return " ".join(out)


@cache
def _plain_wordings() -> dict[str, str]:
    return {plain(said): plain(meant) for said, meant in wordings()}
