"""The tables that we wrote for suggestions, in data_contracts/codes; lines that start with # are comments."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import data_contracts

_FOLDER = Path(data_contracts.__path__[0]) / "codes"


def _rows(name: str) -> Iterator[list[str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if line.strip() and not line.startswith("#"))
        reader = csv.reader(lines)
        next(reader)
        yield from ([value.strip() for value in row] for row in reader)


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviation -> what it means. Capitals are only known in capitals; small letters in any case."""
    return {row[0]: row[1] for row in _rows("clinical_abbreviations.csv")}


@cache
def wordings() -> list[tuple[str, str]]:
    """How clinicians and patients say it -> how the classification says it; longer ones first."""
    return sorted(((said, meant) for said, meant in _rows("clinical_wording.csv")), key=lambda row: (-len(row[0]), row))


@cache
def same_words() -> list[tuple[str, str]]:
    """Word -> the word that stands for it in titles and phrases alike."""
    return [(word, meaning) for word, meaning in _rows("clinical_words.csv")]


@cache
def common_diagnoses() -> list[tuple[str, list[str]]]:
    """Code without dot -> how it is commonly said: what a coder knows by heart, and how common it is."""
    return [(code.replace(".", ""), phrases.split(";")) for code, phrases in _rows("common_diagnoses.csv")]


def light_words() -> list[tuple[float, str]]:
    """Share of its weight that a word of a phrase counts, and the words."""
    return [(float(share), words) for _, share, words in _rows("clinical_light_words.csv")]


def implied() -> list[tuple[str, str]]:
    """First characters of codes, and the words that go without saying of them."""
    return [(start, words) for start, words in _rows("clinical_implied.csv")]


def cues() -> list[tuple[str, float, str]]:
    """First characters of codes, factor, and the words without any of which that factor applies."""
    return [(start, float(factor), words) for start, factor, words in _rows("clinical_cues.csv")]
