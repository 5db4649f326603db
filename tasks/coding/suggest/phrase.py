"""Reads a phrase as a coder would: abbreviations, wording, side, encounter, what is denied or only suspected."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from tasks.coding.suggest.tables import abbreviations, light_words, wordings
from tasks.coding.suggest.words import PREFIXES, compared, plain, tokens

if TYPE_CHECKING:
    from tasks.coding.suggest.index import WordIndex

_SPLIT = re.compile(r"[A-Za-z0-9&'/+-]+|[^\sA-Za-z0-9]")
# Something documented, and after it what it might be.
_RULED = re.compile(r"(?<=\w) ?,? (?:rule out|versus|vs|to rule out)\b")
_UNCERTAIN = re.compile(r"\b(rule out|possible|probable|suspected|likely|questionable|concern for|versus)\b")
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
# What follows is another thing than what the phrase is about: its cause, what came with it, the next diagnosis.
_NEXT = re.compile(r" (?:due to|secondary to|associated with|caused by|superimposed on|with|and|or|from) | [,;] ")
_HEAD_ALONE = 0.72
_TUMOR = re.compile(
    r"\b(melanoma|nevus|nevi|basal cell|squamous cell|lipoma|lipomatous|skin|keratosis|dermatofibroma)\b"
)
_REGIONS = (
    (re.compile(r"\b(cheek|forehead|chin|temple|jaw|brow)\b"), "other parts of face"),
    (
        re.compile(r"\b(shoulder|arm|upper arm|forearm|hand|wrist|elbow|finger|thumb)s?\b"),
        "upper limb including shoulder arm",
    ),
    (re.compile(r"\b(leg|thigh|knee|calf|shin|ankle|foot|toe|heel|hip)s?\b"), "lower limb including hip leg"),
    (re.compile(r"\b(back|chest|abdomen|buttock|flank|groin|shoulder blade|trunk)\b"), "trunk"),
)


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


def read_phrase(text: str, index: "WordIndex") -> Phrase:
    """Read a phrase against the words of an index."""
    said = expand(text)
    notes = []
    if _RULED.search(said):
        said = _RULED.split(said, maxsplit=1)[0]
        notes.append("what is to be ruled out is not coded")
    if _UNCERTAIN.search(said):
        notes.append("uncertain in the text: outpatient care codes the sign or symptom")
        said = _UNCERTAIN.sub(" ", said)
    meant = reword(said)
    versions = dict.fromkeys([said, meant, reword(meant), *_readings(said), *_readings(meant)], 1.0)
    head = _NEXT.split(said, maxsplit=1)[0]
    if head != said:
        versions.update({version: _HEAD_ALONE for version in (head, reword(head)) if version not in versions})
    variants = []
    for version, factor in versions.items():
        words = dict.fromkeys(known for word in tokens(version) for known in _known(word, index))
        if words:
            weights = tuple((w, index.weight(w) * _shares().get(w, 1.0)) for w in words)
            variants.append(Variant(weights, factor))
    whole = frozenset(word for variant in variants for word, _ in variant.words)
    return Phrase(said, whole, tuple(variants), tuple(notes))


@cache
def _shares() -> dict[str, float]:
    return {compared(word): share for share, words in light_words() for word in plain(words).split()}


def _readings(said: str) -> list[str]:
    """Other readings of a phrase: cancers by site alone, vertebrae by name, what is induced by a drug as due to it."""
    found = [_HISTOLOGY.sub(" cancer ", said)]
    if "fracture" in said or "vertebra" in said:
        found.append(_VERTEBRA.sub(lambda m: f"{_ORDER[int(m[2])]} {_SPINE[m[1]]}", said))
    found.append(_INDUCED.sub(r" due to \1", said))
    if _TUMOR.search(said):
        for site, region in _REGIONS:
            found.append(site.sub(region, said))
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


def _known(word: str, index: "WordIndex") -> tuple[str, ...]:
    """The word itself where some title has it, else the nearest spelling that one has, or what its prefix is put to."""
    if word in index.words or len(word) < 5 or "_" in word:
        return (word,)
    key = (id(index), word)
    if key not in _NEAREST:
        same = [w for w in _by_letter(index, word[0]) if abs(len(w) - len(word)) <= 3]
        near = get_close_matches(word, same, 1, 0.82)
        rest = next((word[n:] for n in range(3, 7) if word[:n] in PREFIXES and word[n:] in index.words), None)
        _NEAREST[key] = tuple(near) or ((rest,) if rest else (word,))
    return _NEAREST[key]


_NEAREST: dict[tuple[int, str], tuple[str, ...]] = {}
_LETTERS: dict[int, dict[str, list[str]]] = {}


def _by_letter(index: "WordIndex", letter: str) -> list[str]:
    if id(index) not in _LETTERS:
        groups: dict[str, list[str]] = {}
        for word in index.words:
            groups.setdefault(word[0], []).append(word)
        _LETTERS[id(index)] = groups
    return _LETTERS[id(index)].get(letter, [])
