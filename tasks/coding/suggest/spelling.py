"""The nearest word of the classification for a word that it does not have."""

from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING

from tasks.coding.suggest.words import PREFIXES

if TYPE_CHECKING:
    from tasks.coding.suggest.index import WordIndex


def known(word: str, index: "WordIndex") -> tuple[str, ...]:
    """The word itself where some title has it, else the nearest spelling that one has, or what its prefix is put to."""
    if word in index.words or len(word) < 5 or "_" in word:
        return (word,)
    key = (id(index), word)
    if key not in _NEAREST:
        same = [w for w in _by_letter(index, word[0]) if abs(len(w) - len(word)) <= 3]
        near = sorted(get_close_matches(word, same, 3, 0.82), key=lambda w: -_likeness(word, w, index))[:1]
        rest = next((word[n:] for n in range(3, 7) if word[:n] in PREFIXES and word[n:] in index.words), None)
        _NEAREST[key] = tuple(near) or ((rest,) if rest else (word,))
    return _NEAREST[key]


def _likeness(word: str, other: str, index: "WordIndex") -> float:
    """How near two spellings are; of two that are as near, the one that more titles have."""
    return SequenceMatcher(None, word, other).ratio() - 0.01 * index.weight(other)


_NEAREST: dict[tuple[int, str], tuple[str, ...]] = {}
_LETTERS: dict[int, dict[str, list[str]]] = {}


def _by_letter(index: "WordIndex", letter: str) -> list[str]:
    if id(index) not in _LETTERS:
        groups: dict[str, list[str]] = {}
        for word in index.words:
            groups.setdefault(word[0], []).append(word)
        _LETTERS[id(index)] = groups
    return _LETTERS[id(index)].get(letter, [])
