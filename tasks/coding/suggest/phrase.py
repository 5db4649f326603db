"""Reads a phrase as a coder would: abbreviations, wording, side, encounter, what is denied or only suspected."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from tasks.coding.suggest.tables import abbreviations, wordings
from tasks.coding.suggest.words import plain, tokens

if TYPE_CHECKING:
    from tasks.coding.suggest.index import WordIndex

_SPLIT = re.compile(r"[A-Za-z0-9&'/+-]+|[^\sA-Za-z0-9]")
_UNCERTAIN = re.compile(r"\b(rule out|possible|probable|suspected|suspect|likely|questionable|concern for|versus)\b")
_HISTOLOGY = re.compile(
    r"\b(?:(?:invasive|infiltrating|metastatic|poorly differentiated|well differentiated) )?"
    r"(?:(?:squamous|basal|transitional|renal|small|large|non small|clear|merkel|signet ring) cell |urothelial |"
    r"ductal |lobular |papillary |follicular |medullary |mucinous |serous |endometrioid |anaplastic |neuroendocrine )*"
    r"(?:adenocarcinoma|carcinoma|adenosquamous carcinoma|glioblastoma(?: multiforme)?|astrocytoma|glioma|"
    r"oligodendroglioma|cancer)\b"
)
_VERTEBRA = re.compile(r"\b([ltc])(1[0-2]|[1-9])\b")
_SPINE = {"l": "lumbar", "t": "thoracic", "c": "cervical"}
_ORDER = (
    *("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth"),
)
_INDUCED = re.compile(r"\b(\w+) induced\b")
_LONGEST = 9
_LIGHT = {"left": 0.6, "right": 0.6, "bilater": 0.6, "unspecifi": 0.1, "chronic": 0.7, "acut": 0.7}


@dataclass(frozen=True)
class Phrase:
    """A phrase read: its words with weights (one list per wording), what it says besides, and notes for the coder."""

    text: str
    words: frozenset[str]
    variants: tuple[tuple[tuple[str, float], ...], ...]
    notes: tuple[str, ...]


def read_phrase(text: str, index: "WordIndex") -> Phrase:
    """Read a phrase against the words of an index."""
    said = expand(text)
    notes = []
    if _UNCERTAIN.search(said):
        notes.append("uncertain in the text: outpatient care codes the sign or symptom")
        said = _UNCERTAIN.sub(" ", said)
    meant = reword(said)
    versions = dict.fromkeys([said, meant, reword(meant), *_readings(said)])
    lists = [list(dict.fromkeys(_known(word, index) for word in tokens(version))) for version in versions]
    variants = tuple(tuple((w, index.weight(w) * _LIGHT.get(w, 1.0)) for w in words) for words in lists if words)
    return Phrase(said, frozenset(w for words in lists for w in words), variants, tuple(notes))


def _readings(said: str) -> list[str]:
    """Other readings of a phrase: cancers by site alone, vertebrae by name, what is induced by a drug as due to it."""
    found = [_HISTOLOGY.sub(" cancer ", said)]
    if "fracture" in said or "vertebra" in said:
        found.append(_VERTEBRA.sub(lambda m: f"{_ORDER[int(m[2])]} {_SPINE[m[1]]}", said))
    found.append(_INDUCED.sub(r" due to \1", said))
    return [" ".join(reading.split()) for reading in found if reading != said]


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


def _known(word: str, index: "WordIndex") -> str:
    """The word itself where some title has it, else the nearest spelling that one has."""
    if word in index.words or len(word) < 5 or "_" in word:
        return word
    key = (id(index), word)
    if key not in _NEAREST:
        same = [w for w in _by_letter(index, word[0]) if abs(len(w) - len(word)) <= 2]
        _NEAREST[key] = next(iter(get_close_matches(word, same, 1, 0.82)), word)
    return _NEAREST[key]


_NEAREST: dict[tuple[int, str], str] = {}
_LETTERS: dict[int, dict[str, list[str]]] = {}


def _by_letter(index: "WordIndex", letter: str) -> list[str]:
    if id(index) not in _LETTERS:
        groups: dict[str, list[str]] = {}
        for word in index.words:
            groups.setdefault(word[0], []).append(word)
        _LETTERS[id(index)] = groups
    return _LETTERS[id(index)].get(letter, [])
