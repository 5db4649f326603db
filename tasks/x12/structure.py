"""What a guide says of whole segments: those it does not know, those that come twice, those that are missing."""

from functools import cache

import numpy as np
import polars as pl

from data_contracts.x12.guide import Guide, Segment
from tasks.x12 import columns as typed
from tasks.x12.findings import Findings
from tasks.x12.loops import Loops
from tasks.x12.segments import Bools, Ints, Segments, Span, code_of, is_one_of, window
from tasks.x12.uses import Extra, Owners, Reading, find_uses
from tasks.x12.values import value_classes

_COMPARE = "Compare with the sender's companion guide"
REMEDY = f"{_COMPARE}; the segment itself is in the table other_segments"
_HOLD = "Do not use the transaction set; ask the sender for a corrected file"
IN_ELEMENTS = f"{_COMPARE}; the value itself is in the table other_elements"
COUNTERS = ("claim_index", "line_index")


def other_segments(segments: Segments, loops: Loops, findings: Findings, owner: Owners) -> pl.DataFrame:
    """One row per segment whose values went into no other table: loop, segment_id and its text as received.

    Each is reported: unreadable (its id cannot be one), repeated where one is meant, or not known in its loop.
    """
    left = np.flatnonzero((owner == 0) & (loops.code != code_of("SE")))
    if not len(left):
        return _table(segments, loops, left)
    named, silent = np.zeros(len(left), bool), np.zeros(len(left), bool)
    code = loops.code[left]
    every = frozenset((*loops.guide.tables, ""))
    for use in find_uses(segments, loops, lambda name: left[code == code_of(name)], every):
        (named if use.segment.table else silent)[np.searchsorted(left, use.places)] = True
    rows = loops.rows[left]
    broken = ~_is_id(segments, rows)
    findings.add("unreadable_segment", "error", rows[broken], "The segment's id is not two or three capitals", REMEDY)
    message = "The segment comes twice where one is meant; the first was used"
    findings.add("repeated_segment", "warning", rows[~broken & named], message, REMEDY)
    message = "The guide has no such segment in this loop"
    findings.add("unexpected_segment", "warning", rows[~broken & ~named & ~silent], message, REMEDY)
    lost = rows[is_one_of(loops.code[left], _with_money(loops.guide))]
    message = "A segment with money stands where the guide has none, or twice where one is meant: it was not read"
    findings.add("unread_money", "error", lost, message, _HOLD)
    return _table(segments, loops, left)


@cache
def _with_money(guide: Guide) -> tuple[str, ...]:
    """The ids of the segments that must hold an amount; not AMT, which stands outside of all balances."""
    found = [segment.id for _, segment in guide.uses() if _has_money(segment) and segment.id != "AMT"]
    return tuple(dict.fromkeys(found))


def _has_money(segment: Segment) -> bool:
    return any(column.kind == "amount" and column.required for column in segment.columns)


def _table(segments: Segments, loops: Loops, places: Ints) -> pl.DataFrame:
    """The segments at some places with their loop, counters and text."""
    rows = loops.rows[places]
    text = typed.text(segments, Span(segments.start[rows], segments.end[rows]))
    return typed.frame(_where(segments, loops, places) | {"text": text})


def other_elements(segments: Segments, loops: Loops, findings: Findings, extras: list[Extra]) -> pl.DataFrame:
    """One row per value that no column holds: an element (or component, from 1; 0 is the whole) that the guide does not
    name in a segment it names, or what could not be read as the number or day that it should be.
    """
    places = np.concatenate([np.empty(0, np.int64), *(extra.places for extra in extras)])
    counts = [len(extra.places) for extra in extras]
    element = np.repeat(np.array([extra.element for extra in extras], np.int64), counts)
    component = np.repeat(np.array([extra.component for extra in extras], np.int64), counts)
    span = Span(
        np.concatenate([np.empty(0, np.int64), *(extra.span.start for extra in extras)]),
        np.concatenate([np.empty(0, np.int64), *(extra.span.end for extra in extras)]),
    )
    for extra in (extra for extra in extras if not extra.reported):
        where = f"{extra.segment_id}{extra.element:02}" + (f"-{extra.component}" if extra.component else "")
        message = f"The guide has no {where} here, or another value in it"
        classes = value_classes(segments, extra.span)
        findings.add("unexpected_element", "warning", loops.rows[extra.places], message, IN_ELEMENTS, where, classes)
    order = np.lexsort((component, element, places))
    span, places = span.take(order), places[order]
    columns = {"element": typed.whole(element[order]), "component": typed.whole(component[order])}
    return typed.frame(_where(segments, loops, places) | columns | {"value": typed.text(segments, span)})


def _where(segments: Segments, loops: Loops, places: Ints) -> dict[str, pl.Series]:
    """Where some segments stand: st_index, claim and line, segment, offset, loop, and their ids."""
    rows = loops.rows[places]
    counters = {loop.index: loops.counters[loop.id][places] for loop in loops.guide.loops if loop.index in COUNTERS}
    nowhere = np.full(len(rows), -1)
    return {
        "st_index": typed.whole(loops.sets_of(places)),
        **{name: typed.whole(n := counters.get(name, nowhere), n >= 0) for name in COUNTERS},
        "segment": typed.whole(rows + 1),
        "offset": typed.whole(segments.offset(rows)),
        "loop": loop_names(loops, places),
        "segment_id": typed.text(segments, segments.element(rows, 0)),
    }


def loop_names(loops: Loops, places: Ints) -> pl.Series:
    """The loop that each place lies in, by its name."""
    return typed.named(tuple(loop.id for loop in loops.guide.loops), loops.loop[places])


def check_required(reading: Reading) -> None:
    """Report segments that the guide requires and that are missing; without its amount a payment is unreadable."""
    for use in reading.uses:
        if use.segment.required:
            opened = reading.opened(use.loop.id)
            if not one_in_each(opened, use.places):
                present = np.zeros(len(opened), bool)
                present[np.searchsorted(opened, use.places, "right") - 1] = True
                _report_missing(reading.findings, use.segment, reading.loops.rows[opened[~present]])


def one_in_each(opened: Ints, places: Ints) -> bool:
    """Whether one of the places lies in each loop, as nearly always."""
    return len(opened) == len(places) and bool((opened <= places).all() and (places[:-1] < opened[1:]).all())


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
    if _has_money(segment):
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
