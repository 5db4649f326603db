"""HL levels: numbered from 1 in order, below a level that is still open, and saying truly whether others are below."""

import numpy as np

from tasks.x12 import columns as typed
from tasks.x12.findings import Findings
from tasks.x12.loops import Loops
from tasks.x12.segments import Bools, Ints, Segments, Span, code_of
from tasks.x12.values import value_classes

_REMEDY = "Check to whom the rows of this level belong before you use them; tell the sender"
# Deeper trees than any guide has.
_DEEPEST = 8


def check_levels(segments: Segments, loops: Loops, findings: Findings) -> None:
    """Report levels whose own number (HL01), number above (HL02) or child flag (HL04) is wrong; all are warnings."""
    places = loops.places("HL")
    if not len(places):
        return
    rows, of_set = loops.rows[places], loops.sets_of(places)
    picked = segments.pick(rows)
    own, above, child = (picked.element(element) for element in (1, 2, 4))
    number, _ = typed.numbers(segments.content, own, 0)
    first = np.searchsorted(of_set, of_set)
    order = np.arange(len(rows)) - first + 1
    message = "HL01 does not count the levels of the transaction set: 1, 2, 3 …"
    _report(segments, findings, "hl_number", rows, own, number != order, message, "HL01")
    parent = _parents(segments, above, number, first)
    message = "HL02 names no level before this one that it could be below"
    _report(segments, findings, "hl_parent", rows, above, above.filled & ~_open(parent, first), message, "HL02")
    has = np.zeros(len(rows), bool)
    has[parent[parent >= 0]] = True
    flag = segments.codes(child)
    wrong = (has & (flag == code_of("0"))) | (~has & (flag == code_of("1")))
    message = "HL04 does not say truly whether levels are below this one"
    _report(segments, findings, "hl_child", rows, child, wrong, message, "HL04")


def _parents(segments: Segments, above: Span, number: Ints, first: Ints) -> Ints:
    """Which level (its position in the file's levels) each HL02 names in its transaction set; -1 for none."""
    wanted, good = typed.numbers(segments.content, above, 0)
    good &= wanted < 1 << 31
    keys = first << 32 | np.clip(number, 0, 1 << 31)
    known, at = np.unique(keys, return_index=True)
    asked = first << 32 | np.where(good, np.maximum(wanted, 0), 0)
    place = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    found = good & (known[place] == asked) & (at[place] < np.arange(len(number)))
    return np.where(found, at[place], -1)


def _open(parent: Ints, first: Ints) -> Bools:
    """Which levels are below the level just before them, or below one that this lies in."""
    around = np.arange(len(parent)) - 1
    around[around < first] = -1
    found = np.zeros(len(parent), bool)
    for _ in range(_DEEPEST):
        found |= (around == parent) & (around >= 0)
        around = np.where(around >= 0, parent[around], -1)
    return found


def _report(
    segments: Segments, findings: Findings, code: str, rows: Ints, span: Span, wrong: Bools, message: str, where: str
) -> None:
    """Report the levels that are wrong, with the class of the value."""
    if wrong.any():
        findings.add(code, "warning", rows[wrong], message, _REMEDY, where, value_classes(segments, span.take(wrong)))
