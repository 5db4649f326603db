"""Reading a large 835 block by block over all cores: the tables come in parts, memory is bounded by the block.

The blocks are cut, and their segments and loops found, one after another; their tables are read side by side. What
reaches over the end of a block (the sum and the hash of a payment, claims that come twice) is carried on in order.
"""

import os
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from mmap import mmap
from threading import Lock

import numpy as np
import polars as pl

from data_contracts.x12 import x835
from tasks.x12.balance import check_balances, check_payments, place
from tasks.x12.blocks import BLOCK_BYTES, Block, cut
from tasks.x12.carried import Carried
from tasks.x12.collected import Collected, Part, control_rows, envelope_tables, part_of, placed, places
from tasks.x12.control import check_envelope, read_envelope
from tasks.x12.file import X12File, report_unsupported
from tasks.x12.findings import Findings
from tasks.x12.plausible import check_plausible, report_repeated
from tasks.x12.remittance import canonical, finish_payments, with_claim_dates
from tasks.x12.scan import is_utf8
from tasks.x12.segments import Ints
from tasks.x12.tables import read_tables

Tables = dict[str, pl.DataFrame]
# Seconds after which a thread that waits asks for the interpreter; Python's own are 0.005.
_SWITCH = 0.00005
# What makes two findings the same.
_SAME = ["segment", "code", "element", "message"]


@dataclass(frozen=True)
class Read:
    """The tables of a block as they stand, counted in the block, and what the carrying on needs of it."""

    block: Block
    tables: Tables
    totals: Ints
    texts: list[bytes | memoryview]
    control: Part


def read_blocks(
    content: bytes | mmap, source_file: str, size: int = BLOCK_BYTES, envelopes: bool = False
) -> Iterator[Tables]:
    """The tables of read_835 in parts, each in the order of the file; all findings are in the last part.

    With `envelopes` also those of read_envelopes and ta1 (which are short: all of them are in the last part).

    Raises Uncut, before or between parts, for a file that cannot be read in blocks; read_835 reads that as a whole.
    """
    collected, carried, findings = Collected(), Carried(), []
    tables: Tables = {}
    for read in _side_by_side(cut(content, source_file, x835.GUIDE, size, not is_utf8(content))):
        collected.parts.append(read.control)
        tables = _finished(read, carried)
        findings.append(tables["finding"])
        yield tables | {"finding": tables["finding"].clear()}
    nothing = {name: frame.clear() for name, frame in tables.items()}
    file, places = _envelope(collected, source_file)
    every = pl.concat([placed(file, *places), *findings]).unique(_SAME, maintain_order=True)
    last = {"finding": every.sort("segment", maintain_order=True)}
    yield nothing | (envelope_tables(file, places[0]) if envelopes else {}) | last


def joined(parts: Iterator[Tables]) -> Tables:
    """The tables of all parts of a file."""
    every = list(parts)
    return {name: pl.concat([part[name] for part in every]) for name in every[0]}


def _side_by_side(blocks: Iterator[Block]) -> Iterator[Read]:
    """The blocks read, in order. Each core cuts the next one itself: no more threads than cores are busy."""
    cores, turn, numbered = os.cpu_count() or 1, Lock(), enumerate(blocks)

    def read_next() -> tuple[int, Read] | None:
        with turn:
            taken = next(numbered, None)
        return taken and (taken[0], _read(taken[1]))

    done: dict[int, Read] = {}
    number = 0
    with _eager_threads(), ThreadPoolExecutor(cores) as pool:
        waiting = deque(pool.submit(read_next) for _ in range(cores + 1))
        while waiting:
            if (found := waiting.popleft().result()) is not None:
                done[found[0]] = found[1]
                waiting.append(pool.submit(read_next))
            while number in done:
                yield done.pop(number)
                number += 1


@contextmanager
def _eager_threads() -> Iterator[None]:
    """Let a thread that comes back from numpy have the interpreter sooner: each holds it only for a few calls."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _read(block: Block) -> Read:
    """The tables of a block without the rows of its head, numbered as in the file; but payments as they stand."""
    file, loops = block.file, block.loops
    tables = read_tables(file.segments, loops, file.findings, side_by_side=False)
    own = {name: frame if name == "payment" else block.own(frame) for name, frame in tables.items()}
    totals = check_balances(own, file.findings, slice(block.continues, len(loops.sets) - block.open))
    check_plausible(own, file.findings)
    if block.continues and block.head.counted.get("claim_index"):
        _drop_first_claim(own["claim"], file.findings)
    own["line"] = with_claim_dates(own)
    texts = list(canonical(file, loops.sets, block.begin))
    rows = control_rows(block)
    control = part_of(block, rows, block.shifted(places(file, rows)))
    found = block.shifted(block.own(file.finding_table()))
    own = {name: frame if name == "payment" else file.named(block.shifted(frame)) for name, frame in own.items()}
    return Read(block, own | {"finding": found}, totals, texts, control)


def _drop_first_claim(claim: pl.DataFrame, findings: Findings) -> None:
    """That claims begin before any LX is for the first claim of a transaction set to say, not for that of a block."""
    first = place(claim)[:1] - 1
    for at, part in enumerate(findings.parts):
        if (part.code, part.element) == ("missing_segment", "LX"):
            kept = ~np.isin(part.rows, first)
            messages = [message for message, keep in zip(part.messages, kept.tolist(), strict=True) if keep]
            findings.parts[at] = replace(part, rows=part.rows[kept], messages=messages)


def _finished(read: Read, carried: Carried) -> Tables:
    """The tables of a block, with the payments that end in it and what is found out only by what came before."""
    block, payment, findings = read.block, read.tables["payment"], Findings()
    count = len(payment) - block.open
    hashes = carried.hashes(read.texts, block)
    if block.continues:
        read.totals[0] += carried.total
        check_payments(payment[: min(count, 1)], read.totals[: min(count, 1)], findings)
    carried.total = int(read.totals[-1]) if block.open else 0
    report_repeated(carried.repeated(read.tables["claim"], block), findings)
    late = replace(block.file, findings=findings).finding_table() if findings.parts else read.tables["finding"].clear()
    return read.tables | {
        "payment": block.file.named(block.moved(finish_payments(block.file, payment[:count], hashes))),
        "finding": pl.concat([read.tables["finding"], block.moved(late)]),
    }


def _envelope(collected: Collected, source_file: str) -> tuple[X12File, tuple[Ints, pl.DataFrame]]:
    """The control segments of all blocks as one file, checked; where they stand in the real one."""
    segments, offsets, lying = collected.segments()
    file = X12File(source_file, segments, read_envelope(segments), Findings(), [])
    check_envelope(segments, file.envelope, file.findings)
    report_unsupported(file, [x835.GUIDE])
    return file, (offsets, lying)
