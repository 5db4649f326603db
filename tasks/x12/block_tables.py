"""One block of an 835 read into tables, with what must be known of it to go on with the next block."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from tasks.x12.balance import check_balances, place
from tasks.x12.blocks import Block, Start
from tasks.x12.collected import Part, control_rows, part_of, places
from tasks.x12.findings import Findings
from tasks.x12.plausible import check_plausible
from tasks.x12.remittance import canonical, finish_payments, with_claim_dates
from tasks.x12.segments import Ints
from tasks.x12.tables import read_tables

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Read:
    """The tables of a block, counted as in the file; of its payments those that end in it, without their hashes.

    `continues` and `open` as of the block, `last` the index of its last transaction set. `totals` (in cents) and
    `texts` are of all its payments, `control` its control segments.
    """

    start: Start
    continues: bool
    open: bool
    last: int
    tables: Tables
    totals: Ints
    texts: list[bytes | memoryview]
    control: Part


def read_block(block: Block) -> Read:
    """The tables of a block without the rows of its head."""
    file, loops = block.file, block.loops
    tables = read_tables(file.segments, loops, file.findings, side_by_side=False)
    payment = tables.pop("payment")
    own = {name: block.own(frame) for name, frame in tables.items()}
    settled = slice(block.continues, len(loops.sets) - block.open)
    totals = check_balances(own | {"payment": payment}, file.findings, settled)
    check_plausible(own | {"payment": payment}, file.findings)
    if block.continues and block.start.head.counted.get("claim_index"):
        _drop_first_claim(own["claim"], file.findings)
    own["line"] = with_claim_dates(own)
    texts = list(canonical(file, loops.sets, block.begin))
    rows = control_rows(block)
    control = part_of(block, rows, block.shifted(places(file, rows)))
    found = block.shifted(block.own(file.finding_table()))
    named = {name: file.named(block.shifted(frame)) for name, frame in own.items()}
    ended = block.moved(finish_payments(file, payment[: len(payment) - block.open]))
    every = {"payment": file.named(ended)} | named | {"finding": found}
    last = block.start.sets + len(file.envelope.st) - 1
    return Read(block.start, block.continues, block.open, last, every, totals, texts, control)


def _drop_first_claim(claim: pl.DataFrame, findings: Findings) -> None:
    """That claims begin before any LX is for the first claim of a transaction set to say, not for that of a block."""
    first = place(claim)[:1] - 1
    for at, part in enumerate(findings.parts):
        if (part.code, part.element) == ("missing_segment", "LX"):
            kept = ~np.isin(part.rows, first)
            messages = [message for message, keep in zip(part.messages, kept.tolist(), strict=True) if keep]
            findings.parts[at] = replace(part, rows=part.rows[kept], messages=messages)
