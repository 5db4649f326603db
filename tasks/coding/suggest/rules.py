"""What a coder expects of a plain phrase: which chapters it may lead to, which side, which encounter."""

import re

from tasks.coding.suggest.documents import Document, Stem
from tasks.coding.suggest.phrase import Phrase
from tasks.coding.suggest.words import plain, tokens

_SIDES = frozenset({"left", "right", "bilater"})
# Codes (by their first characters), words one of which a phrase for them should have, and a factor without any.
_CUES: tuple[tuple[tuple[str, ...], frozenset[str], float], ...] = (
    (
        ("O",),
        frozenset(
            ["pregnanc", "matern", "gestat", "deliveri", "labor", "postpartum", "abort", "miscarriag", "obstetr", "fetal", "fetus", "trimest", "placenta", "eclampsia", "preeclampsia", "gravidarum", "antepartum", "amniot", "membran", "ectop", "twin", "breech", "birth", "cesarean", "stillbirth", "tubal", "molar", "mole", "cord", "rupture"]
        ),
        0.75,
    ),
    (("P",), frozenset(["newborn", "prematur", "birth", "perinat", "fetal", "fetus", "preterm", "premat", "neonat", "meconium", "cord"]), 0.75),
    (("Q",), frozenset(["congenit", "anomali", "malform", "chromosom", "cleft", "absenc", "defect", "cyst", "born", "duplic", "ectop"]), 0.9),
    (
        ("V", "W", "X", "Y"),
        frozenset(["accid", "injur", "fall", "struck", "bite", "driver", "passeng", "pedestrian", "assault", "collis", "exposur"]),
        0.8,
    ),
    (
        ("T8",),
        frozenset(
            ["complic", "mechan", "infect", "leak", "displac", "graft", "devic", "prosthesi", "implant", "reject", "breakdown", "loosen", "dehisc", "postprocedur", "thrombosi", "stenosi", "wound", "fractur", "pain", "catheter", "hemorrhag"]
        ),
        0.85,
    ),
    (
        ("Z",),
        frozenset(
            ["histori", "screen", "statu", "long", "encount", "presenc", "absenc", "carrier", "exposur", "contact", "contracept", "immun", "vaccin", "transplant", "aftercar", "exam", "examin", "followup", "suppli", "counsel", "need", "suspect", "observ", "donor", "devic", "care", "adjust", "fit", "attent", "pregnanc", "acquir", "dialysi", "removal", "steril", "surveil", "personal", "famili", "person", "therapi", "alleg", "allergi", "depend", "replac", "surviv"]
        ),
        0.85,
    ),
)
_OTHER = re.compile(r"\bother\b")
_OPEN_ENDED = re.compile(r"\bunspecified\b|\bnos\b")


def expectation(stem: Stem, document: Document, phrase: Phrase, common: set[str]) -> float:
    """A factor for the score of a document: above 1 for what is common, below for what the phrase gives no cue of."""
    factor = _side(document, phrase)
    for letters, words, without in _CUES:
        if stem.code.startswith(letters) and not words & phrase.words:
            factor *= without
    title = stem.title.lower()
    if _OTHER.search(title) and "other" not in phrase.text:
        factor *= 0.95
    if _OPEN_ENDED.search(title):
        factor *= 1.02
    if ("famili" in document.words) != ("famili" in phrase.words):
        factor *= 0.6
    if "histori" in document.words and not {"histori", "statu", "post"} & phrase.words:
        factor *= 0.6
    if stem.code in common:
        factor *= 1.08
    return factor


def _side(document: Document, phrase: Phrase) -> float:
    said, have = _SIDES & phrase.words, _SIDES & set(document.words)
    if not said:
        return 1.0
    if not have:
        return 0.95
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
    """The character whose meaning the phrase has more than half of; else the first: unspecified, not applicable."""

    def said(pair: tuple[str, str]) -> float:
        words = set(tokens(plain(pair[1])))
        return len(words & phrase.words) / len(words) if words else 0.0

    best = max(sevenths, key=said)
    return best[0] if said(best) > 0.5 else sevenths[0][0]
