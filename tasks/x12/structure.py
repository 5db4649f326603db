"""What a guide says of whole segments: those it does not know, those that come twice, those that are missing."""

import numpy as np
import polars as pl

from data_contracts.x12.guide import Segment
from tasks.x12 import columns as typed
from tasks.x12.findings import Findings
from tasks.x12.loops import Loops
from tasks.x12.scan import Bools, Ints, Segments, Span, code_of
from tasks.x12.uses import Reading

REMEDY = "Compare with the sender's companion guide; the segment itself is in the table other_segment"
COUNTERS = ("claim_index", "line_index")


def other_segments(reading: Reading) -> pl.DataFrame:
    """One row per segment whose values went into no other table: loop, segment_id and its text as received.

    Each is reported: unreadable (its id cannot be one), repeated where one is meant, or not known in its loop.
    """
    loops, segments = reading.loops, reading.segments
    captured, named, silent = (np.zeros(len(loops.rows), bool) for _ in range(3))
    for places in reading.captured:
        captured[places] = True
    for use in reading.uses:
        (named if use.segment.table else silent)[use.places] = True
    left = np.flatnonzero(~captured & (loops.code != code_of("SE")))
    rows = loops.rows[left]
    broken = ~_is_id(segments, rows)
    add = reading.findings.add
    add("unreadable_segment", "error", rows[broken], "The segment has no id of two or three letters and digits", REMEDY)
    message = "The segment comes twice where one is meant; the first was used"
    add("repeated_segment", "warning", rows[~broken & named[left]], message, REMEDY)
    message = "The guide has no such segment in this loop"
    add("unexpected_segment", "warning", rows[~broken & ~named[left] & ~silent[left]], message, REMEDY)
    return _table(segments, loops, left)


def _table(segments: Segments, loops: Loops, places: Ints) -> pl.DataFrame:
    """The segments at some places with their loop, counters and text."""
    rows = loops.rows[places]
    counters = {loop.index: loops.counters[loop.id][places] for loop in loops.guide.loops if loop.index in COUNTERS}
    nowhere = np.full(len(rows), -1)
    names = pl.Series([loop.id for loop in loops.guide.loops], dtype=pl.String)
    return pl.DataFrame(
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
    """Report segments and loops that the guide requires and that are missing; without its amount a payment is unreadable."""
    loops, findings = reading.loops, reading.findings
    for use in reading.uses:
        if use.segment.required:
            opened = loops.opened[use.loop.id]
            present = np.zeros(len(opened), bool)
            present[loops.instance(use.loop.id, use.places)] = True
            _report_missing(findings, use.segment, loops.rows[opened[~present]])
    root = loops.guide.loops[0].id
    for loop in loops.guide.loops:
        if loop.required and loop.parent == root:
            present = np.zeros(len(loops.opened[root]), bool)
            present[loops.instance(root, loops.opened[loop.id])] = True
            rows = loops.rows[loops.opened[root][~present]]
            message = f"Loop {loop.id} ({loop.doc.split(':')[0].lower()}) is missing"
            findings.add("missing_segment", "warning", rows, message, REMEDY.split(";")[0], loop.opens)


def _report_missing(findings: Findings, segment: Segment, rows: Ints) -> None:
    """Report a missing segment at the openers of its loop."""
    if any(column.kind == "amount" and column.required for column in segment.columns):
        message = f"{segment.id} is missing, and with it an amount of money"
        findings.add("unreadable_amount", "error", rows, message, "Ask the sender for a corrected file", segment.id)
    else:
        findings.add("missing_segment", "warning", rows, f"{segment.id} is missing", REMEDY.split(";")[0], segment.id)


def _is_id(segments: Segments, rows: Ints) -> Bools:
    """Which segments have an id of a capital letter and one or two capital letters or digits."""
    span = segments.element(rows, 0)
    good = (span.end - span.start >= 2) & (span.end - span.start <= 3)
    for place in range(3):
        byte = segments.bytes.take(span.start + place, mode="clip") if len(rows) else np.empty(0, np.uint8)
        letter = (byte >= 65) & (byte <= 90)
        digit = (byte >= 48) & (byte <= 57) & (place > 0)
        good &= letter | digit | (span.start + place >= span.end)
    return good
