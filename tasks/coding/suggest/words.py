"""From the text of a diagnosis to the words that are compared: one form for spelling, plural, number and negation."""

import re
from functools import cache
from typing import Any


def _listed(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", text))


# Prefixes that are written with and without a hyphen; they are joined to the next word.
PREFIXES = _listed(
    """
    gastro post non pre anti hypo hyper sub peri intra extra inter pseudo micro macro para musculo vertebro atrio
    cardio broncho cerebro neuro hemo thrombo pelvi utero vesico recto ano naso oro oto tempero mid poly re un semi
    tibio costo acromio sterno patello temporo sacro lumbo cervico thoraco retro supra infra trans meta
    """
)
_NUMERALS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "iiia": "3a", "iiib": "3b"}
_ORDINALS = {
    **{"first": "1", "second": "2", "third": "3", "fourth": "4", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4"},
    **{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"},
}
_SCALES = frozenset({"stage", "type", "grade", "degree", "category", "class", "bipolar"})
# Words that a single letter belongs to.
_LETTERED = frozenset({"hepatitis", "influenza", "hemophilia", "vitamin", "streptococcus", "group", "herpesvirus"})
_STOP = _listed(
    """
    a an the of in on at to for from by and or with as is are was be this that these its due nos nec patient pt
    noted other specified unspecified elsewhere classified encounter disease disorder syndrome condition site part
    nature initial involving affecting their her his also known any some which when who there per via than then so
    if because has have had having
    """
)
# Words and signs after which a negation holds no longer.
_TURNS = frozenset({",", ";", ":", "(", ")", "[", "]", "with", "but"})
# What is said of something that was not found: no evidence of, negative for.
_FOUND = frozenset({"evidence", "sign", "signs", "symptoms", "findings"})
_NEGATIONS = frozenset({"without", "no", "not", "absent", "negative", "denies", "w/o"})
# British and older spelling -> American, wherever it stands in a word.
_SPELLING = {
    **{"haem": "hem", "aemia": "emia", "paed": "ped", "oedem": "edem", "oesoph": "esoph", "rrhoe": "rrhe"},
    **{"foet": "fet", "coeliac": "celiac", "caec": "cec", "faec": "fec", "gynaec": "gynec", "tumour": "tumor"},
    **{"colour": "color", "fibre": "fiber", "sulph": "sulf", "leucocyt": "leukocyt", "anaesth": "anesth"},
}
_BRITISH = re.compile("|".join(_SPELLING))
_HYPHEN = re.compile(r"\b([a-z]+)-(?=[a-z])")
# What a wound is without; where it is comes after it.
_WITHOUT = re.compile(r"\b(without foreign body) (?:of|in)\b")
_CANCER = re.compile(r"\bmalignant (?:neoplasm|tumor)s?\b")
_MARKS = str.maketrans("éèëöüäáíóúñç’", "eeeouaaiounc'")
_WORD = re.compile(r"\d+(?:\.\d+)+|[a-z0-9]+|[,;:()\[\]]")


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@cache
def stem(word: str) -> str:
    """The stem of a word in small letters: hypertensive and hypertension have one.

    >>> stem("hypertensive") == stem("hypertension")
    True
    """
    if any(c.isdigit() for c in word) or len(word) < 4 or word.endswith("itis"):
        return word
    return str(_stemmer().stemWord(word))


def plain(text: str) -> str:
    """Small letters, one spelling, no apostrophes, prefixes joined to their word, numbers of a scale tied to it.

    >>> plain("Gastro-oesophageal reflux, Stage III; Crohn's")
    'gastroesophageal reflux , stage_3 ; crohn'
    """
    text = text.lower().translate(_MARKS).replace("'s", "").replace("'", "")
    text = _HYPHEN.sub(lambda m: m[1] if m[1] in PREFIXES else f"{m[1]} ", text)
    text = _WITHOUT.sub(r"\1 ,", _BRITISH.sub(lambda m: _SPELLING[m[0]], text))
    return " ".join(_scaled(_WORD.findall(_CANCER.sub("cancer", text))))


def _scaled(words: list[str]) -> list[str]:
    out: list[str] = []
    for word in words:
        before = out[-1] if out else ""
        number = _NUMERALS.get(word) or (word if word[0].isdigit() and len(word) < 3 else None)
        if before in _SCALES and number:
            out[-1] = f"{before}_{number}"
        elif before in _LETTERED and len(word) == 1 and word.isalpha():
            out[-1] = f"{before}_{word}"
        elif word in _SCALES and before in _ORDINALS:
            out[-1] = f"{word}_{_ORDINALS[before]}"
        else:
            out.append(word)
    return out


@cache
def canonical() -> dict[str, str]:
    """Stem -> the stem that stands for it (words that mean the same in titles and in phrases)."""
    from tasks.coding.suggest.tables import same_words

    return {stem(word): stem(meaning) for word, meaning in same_words()}


@cache
def compared(word: str) -> str:
    """The stem by which a word is compared."""
    return canonical().get(stem(word), stem(word))


def tokens(text: str) -> list[str]:
    """The compared words of a plain text in order; words under a negation get `no_` in front of them.

    >>> tokens(plain("migraine without aura, intractable"))[-2:]
    ['no_aura', 'intract']
    """
    out: list[str] = []
    negated = False
    for word in text.split():
        if word in _NEGATIONS:
            negated = True
        elif word in _TURNS:
            negated = False
        elif word not in _STOP and not (negated and word in _FOUND):
            out.append(f"no_{compared(word)}" if negated else compared(word))
    return out
