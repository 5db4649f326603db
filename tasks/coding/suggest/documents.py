"""What a phrase is compared with: for each billable code its title and the wordings that stand for it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from tasks.coding.suggest.tables import common_diagnoses
from tasks.coding.suggest.words import plain, tokens

_MOST_LEAVES = 80
# Nonessential modifiers and synonyms in brackets, and what is only named to say that it is not known.
_LOOSE = re.compile(
    r"[(\[][^()\[\]]*[)\]]|\b\w+ or (?=unspecified\b)|\bunspecified (?:part of )?\w+|, unspecified$|\bexcept [\w ]+"
)


@dataclass(frozen=True)
class Stem:
    """A code up to its seventh character: `code` itself when it takes none, else the characters and what they mean."""

    code: str
    title: str
    sevenths: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Document:
    """A wording of a stem: where it comes from, its compared words, and those that are in brackets (nonessential)."""

    stem: str
    source: str
    text: str
    words: tuple[str, ...]
    loose: frozenset[str] = field(default_factory=frozenset)


def stems_of(codes: pl.DataFrame) -> dict[str, Stem]:
    """Stems of a release's billable codes, by code: codes that differ in the seventh character alone are one."""
    titles = dict(codes.select("code", "description").iter_rows())
    billable = codes.filter(pl.col("billable"))["code"].to_list()
    sevenths: dict[str, list[tuple[str, str]]] = defaultdict(list)
    plain_codes: list[str] = []
    for code in billable:
        base = _base(code, titles)
        if base is None:
            plain_codes.append(code)
        else:
            sevenths[base].append((code[6], titles[code][len(titles[base]) + 2 :]))
    found = {code: Stem(code, titles[code]) for code in plain_codes}
    found |= {base: Stem(base, titles[base], tuple(characters)) for base, characters in sevenths.items()}
    return dict(sorted(found.items()))


def _base(code: str, titles: dict[str, str]) -> str | None:
    """The code without its seventh character, when its title goes on with what the character means."""
    if len(code) != 7:
        return None
    for length in range(6, 2, -1):
        base = code[:length]
        if code[length:6] == "X" * (6 - length) and base in titles and titles[code].startswith(f"{titles[base]}, "):
            return base
    return None


def documents(codes: pl.DataFrame, notes: pl.DataFrame, index: pl.DataFrame | None) -> Iterator[Document]:
    """Every wording of every stem: its title, inclusion terms at it and above it, index terms, common wordings."""
    stems = stems_of(codes)
    titles = dict(codes.select("code", "description").iter_rows())
    below: dict[str, list[str]] = defaultdict(list)
    for stem in stems:
        for length in range(3, len(stem) + 1):
            below[stem[:length]].append(stem)
    cache: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {}

    def parts(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
        if text not in cache:
            cache[text] = _parts(text)
        return cache[text]

    for code, one in stems.items():
        yield Document(code, "description", one.title, *parts(one.title))
    for holder, text in _terms(notes, index):
        leaves = below.get(holder, [])
        words, loose = parts(text)
        if not words or len(leaves) > _MOST_LEAVES:
            continue
        above = set(parts(titles.get(holder, ""))[0])
        for leaf in leaves:
            added = tuple(word for word in parts(titles[leaf])[0] if word not in above and word not in words)
            yield Document(leaf, "inclusion term", text, words + added, loose)
    for code, phrases in common_diagnoses():
        base = code if code in stems else next((code[:n] for n in range(6, 2, -1) if code[:n] in stems), None)
        for phrase in phrases if base is not None else []:
            yield Document(str(base), "common wording", phrase.strip(), tuple(dict.fromkeys(tokens(plain(phrase)))))


def _terms(notes: pl.DataFrame, index: pl.DataFrame | None) -> Iterator[tuple[str, str]]:
    """Code or category, and a wording that stands for it."""
    wanted = notes.filter(
        pl.col("kind").is_in(["inclusion", "includes"]) & (pl.col("holder_from") == pl.col("holder_to"))
    )
    yield from wanted.select("holder_from", "text").iter_rows()
    if index is not None:
        yield from index.filter(pl.col("code").is_not_null()).select("code", "term").iter_rows()


def _parts(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Compared words, each once and in order, and those of them that only stand in brackets."""
    whole = tuple(dict.fromkeys(tokens(plain(text))))
    if _LOOSE.search(text) is None:
        return whole, frozenset()
    outside = set(tokens(plain(_LOOSE.sub(" ", text))))
    return whole, frozenset(word for word in whole if word not in outside)
