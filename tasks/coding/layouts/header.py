"""The names of columns in published files: where they stand, what they are called, and over how many rows they go."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

HEADER_WITHIN = 25

Names = Mapping[str, Sequence[str]]
"""Our column -> the names it goes by in published files, in letters and digits only (`plain`)."""


def plain(name: object) -> str:
    """A header in small letters and digits, so that line breaks, spaces and signs do not matter.

    >>> plain("HCPCS/\\nCPT Code")
    'hcpcscptcode'
    """
    return "".join(c for c in str(name or "").lower() if c.isalnum())


def find_header(
    rows: Sequence[Sequence[object]], names: Names, optional: Sequence[str]
) -> tuple[list[str], int] | None:
    """The names of the columns, and how many rows end with them; None without a name of every column we need.

    Names may go on in the rows below, whose first cell is empty (Effective / Date): as many are taken along as give
    the most of our columns.
    """
    for number, row in enumerate(rows):
        header, best = [str(value or "") for value in row], (-1, [""], 0)
        for below in range(number + 1, len(rows) + 1):
            spoken = {plain(name) for name in header}
            known = [ours for ours, aliases in names.items() if spoken & set(aliases)]
            if len(known) > best[0] and all(ours in known or ours in optional for ours in names):
                best = (len(known), header, below)
            if below == len(rows) or not rows[below] or rows[below][0]:
                break
            more = [str(value or "") for value in rows[below]]
            header = [f"{a} {b}" for a, b in zip_longest(header, more, fillvalue="")]
        if best[0] >= 0:
            return best[1], best[2]
    return None


def not_found(path: Path, names: Names, optional: Sequence[str]) -> str:
    """What to say of a file without the columns that are needed."""
    wanted = ", ".join(name for name in names if name not in optional)
    return f"{path}: no header row with columns for {wanted} in its first {HEADER_WITHIN} lines; is it the right file?"
