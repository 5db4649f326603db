"""What names of NCCI files say: from which day they hold, whose services they are for, which part they are."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tasks.coding.release import CodeSetError

# 32.1 is the second quarter of the 33rd year: ccipra-v321r0-f1.TXT.
_VERSION = re.compile(r"cci(?:pra|oph|dme)-v(\d\d)([0-3])r\d", re.IGNORECASE)
_EFFECTIVE = re.compile(r"eff[_-](\d\d)-(\d\d)-(20\d\d)", re.IGNORECASE)
_QUARTER = re.compile(r"(20\d\d)[_-]?q([1-4])(?!\d)", re.IGNORECASE)
_OTHERS = re.compile(r"ccioph|outpatienthospital|[-_]oph[-_]|dmesupplier|[-_]dme[-_]", re.IGNORECASE)
_PART = re.compile(r"-f(\d)\b", re.IGNORECASE)
_FIRST_YEAR = 1994


def since_of(paths: Sequence[Path]) -> date | None:
    """First day of the quarter that the names of files tell; None where they do not. Raises CodeSetError for two.

    >>> since_of([Path("ccipra-v322r0-f1.TXT")]), since_of([Path("MCR_MUE_PractitionerServices_Eff_04-01-2026.csv")])
    (datetime.date(2026, 7, 1), datetime.date(2026, 4, 1))
    """
    days = {_since(path.name) for path in paths} - {None}
    if len(days) > 1:
        raise CodeSetError(f"{paths[0].parent}: the files are of several quarters by their names; load one at a time")
    return days.pop() if days else None


def _since(name: str) -> date | None:
    if version := _VERSION.search(name):
        return date(_FIRST_YEAR + int(version[1]), 3 * int(version[2]) + 1, 1)
    if effective := _EFFECTIVE.search(name):
        return date(int(effective[3]), int(effective[1]), int(effective[2]))
    if quarter := _QUARTER.search(name):
        return date(int(quarter[1]), 3 * int(quarter[2]) - 2, 1)
    return None


def refuse_others(paths: Sequence[Path], program: str) -> None:
    """Raise CodeSetError for files that say by name that they are not for practitioners, or of the other program.

    `program` is medicare or medicaid. Of a table in parts (-f1, -f2 …) none may be left out before the last given.
    """
    other = {"medicare": "mcd", "medicaid": "mcr"}[program]
    for path in paths:
        if _OTHERS.search(path.name):
            raise CodeSetError(f"{path}: this table is for hospitals or suppliers; load the one of practitioners")
        if re.search(rf"(?<![a-z]){other}(?![a-z])", path.name, re.IGNORECASE):
            raise CodeSetError(f"{path}: this table is not of {program.capitalize()}; load it under its own kind")
    parts = {int(part[1]) for path in paths if (part := _PART.search(path.stem))}
    missing = sorted(set(range(1, max(parts, default=0) + 1)) - parts)
    if missing:
        raise CodeSetError(f"{paths[0].parent}: part {missing[0]} of the table is missing; load all parts at once")
