"""Loops to tables: every column a guide names, filled for all rows at once."""

from dataclasses import replace
from functools import cache, partial
from itertools import pairwise

import numpy as np
import polars as pl

from data_contracts.x12.guide import Guide
from tasks.x12.control import read_envelope
from tasks.x12.findings import Findings
from tasks.x12.levels import check_levels
from tasks.x12.loops import Loops, find_loops
from tasks.x12.pool import in_order
from tasks.x12.rows import loop_table, segment_table
from tasks.x12.rules import check_rules
from tasks.x12.scan import scan
from tasks.x12.segments import Segments
from tasks.x12.structure import check_required, check_required_loops, other_elements, other_segments
from tasks.x12.uses import Reading, Use

# Segments a block: what one needs of them stays in the processor's cache.
BLOCK = 1 << 17


def read_tables(
    segments: Segments, loops: Loops, findings: Findings, side_by_side: bool = True
) -> dict[str, pl.DataFrame]:
    """The tables of a guide, each with st_index, segment (from 1), offset and the counters of its loops.

    Segments that the guide does not name are in the table other_segments, elements of named segments that it does not
    name in other_elements. A long file is read in blocks, if wished over the cores.
    """
    if not len(loops.rows):
        return dict(empty_tables(loops.guide))
    if 2 * len(loops.rows) > len(segments):
        segments.values.prepare()
    owner = np.zeros(len(loops.rows), np.int16)
    rare, frequent = _rare_and_frequent(loops.guide)
    whole = Reading(segments, loops, Findings(), owner, slice(0, len(loops.rows)), rare)
    parts = [Reading(segments, loops, Findings(), owner, part, frequent) for part in _blocks(loops)]
    # First what surrounds the blocks: what is left of it may go into tables that the blocks fill.
    jobs = [partial(_read_part, part) for part in parts]
    read = [_read_part(whole), *(in_order(jobs) if side_by_side else [job() for job in jobs])]
    tables = {name: pl.concat([part[name] for part in read if name in part]) for name in loops.guide.tables}
    for part in (whole, *parts):
        findings.parts += part.findings.parts
    check_required_loops(loops, findings)
    check_levels(segments, loops, findings)
    check_rules(segments, loops, findings)
    extras = [extra for part in (whole, *parts) for extra in part.extras]
    return tables | {
        "other_segments": other_segments(segments, loops, findings, owner),
        "other_elements": other_elements(segments, loops, findings, extras),
    }


def _rare_and_frequent(guide: Guide) -> tuple[frozenset[str], frozenset[str]]:
    """The tables of loops around the one that parts the file (one row per payment, say), and all others."""
    counted = parting(guide)
    outside = {loop.table for loop in guide.loops if loop.table and counted not in guide.path(loop.id)}
    return frozenset(outside), frozenset(set(guide.tables) - outside)


def parting(guide: Guide) -> str:
    """The innermost loop that is numbered through the whole transaction set: claims, levels, sets answered."""
    alone = (loop.id for loop in reversed(guide.loops) if loop.index and guide.keys(loop.id) == (loop.id,))
    return next(alone, "")


def _blocks(loops: Loops) -> list[slice]:
    """Parts of the file that can be read apart: cut where an instance of the loop that parts it (a claim) opens."""
    counted = parting(loops.guide)
    openers = loops.opened[counted] if counted else np.empty(0, np.int64)
    wanted = np.arange(BLOCK, len(loops.rows) - BLOCK // 2, BLOCK)
    at = np.unique(np.searchsorted(openers, wanted))
    edges = [0, *openers[at[at < len(openers)]].tolist(), len(loops.rows)]
    return [slice(low, high) for low, high in pairwise(edges) if low < high or high == 0]


def _read_part(reading: Reading) -> dict[str, pl.DataFrame]:
    """Some tables of one part of the file."""
    check_required(reading)
    of_loops = {loop.table: loop for loop in reading.guide.loops if loop.table in reading.tables and loop.table}
    read = {name: loop_table(reading, loop) for name, loop in of_loops.items() if len(reading.opened(loop.id))}
    uses = _left_for_segments(reading, frozenset(of_loops))
    for name in dict.fromkeys(use.segment.table for use in uses if len(use.places)):
        read[name] = segment_table(reading, [use for use in uses if use.segment.table == name])
    nothing = empty_tables(reading.guide)
    return {name: read.get(name, nothing[name]) for name in reading.guide.tables if name in reading.tables}


def _left_for_segments(reading: Reading, of_loops: frozenset[str]) -> list[Use]:
    """The uses that make rows of their own; those that take the rest have only the places that no other use takes."""
    uses = [use for use in reading.uses if use.segment.table not in of_loops]
    resting = [use for use in uses if use.segment.rest and len(use.places)]
    if not resting:
        return uses
    free = reading.owner[reading.part] == 0
    for use in uses:
        if not use.segment.rest:
            free[use.places - reading.part.start] = False
    left: dict[int, Use] = {}
    for use in resting:
        at = use.places[free[use.places - reading.part.start]]
        free[at - reading.part.start] = False
        left[use.number] = replace(use, places=at)
    return [left.get(use.number, use) for use in uses]


@cache
def empty_tables(guide: Guide) -> dict[str, pl.DataFrame]:
    """The tables of a guide without rows: most tables of a small file are like that, and they are all the same."""
    segments = scan(b"")
    loops = find_loops(segments, read_envelope(segments), np.empty(0, np.int64), guide)
    whole = slice(0, 0)
    nothing = Reading(segments, loops, Findings(), np.zeros(0, np.int16), whole, frozenset(guide.tables))
    tables = {loop.table: loop_table(nothing, loop) for loop in guide.loops if loop.table}
    for name in guide.tables:
        if name not in tables:
            tables[name] = segment_table(nothing, [use for use in nothing.uses if use.segment.table == name])
    return {name: tables[name] for name in guide.tables} | {
        "other_segments": other_segments(segments, loops, nothing.findings, nothing.owner),
        "other_elements": other_elements(segments, loops, nothing.findings, []),
    }
