r"""Escape sequences of HL7 v2 (chapter 2.7) undone, by python-hl7; what is none stays as it is written.

The library drops what it does not know, or breaks on it, and logs the value. Marks of highlighting are left out, those
of layout become blanks.
"""

import re
from functools import cache
from typing import Any

_LAYOUT = {f".{mark}": " " for mark in ("br", "sp", "ce", "sk", "in", "ti")} | {".fi": "", ".nf": ""}
_OURS = {"H": "", "N": "", **_LAYOUT}


def unescaped(text: str, codec: Any) -> str:
    """The text without its escape sequences; `codec` is a message of the library, with its separators."""
    if codec.esc not in text:
        return text
    return _known(codec.esc).sub(lambda found: str(codec.unescape(found[0], _OURS)), text)


@cache
def _known(escape: str) -> re.Pattern[str]:
    mark = re.escape(escape)
    layout = r"\.(?:br|sp|ce|sk|in|ti|fi|nf)\d{0,2}"
    return re.compile(rf"{mark}(?:[EFRSTHN]|X(?:[0-9A-Fa-f]{{2}}){{1,40}}|{layout}){mark}")
