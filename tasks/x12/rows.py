"""The rows of tables: one an instance of a loop, or one a segment (or a filled repetition in it), for all at once."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from data_contracts.x12.guide import Column, Guide, Loop, Segment
from tasks.x12 import columns as typed
from tasks.x12.checks import check_column
from tasks.x12.extras import note_extras, note_unreadable
from tasks.x12.repetitions import with_carets
from tasks.x12.segments import NO_ELEMENT, Bools, Ints, Picked, Span
from tasks.x12.structure import loop_names, one_in_each
from tasks.x12.uses import Reading, Use

MOST_REPETITIONS = 32


def loop_table(reading: Reading, loop: Loop) -> pl.DataFrame:
    """One row per instance of a loop: columns from the first fitting segment of each use inside it."""
    opened = reading.opened(loop.id)
    frame = _position_columns(reading, opened, reading.guide.links(loop.id))
    for use in reading.uses:
        if use.segment.table != loop.table:
            continue
        if not len(use.places):
            for column in use.columns():
                frame.setdefault(column.name, typed.nothing(column.kind, len(opened), column.name))
            continue
        instance, places = _first_in_each(opened, use.places)
        reading.take(use, places)
        picked = reading.pick(places)
        note_extras(reading, use, places, picked)
        rows = typed.Rows(instance, len(opened))
        for column in use.columns():
            if not (picked.has(column.element, column.component) or column.required):
                frame.setdefault(column.name, typed.nothing(column.kind, len(opened), column.name))
                continue
            span = picked.element(column.element, column.component)
            series, good = _column(reading, column, span, rows)
            if not (column.derived or use.segment.derived):
                _judge(reading, use.segment, column, span, picked.rows, good)
            before = frame.get(column.name)
            frame[column.name] = series if before is None else typed.first_filled(before, series)
    return typed.frame(frame)


def _first_in_each(opened: Ints, places: Ints) -> tuple[Ints, Ints]:
    """For the loops that any of the places lies in, their numbers and the first such place."""
    if one_in_each(opened, places):
        return np.arange(len(opened)), places
    instance = np.searchsorted(opened, places, "right") - 1
    first = np.append(True, instance[1:] != instance[:-1])[: len(instance)]
    return instance[first], places[first]


def segment_table(reading: Reading, every: list[Use]) -> pl.DataFrame:
    """One row per segment, or per filled repetition inside it, of all uses that fill one table."""
    uses = [use for use in every if len(use.places)] or every[:1]
    parts = [_repetitions(reading, use) for use in uses]
    for use, (places, _) in zip(uses, parts, strict=True):
        taken = use.places if len(places) == len(use.places) else _different(places, reading.part)
        reading.take(use, taken)
        note_extras(reading, use, taken, reading.pick(taken))
    places, number, use_of = (
        np.concatenate(columns)
        for columns in zip(*((*part, np.full(len(part[0]), at)) for at, part in enumerate(parts)), strict=True)
    )
    order = np.argsort(places * MOST_REPETITIONS + number, kind="stable")
    places, number, use_of = places[order], number[order], use_of[order]
    frame = _position_columns(reading, places, _counters_of(reading.guide, every))
    frame["loop"] = loop_names(reading.loops, places)
    numbered = next((use.segment.number[0] for use in every if use.segment.number[0]), "")
    if numbered:
        first = np.array([use.segment.number[1] for use in uses])
        frame[numbered] = typed.whole(number + first[use_of])
    picked = reading.pick(places)
    for column in _columns_of(every):
        if not column.required and not _reached(uses, column.name, picked):
            frame[column.name] = typed.nothing(column.kind, len(places), column.name)
            continue
        span = _mixed_span(uses, column.name, picked, number, use_of)
        frame[column.name], good = _column(reading, column, span)
        _check(reading, uses, column.name, span, picked.rows, good, use_of)
    return typed.frame(frame)


def _different(places: Ints, part: slice) -> Ints:
    """The places without those that come again, in order."""
    there = np.zeros(part.stop - part.start, bool)
    there[places - part.start] = True
    found: Ints = np.flatnonzero(there) + part.start
    return found


def _counters_of(guide: Guide, uses: list[Use]) -> list[str]:
    """The counted loops that tell where the rows of a table of segments belong, in the order of the guide."""
    counted = {loop_id for use in uses for loop_id in guide.keys(use.loop.id)}
    return [loop.id for loop in guide.loops if loop.id in counted]


def _columns_of(uses: list[Use]) -> Iterator[Column]:
    """The columns of a table of segments, each as the first use that has it says."""
    seen = set()
    for use in uses:
        for column in use.columns():
            if column.name not in seen:
                seen.add(column.name)
                yield column


def _check(reading: Reading, uses: list[Use], name: str, span: Span, rows: Ints, good: Bools, use_of: Ints) -> None:
    """Report the values of one column, each by what its own use says of them; those of derived uses are told twice."""
    saying: dict[tuple[str, Column], list[int]] = {}
    for at, use in enumerate(uses):
        column = _named(use.segment, name)
        if column is not None and not (column.derived or use.segment.derived):
            saying.setdefault((use.segment.id, column), []).append(at)
    for (_, column), some in saying.items():
        segment = uses[some[0]].segment
        if len(some) == len(uses):
            _judge(reading, segment, column, span, rows, good)
        else:
            own = np.isin(use_of, some)
            _judge(reading, segment, column, span.take(own), rows[own], good[own])


def _judge(reading: Reading, segment: Segment, column: Column, span: Span, rows: Ints, good: Bools) -> None:
    """Report what is wrong with the values of one column of one use, and keep those that could not be read."""
    is_text = column.kind in ("text", "repeated")
    if is_text and not (column.required or column.codes or column.check):
        return
    check_column(reading.segments, reading.findings, segment, column, span, rows, good)
    if not is_text:
        note_unreadable(reading, segment, column, rows, span, good)


def _repetitions(reading: Reading, use: Use) -> tuple[Ints, Ints]:
    """The places and repetition numbers (from 0) at which any column of a use is filled."""
    segment = use.segment
    if not segment.every:
        return use.places, np.zeros(len(use.places), np.int64)
    places, numbers = [], []
    for number in range(segment.times):
        lowest = min(column.element for column in segment.columns) + number * segment.every
        at = use.places[reading.segments.elements[reading.loops.rows[use.places]] >= lowest]
        picked = reading.pick(at)
        filled = np.zeros(len(at), bool)
        for element in {column.element for column in segment.columns}:
            filled |= picked.element(element + number * segment.every).filled
        places.append(at[filled])
        numbers.append(np.full(int(filled.sum()), number))
    return np.concatenate(places), np.concatenate(numbers)


def _mixed_span(uses: list[Use], name: str, picked: Picked, number: Ints, use_of: Ints) -> Span:
    """Where one column's values lie, the element depending on the use and the repetition of each row."""
    columns = [_named(use.segment, name) for use in uses]
    if len(uses) == 1 and columns[0] is not None and not uses[0].segment.every:
        return picked.element(columns[0].element, columns[0].component)
    steps = [use.segment.every * (column in use.segment.columns) for use, column in zip(uses, columns, strict=True)]
    kinds = {(one.element, one.component, step) if one else None for one, step in zip(columns, steps, strict=True)}
    alone = next(iter(kinds))
    if len(kinds) == 1 and alone is not None and alone[2] == 0:
        return picked.element(alone[0], alone[1])
    if not any(one.component for one in columns if one):
        element = np.array([one.element if one else NO_ELEMENT for one in columns])[use_of]
        return picked.elements_at(element + np.array(steps)[use_of] * number)
    start, end = np.zeros(len(number), np.int64), np.zeros(len(number), np.int64)
    for at, (use, column, step) in enumerate(zip(uses, columns, steps, strict=True)):
        for turn in range(use.segment.times) if column is not None else ():
            rows = np.flatnonzero((use_of == at) & (number == turn))
            span = picked.take(rows).element(column.element + turn * step, column.component)  # type: ignore[union-attr]
            start[rows], end[rows] = span.start, span.end
    return Span(start, end)


