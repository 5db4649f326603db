r"""The paths that a mapping reads in HL7 v2 messages.

>>> within("OBX[3=E-M]-5.2"), parsed("PID-3[5=MR|PI].4").kinds, parsed("OBX[3.2=MIN]-5").of_at
('5.2', ('MR', 'PI'), (3, 2))
"""

import re
from dataclasses import dataclass
from functools import cache

from data_contracts.settings import SettingsError

_KIND = r"(?:\[(\d+)(?:\.(\d+))?=([^\]]*)\])?"
_PATH = re.compile(rf"([A-Z][A-Z0-9]{{2}}){_KIND}-(\d+){_KIND}(?:\.(\d+))?(?:\.(\d+))?")


@dataclass(frozen=True)
class Path:
    """A parsed path: segment, those wanted by a field and component of theirs, field, the repetitions wanted by a
    component and subcomponent of theirs, component and subcomponent (from 1)."""

    segment: str
    of_at: tuple[int, int] | None
    of_kinds: tuple[str, ...]
    field: int
    kind_at: tuple[int, int] | None
    kinds: tuple[str, ...]
    component: int
    part: int


@cache
def parsed(path: str) -> Path:
    """A path of a mapping. Raises SettingsError for one that is none."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise SettingsError(f"a mapping: {path} is not an HL7 path such as PID-3[5=MR].1; correct it")
    segment, *of, number, at, at_part, kinds, component, part = found.groups()
    kind = (_place(at, at_part), tuple((kinds or "").split("|")))
    return Path(
        segment,
        _place(of[0], of[1]),
        tuple((of[2] or "").split("|")),
        int(number),
        *kind,
        int(component or 1),
        int(part or 1),
    )


def _place(whole: str | None, part: str | None) -> tuple[int, int] | None:
    return (int(whole), int(part or 1)) if whole else None


def within(path: str) -> str:
    """The path without its segment."""
    return re.sub(r"^[A-Z0-9]{3}(?:\[[^\]]*\])?-", "", path)
