"""Reading a large 835 block by block over all cores: the tables come in parts, memory is bounded by the block.

The blocks are cut one after another, their tables are read side by side. What reaches over the end of a block (the sum
and the hash of a payment, claims that come twice) is carried on in order.
"""

from collections.abc import Iterator
from dataclasses import replace
from mmap import mmap

import numpy as np
import polars as pl

from data_contracts.x12 import x835
from tasks.x12.balance import cents, check_payments
from tasks.x12.block_tables import Read, Tables
from tasks.x12.blocks import BLOCK_BYTES, Cutter
from tasks.x12.carried import Carried
from tasks.x12.collected import Collected, envelope_tables, placed
from tasks.x12.control import check_envelope, read_envelope
from tasks.x12.file import X12File, report_unsupported
from tasks.x12.findings import Findings
from tasks.x12.helpers import read_side_by_side
from tasks.x12.plausible import report_repeated
from tasks.x12.remittance import with_hashes
from tasks.x12.scan import is_utf8
from tasks.x12.segments import Ints

# What makes two findings the same.
_SAME = ["segment", "code", "element", "message"]


def read_blocks(
    content: bytes | mmap, source_file: str, size: int = BLOCK_BYTES, envelopes: bool = False, mapped: int | None = None
) -> Iterator[Tables]:
    """The tables of read_835 in parts, each in the order of the file; all findings are in the last part.

    With `envelopes` also those of read_envelopes and ta1 (which are short: all of them are in the last part). `mapped`
    is the descriptor of the file when its content is mapped into memory.

    Raises Uncut, before or between parts, for a file that cannot be read in blocks; read_835 reads that as a whole.
    """
    cutter = Cutter(content, source_file, x835.GUIDE, size, not is_utf8(content))
    collected, carried, findings = Collected(), Carried(), []
    tables: Tables = {}
    for read in read_side_by_side(cutter, mapped):
        collected.parts.append(read.control)
        tables = _finished(read, carried, cutter)
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


def _finished(read: Read, carried: Carried, cutter: Cutter) -> Tables:
    """The tables of a block, with the payments that end in it and what is found out only by what came before."""
    payment = with_hashes(read.tables["payment"], carried.hashes(read))
    totals = read.totals + carried.total * (np.arange(len(read.totals)) == 0) if read.continues else read.totals
    carried.total = int(totals[-1]) if read.open else 0
    first = payment[: int(read.continues)]
    unbalanced = bool((cents(first, "amount")[0] != totals[: len(first)]).any())
    repeated = carried.repeated(read)
    finding = read.tables["finding"]
    if unbalanced or len(repeated):
        finding = pl.concat([finding, _late(read, cutter, first, totals, repeated)])
    return read.tables | {"payment": payment, "finding": finding}


def _late(read: Read, cutter: Cutter, first: pl.DataFrame, totals: Ints, repeated: Ints) -> pl.DataFrame:
    """Findings at the payment that goes on in a block and at claims that came before; it is cut once more for them."""
    block, _ = cutter.cut(read.start)
    findings = Findings()
    # The payment begins in the head.
    begin = block.loops.rows[block.loops.opened[x835.GUIDE.loops[0].id][:1]]
    check_payments(first.with_columns(segment=pl.Series(begin[: len(first)] + 1)), totals[: len(first)], findings)
    report_repeated(repeated - block.start.row + block.begin, findings)
    return block.moved(replace(block.file, findings=findings).finding_table())


def _envelope(collected: Collected, source_file: str) -> tuple[X12File, tuple[Ints, pl.DataFrame]]:
    """The control segments of all blocks as one file, checked; where they stand in the real one."""
    segments, offsets, lying = collected.segments()
    file = X12File(source_file, segments, read_envelope(segments), Findings(), [])
    check_envelope(segments, file.envelope, file.findings)
    report_unsupported(file, [x835.GUIDE])
    return file, (offsets, lying)
