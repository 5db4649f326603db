"""The envelope of a file read in blocks: its control segments are collected and checked like those of any file."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from data_contracts.x12.guides import GUIDES
from tasks.x12.acknowledgements import read_ta1
from tasks.x12.blocks import Block
from tasks.x12.control import CONTROL, ranges
from tasks.x12.delimiters import Interchange
from tasks.x12.envelope_tables import read_envelopes
from tasks.x12.file import X12File
from tasks.x12.findings import SCHEMA
from tasks.x12.segments import MOST_ELEMENTS, PADDING, Bools, Codes, Ints, Segments, code_of

PLACES = ("loop", "claim_index", "line_index")


@dataclass(frozen=True)
class Part:
    """Control segments of one block, their text one after another; places in it count from its beginning."""

    text: bytes
    length: Ints
    separators: Ints
    elements: Ints
    code: Codes
    cut: Bools
    numbers: Ints
    offsets: Ints
    lying: pl.DataFrame
    interchanges: list[Interchange]
    recoded: bool


@dataclass
class Collected:
    """The control segments (and the last one of each transaction set and interchange) of the blocks so far."""

    parts: list[Part] = field(default_factory=list)

    def segments(self) -> tuple[Segments, Ints, pl.DataFrame]:
        """The segments collected, as one file; their bytes in the file they are from; where each lies."""
        text = b"".join(part.text for part in self.parts)
        before = np.cumsum([0, *(len(part.text) for part in self.parts)])
        length = np.concatenate([part.length for part in self.parts])
        cut = np.concatenate([part.cut for part in self.parts])
        separators = np.concatenate([part.separators + at for part, at in zip(self.parts, before, strict=False)])
        elements = np.concatenate([part.elements for part in self.parts])
        code = np.concatenate([part.code for part in self.parts])
        start = np.cumsum(length) - length
        openers = start[code == code_of("ISA")].tolist()
        found = [one for part in self.parts for one in part.interchanges]
        interchanges = [
            Interchange(at, end, one.delimiters, one.isa_length)
            for one, at, end in zip(found, openers, [*openers[1:], len(text)], strict=True)
        ]
        padded = text + bytes(PADDING)
        recoded = np.full(int(any(part.recoded for part in self.parts)), len(text))
        segments = Segments(
            padded, len(text), np.frombuffer(padded, np.uint8)[: len(text)], interchanges,
            np.append(separators, np.full(MOST_ELEMENTS, len(text))), np.array([1 << 62]), code, start,
            start + length - ~cut, np.cumsum(elements + 1) - elements - 1, elements, cut, recoded,
            np.concatenate([part.numbers for part in self.parts]),
        )  # fmt: skip
        offsets = np.concatenate([part.offsets for part in self.parts])
        return segments, offsets, pl.concat([part.lying for part in self.parts])


def control_rows(block: Block) -> Ints:
    """The segments of a block that say what the envelope of the file is."""
    segments, envelope = block.file.segments, block.file.envelope
    last = envelope.end[: len(envelope.end) - block.goes_on] - 1
    rows = np.union1d(np.concatenate([segments.rows(*CONTROL, "TA1"), last]), np.flatnonzero(segments.cut))
    return rows[rows >= block.begin]


def places(file: X12File, rows: Ints) -> pl.DataFrame:
    """Where some segments lie: st_index, claim_index, line_index, loop, segment and offset."""
    of_set = file.envelope.st_of(rows)
    return pl.DataFrame(
        file.loop_places(rows, np.ones(len(rows), bool))
        | {"st_index": of_set, "segment": rows + 1, "offset": file.segments.offset(rows)}
    )


def part_of(block: Block, rows: Ints, lying: pl.DataFrame) -> Part:
    """Some segments of a block, taken out of it."""
    segments = block.file.segments
    begin, first, elements = segments.start[rows], segments.first[rows], segments.elements[rows]
    length = segments.end[rows] - begin + ~segments.cut[rows]
    moved = np.cumsum(length) - length - begin
    separators = segments.separators[ranges(first, first + elements + 1)] + np.repeat(moved, elements + 1)
    return Part(
        segments.bytes[ranges(begin, begin + length)].tobytes(), length, separators, elements, segments.code[rows],
        segments.cut[rows], block.number(rows), block.offset(rows), lying,
        [one for one in segments.interchanges if not (block.begin and one.start == 0)], len(segments.recoded) > 0,
    )  # fmt: skip


def placed(file: X12File, offsets: Ints, lying: pl.DataFrame) -> pl.DataFrame:
    """The findings of collected segments at their true places."""
    found = file.finding_table()
    if found.is_empty():
        return found
    rows = found["segment"].to_numpy()
    at = pl.Series(np.where(np.isnan(rows), 0, rows).astype(np.int64) - 1)
    real = found["segment"].is_not_null()
    return found.with_columns(
        segment=pl.when(real).then(pl.Series(file.segments.numbers).gather(at.clip(0)) + 1),
        offset=pl.when(real).then(pl.Series(offsets).gather(at.clip(0))),
        **{name: pl.when(real).then(lying[name].gather(at.clip(0))) for name in PLACES},
    ).select(list(SCHEMA))


def envelope_tables(file: X12File, offsets: Ints) -> dict[str, pl.DataFrame]:
    """Tables interchange, functional_group, transaction_set and ta1 (without rows) of collected segments."""
    numbers, envelope = file.segments.number(np.arange(len(file.segments))), file.envelope
    made = {}
    for name, frame in (read_envelopes(file, GUIDES) | {"ta1": read_ta1(file)}).items():
        at = frame["segment"].to_numpy() - 1
        frame = frame.with_columns(segment=pl.Series(numbers[at] + 1), offset=pl.Series(offsets[at]))
        if name == "transaction_set":
            counted = numbers[envelope.end - 1] - numbers[envelope.st] + 1
            frame = frame.with_columns(segments=pl.Series(counted))
        made[name] = file.named(frame)
    return made
