"""Loops to tables: every column a guide names, filled for all rows at once."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from data_contracts.x12.guide import Column, Guide, Loop, Segment
from tasks.x12 import columns as typed
from tasks.x12.checks import check_column
from tasks.x12.findings import Findings
from tasks.x12.loops import Loops, matches, path
from tasks.x12.scan import Bools, Ints, Segments, Span

DTYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "amount": pl.Decimal(14, 2),
    "quantity": pl.Decimal(14, 3),
    "count": pl.Int64(),
    "date": pl.Date(),
}


@dataclass(frozen=True)
class Use:
    """One use of a segment with the places (in Loops.rows) where it occurs."""

    loop: Loop
    segment: Segment
    places: Ints


@dataclass
class Reading:
    """What is needed to fill the tables of one guide from one file."""

    segments: Segments
    loops: Loops
    findings: Findings
    uses: list[Use] = field(default_factory=list)

    @property
    def guide(self) -> Guide:
        """The guide that is read."""
        return self.loops.guide


def read_tables(segments: Segments, loops: Loops, findings: Findings) -> dict[str, pl.DataFrame]:
    """The tables of a guide, each with st_index, segment (from 1), offset and the counters of its loops."""
    reading = Reading(segments, loops, findings)
    reading.uses = _find_uses(reading)
    of_loops = {loop.table: loop for loop in loops.guide.loops if loop.table}
    return {
        name: _loop_table(reading, of_loops[name]) if name in of_loops else _segment_table(reading, name)
        for name in loops.guide.tables
    }


def _find_uses(reading: Reading) -> list[Use]:
    """Where each use of a segment in the guide occurs."""
    loops, segments = reading.loops, reading.segments
    by_id: dict[str, Ints] = {}
    found = []
    for number, loop in enumerate(loops.guide.loops):
        for segment in loop.segments:
            if segment.id not in by_id:
                none = np.empty(0, np.int64)
                by_id[segment.id] = np.flatnonzero(matches(segments, none, loops.code, segment.id, None))
            places = by_id[segment.id]
            places = places[loops.loop[places] == number]
            fits = matches(segments, loops.rows[places], loops.code[places], segment.id, segment.where)
            found.append(Use(loop, segment, places[fits]))
    return found


def _loop_table(reading: Reading, loop: Loop) -> pl.DataFrame:
    """One row per instance of a loop: columns from the first fitting segment of each use inside it."""
    opened = reading.loops.opened[loop.id]
    frame = _position_columns(reading, opened, _counted(reading.guide, loop.id))
    for use in reading.uses:
        if use.segment.table != loop.table:
            continue
        instance = reading.loops.instance(loop.id, use.places)
        first = np.append(True, instance[1:] != instance[:-1]) if len(instance) else np.empty(0, bool)
        instance, places = instance[first], use.places[first]
        for column in use.segment.columns:
            frame[column.name] = _scattered(reading, use, column, opened, instance, places, frame.get(column.name))
    return pl.DataFrame(frame)


def _scattered(
    reading: Reading, use: Use, column: Column, opened: Ints, instance: Ints, places: Ints, before: pl.Series | None
) -> pl.Series:
    """One column of a loop table; a later use of the same column fills only what an earlier one left empty."""
    segments, rows = reading.segments, reading.loops.rows
    nowhere = segments.start[rows[opened]]
    start, end = nowhere.copy(), nowhere.copy()
    span = segments.element(rows[places], column.element, column.component)
    start[instance], end[instance] = span.start, span.end
    present = np.zeros(len(opened), bool)
    present[instance] = True
    place = rows[opened]
    place[instance] = rows[places]
    series = _column(reading, use.segment, column, Span(start, end), place, present, column.element)
    return series if before is None else pl.select(pl.coalesce(before, series)).to_series()


def _segment_table(reading: Reading, name: str) -> pl.DataFrame:
    """One row per segment, or per filled repetition inside it."""
    uses = [use for use in reading.uses if use.segment.table == name]
    counted = {path_id for use in uses for path_id in _counted(reading.guide, use.loop.id)}
    parts = [_repetitions(reading, use) for use in uses]
    places = np.concatenate([part[0] for part in parts])
    number = np.concatenate([part[1] for part in parts])
    order = np.lexsort((number, places))
    frame = _position_columns(reading, places[order], [one.id for one in reading.guide.loops if one.id in counted])
    numbered = next((use.segment.number[0] for use in uses if use.segment.number[0]), "")
    if numbered:
        first = np.concatenate([np.full(len(p[0]), u.segment.number[1]) for u, p in zip(uses, parts, strict=True)])
        frame[numbered] = pl.Series((number + first)[order])
    rows = reading.loops.rows[places[order]]
    for column_name in dict.fromkeys(c.name for use in uses for c in (*use.segment.shared, *use.segment.columns)):
        spans = [_repeated_span(reading, use, column_name, *part) for use, part in zip(uses, parts, strict=True)]
        span = Span(np.concatenate([s.start for s in spans])[order], np.concatenate([s.end for s in spans])[order])
        segment, column = next((u.segment, c) for u in uses if (c := _named(u.segment, column_name)) is not None)
        frame[column_name] = _column(reading, segment, column, span, rows, np.ones(len(rows), bool), None)
    return pl.DataFrame(frame)


def _repetitions(reading: Reading, use: Use) -> tuple[Ints, Ints]:
    """The places and repetition numbers (from 0) at which any column of a use is filled."""
    segment = use.segment
    places, numbers = [], []
    for number in range(segment.times):
        at = use.places
        if segment.every:
            lowest = min(column.element for column in segment.columns) + number * segment.every
            at = at[reading.segments.elements[reading.loops.rows[at]] >= lowest]
            filled = np.zeros(len(at), bool)
            for column in segment.columns:
                element = column.element + number * segment.every
                filled |= reading.segments.element(reading.loops.rows[at], element).filled
            at = at[filled]
        places.append(at)
        numbers.append(np.full(len(at), number))
    return np.concatenate(places), np.concatenate(numbers)


def _repeated_span(reading: Reading, use: Use, name: str, places: Ints, number: Ints) -> Span:
    """Where one column's values lie for the repetitions of one use."""
    rows = reading.loops.rows[places]
    column = _named(use.segment, name)
    if column is None:
        return Span(reading.segments.start[rows], reading.segments.start[rows])
    start, end = np.empty(len(rows), np.int64), np.empty(len(rows), np.int64)
    step = use.segment.every if column in use.segment.columns else 0
    for turn in range(use.segment.times):
        at = np.flatnonzero(number == turn)
        span = reading.segments.element(rows[at], column.element + turn * step, column.component)
        start[at], end[at] = span.start, span.end
    return Span(start, end)


