"""What a guide says of whole segments: those it does not know, those that come twice, those that are missing."""

import numpy as np
import polars as pl

from data_contracts.x12.guide import Segment
from tasks.x12 import columns as typed
from tasks.x12.findings import Findings
from tasks.x12.loops import Loops
from tasks.x12.segments import Bools, Ints, Segments, Span, code_of, window
from tasks.x12.uses import Reading, find_uses

_COMPARE = "Compare with the sender's companion guide"
REMEDY = f"{_COMPARE}; the segment itself is in the table other_segment"
COUNTERS = ("claim_index", "line_index")


def other_segments(segments: Segments, loops: Loops, findings: Findings, captured: Bools) -> pl.DataFrame:
    """One row per segment whose values went into no other table: loop, segment_id and its text as received.

    Each is reported: unreadable (its id cannot be one), repeated where one is meant, or not known in its loop.
    """
    left = np.flatnonzero(~captured & (loops.code != code_of("SE")))
    if not len(left):
        return _table(segments, loops, left)
    named, silent = np.zeros(len(left), bool), np.zeros(len(left), bool)
    for use in find_uses(segments, loops, left, loops.code[left], frozenset((*loops.guide.tables, ""))):
        (named if use.segment.table else silent)[np.searchsorted(left, use.places)] = True
    rows = loops.rows[left]
    broken = ~_is_id(segments, rows)
    findings.add("unreadable_segment", "error", rows[broken], "The segment's id is not two or three capitals", REMEDY)
    message = "The segment comes twice where one is meant; the first was used"
    findings.add("repeated_segment", "warning", rows[~broken & named], message, REMEDY)
    message = "The guide has no such segment in this loop"
    findings.add("unexpected_segment", "warning", rows[~broken & ~named & ~silent], message, REMEDY)
    return _table(segments, loops, left)


def _table(segments: Segments, loops: Loops, places: Ints) -> pl.DataFrame:
    """The segments at some places with their loop, counters and text."""
    rows = loops.rows[places]
    counters = {loop.index: loops.counters[loop.id][places] for loop in loops.guide.loops if loop.index in COUNTERS}
    nowhere = np.full(len(rows), -1)
    names = pl.Series([loop.id for loop in loops.guide.loops], dtype=pl.String)
    return typed.frame(
        {
            "st_index": typed.whole(loops.set_of[places]),
            **{name: typed.whole(n := counters.get(name, nowhere), n >= 0) for name in COUNTERS},
            "segment": typed.whole(rows + 1),
            "offset": typed.whole(segments.offset(rows)),
            "loop": names.gather(loops.loop[places]),
            "segment_id": typed.text(segments, segments.element(rows, 0)),
            "text": typed.text(segments, Span(segments.start[rows], segments.end[rows])),
        }
    )


def check_required(reading: Reading) -> None:
    """Report segments that the guide requires and that are missing; without its amount a payment is unreadable."""
    for use in reading.uses:
        if use.segment.required:
            opened = reading.opened(use.loop.id)
            present = np.zeros(len(opened), bool)
            present[np.searchsorted(opened, use.places, "right") - 1] = True
            _report_missing(reading.findings, use.segment, reading.loops.rows[opened[~present]])


def check_required_loops(loops: Loops, findings: Findings) -> None:
    """Report transaction sets without a loop that the guide requires."""
    root = loops.opened[loops.guide.loops[0].id]
    for loop in loops.guide.loops:
        if loop.required:
            present = np.zeros(len(root), bool)
            present[np.searchsorted(root, loops.opened[loop.id], "right") - 1] = True
            message = f"Loop {loop.id} ({loop.doc.split(':')[0].lower()}) is missing"
            findings.add("missing_segment", "warning", loops.rows[root[~present]], message, _COMPARE, loop.opens)


def _report_missing(findings: Findings, segment: Segment, rows: Ints) -> None:
    """Report a missing segment at the openers of its loop."""
    if any(column.kind == "amount" and column.required for column in segment.columns):
        message = f"{segment.id} is missing, and with it an amount of money"
        findings.add("unreadable_amount", "error", rows, message, "Ask the sender for a corrected file", segment.id)
    else:
        findings.add("missing_segment", "warning", rows, f"{segment.id} is missing", _COMPARE, segment.id)


def _is_id(segments: Segments, rows: Ints) -> Bools:
    """Which segments have an id of a capital letter and one or two capital letters or digits."""
    span = segments.element(rows, 0)
    good = (span.end - span.start >= 2) & (span.end - span.start <= 3)
    for place in range(3):
        byte = window(segments.content, "u1")[span.start + place]
        letter = (byte >= 65) & (byte <= 90)
        digit = (byte >= 48) & (byte <= 57) & (place > 0)
        good &= letter | digit | (span.start + place >= span.end)
    return good