def _reached(uses: list[Use], name: str, picked: Picked) -> bool:
    """Whether any segment is long enough to fill the column (of repeated composites, to have any)."""
    for use in uses:
        column = _named(use.segment, name)
        if column is not None and picked.has(column.element, 0 if use.segment.every else column.component):
            return True
    return False


def _named(segment: Segment, name: str) -> Column | None:
    """The column of that name, if this use has one."""
    return next((one for one in (*segment.shared, *segment.columns) if one.name == name), None)


def _column(reading: Reading, column: Column, span: Span, into: typed.Rows | None = None) -> tuple[pl.Series, Bools]:
    """One typed column and which of its values could be read; `into` are the rows that the values become."""
    content, good = reading.segments.content, span.filled
    if column.kind in typed.SCALE:
        values, good = typed.numbers(content, span, typed.SCALE[column.kind])
        decimal = column.kind != "count"
        series = (
            typed.decimal(values, good, typed.SCALE[column.kind], into) if decimal else typed.whole(values, good, into)
        )
    elif column.kind in typed.DAYS:
        series, good = typed.dates(content, typed.day_of(content, span, column.kind), into)
        good |= (column.kind == "last_day") & ~good & (span.end - span.start == typed.DAY)
    else:
        series = typed.text(reading.segments, span, into)
        if column.kind == "repeated":
            series = with_carets(reading.segments, span, series, into)
    return series, good


def _position_columns(reading: Reading, places: Ints, counted: Sequence[str]) -> dict[str, pl.Series]:
    """st_index, segment, offset and the counters of the loops that the places may lie in (null outside of them)."""
    loops = reading.loops
    rows = loops.rows[places]
    frame = {"st_index": typed.whole(loops.sets_of(places))}
    for loop_id in counted:
        number = loops.counters[loop_id][places]
        frame[loops.guide.loop(loop_id).index] = typed.whole(number, number >= 0)
    frame["segment"] = typed.whole(rows + 1)
    frame["offset"] = typed.whole(reading.segments.offset(rows))
    return frame