def _named(segment: Segment, name: str) -> Column | None:
    """The column of that name, if this use has one."""
    return next((one for one in (*segment.shared, *segment.columns) if one.name == name), None)


def _column(
    reading: Reading, segment: Segment, column: Column, span: Span, rows: Ints, present: Bools, element: int | None
) -> pl.Series:
    """One typed and checked column. `present` tells rows whose segment is there."""
    data = reading.segments.bytes
    series: pl.Series
    good = span.filled
    if column.kind in ("amount", "quantity", "count"):
        scale = {"amount": 2, "quantity": 3, "count": 0}[column.kind]
        values, good = typed.numbers(data, span, scale)
        series = typed.nulled(pl.Series(values), good) if scale == 0 else typed.decimal(values, good, scale)
    elif column.kind == "date":
        series, good = typed.dates(data, span)
    else:
        series = typed.text(reading.segments, span)
    check_column(reading.segments, reading.findings, segment, column, span, rows, present, good, element)
    return series


def _counted(guide: Guide, loop_id: str) -> list[str]:
    """The counted loops around (and at) a loop, outermost first."""
    return [one for one in reversed(path(guide, loop_id)) if guide.loop(one).index]


def _position_columns(reading: Reading, places: Ints, counted: list[str]) -> dict[str, pl.Series]:
    """st_index, segment, offset and the counters of the loops that the places may lie in (null outside of them)."""
    loops = reading.loops
    rows = loops.rows[places]
    frame = {"st_index": pl.Series(loops.sets[loops.instance(loops.guide.loops[0].id, places)])}
    for loop_id in counted:
        inside = loops.inside(loop_id, places)
        index = np.zeros(len(places), np.int64)
        index[inside] = loops.index(loop_id, loops.instance(loop_id, places[inside]))
        frame[loops.guide.loop(loop_id).index] = typed.nulled(pl.Series(index), inside)
    frame["segment"] = pl.Series(rows + 1)
    frame["offset"] = pl.Series(reading.segments.offset(rows))
    return frame
