"""A large file in blocks that are read apart, each cut where a claim, a transaction set or an interchange begins.

A block gets in front what it needs to know of the file before it: ISA, GS and, inside a transaction set, its header and
the opener of the batch. So it is an interchange like any other, and the reader needs to know nothing of blocks. What it
counts (segments, bytes, transaction sets, claims) is put right afterwards.
"""

import re
from dataclasses import dataclass, field
from mmap import mmap

import numpy as np
import polars as pl

from data_contracts.x12.guide import Guide, Loop
from tasks.x12.control import CONTROL, check_outside, read_envelope
from tasks.x12.delimiters import Delimiters, first_delimiters
from tasks.x12.file import X12File, read_loops
from tasks.x12.findings import Findings
from tasks.x12.loops import Loops
from tasks.x12.scan import scan
from tasks.x12.segments import Ints, Segments, code_of
from tasks.x12.tables import parting

BLOCK_BYTES = 1 << 22
NONE = np.empty(0, np.int64)


class Uncut(Exception):
    """The file cannot be read in blocks: an ISA is unreadable, or a header goes on after its claims."""


@dataclass(frozen=True)
class Head:
    """What stands in front of a block: text, number and byte in the file of each of its segments (from 0).

    `inside`: it ends within a transaction set; `counted` are then the numbers that its loops go on from.
    """

    content: bytes = b""
    rows: Ints = field(default_factory=lambda: NONE)
    offsets: Ints = field(default_factory=lambda: NONE)
    inside: bool = False
    counted: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Start:
    """Where a block begins: its head, the number of its own first segment, the byte where it begins and the index of
    its first transaction set (that of the head, if it is inside one), all counted in the file.
    """

    head: Head = field(default_factory=Head)
    row: int = 0
    at: int = 0
    sets: int = 0


@dataclass(frozen=True)
class Block:
    """A part of a file, its head in front.

    `goes_on`: the last transaction set is not complete, the next block goes on with it.
    """

    file: X12File
    loops: Loops
    start: Start
    goes_on: bool

    @property
    def begin(self) -> int:
        """The first segment of its own."""
        return len(self.start.head.rows)

    def number(self, rows: Ints) -> Ints:
        """The numbers in the file (from 0) of some segments."""
        return self._of_head(rows, self.start.head.rows, rows + (self.start.row - self.begin))

    @property
    def continues(self) -> bool:
        """Whether its first transaction set (of the guide) is one that began in an earlier block."""
        return self.start.head.inside and bool(len(self.loops.sets)) and bool(self.loops.sets[0] == 0)

    @property
    def open(self) -> bool:
        """Whether its last transaction set (of the guide) goes on in the next block."""
        last = len(self.file.envelope.st) - 1
        return self.goes_on and bool(len(self.loops.sets)) and bool(self.loops.sets[-1] == last)

    def own(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of a table, in file order, that are not of the head."""
        return frame[int(np.searchsorted(frame["segment"].to_numpy(), self.begin, "right")) :] if self.begin else frame

    def shifted(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows of its own, counted as in the file."""
        if not self.start.row or frame.is_empty():
            return frame
        row, at = self.start.row - self.begin, self.start.at - len(self.start.head.content)
        return self._renumbered(frame, frame["segment"] + row, frame["offset"] + at)

    def moved(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows that may lie in the head too, counted as in the file."""
        if not self.start.row:
            return frame
        rows = frame["segment"].to_numpy() - 1
        number, offset = self.number(rows) + 1, self.offset(rows)
        return self._renumbered(frame, pl.Series("segment", number, pl.Int64), pl.Series("offset", offset, pl.Int64))

    def _renumbered(self, frame: pl.DataFrame, segment: pl.Series, offset: pl.Series) -> pl.DataFrame:
        of_set, names = frame["st_index"], frame.columns
        columns = {"st_index": of_set + self.start.sets, "segment": segment, "offset": offset}
        for name, before in self.start.head.counted.items():
            if before and name in names:
                number = frame[name]
                columns[name] = (number + before).zip_with(of_set == 0, number)
        made = frame.clone()
        for name, column in columns.items():
            made.replace_column(names.index(name), column)
        return made

    def offset(self, rows: Ints) -> Ints:
        """The bytes in the file at which some segments begin."""
        own = self.file.segments.offset(rows) + (self.start.at - len(self.start.head.content))
        return self._of_head(rows, self.start.head.offsets, own)

    def _of_head(self, rows: Ints, known: Ints, own: Ints) -> Ints:
        """For segments of the head what is known of them, for all others what was worked out."""
        return np.where(rows < self.begin, known.take(rows, mode="clip"), own) if self.begin else own


@dataclass(frozen=True)
class Cutter:
    """What is cut: a file, its name, the guide to read it by, about how many bytes a block has, whether it is Latin-1.

    Blocks are cut one after another (each gives its end to the next one) by whoever has the time.
    """

    content: bytes | mmap
    source_file: str
    guide: Guide
    size: int
    latin: bool

    def cut(self, start: Start) -> tuple[Block, Start | None]:
        """A block, and the start of the next one, None at the end. Raises Uncut when it cannot be read so."""
        content, head, at = self.content, start.head, start.at
        delimiters = _delimiters(content, at, head)
        end, opener = _end(content, at, self.size, delimiters, self.guide)
        segments = scan(head.content + content[at:end], self.latin)
        other = next((one for one in segments.interchanges if one.delimiters != delimiters), None)
        if other is not None:
            # Its own delimiters find the end of what begins there.
            if other.delimiters is None or other.start == 0:
                raise Uncut
            end, opener = at + int(_raw(segments, other.start)) - len(head.content), "ISA"
            segments = scan(head.content + content[at:end], self.latin)
        envelope = read_envelope(segments)
        file = X12File(self.source_file, segments, envelope, Findings(), [])
        loops = read_loops(file, self.guide)
        check_outside(segments, envelope, file.findings)
        control = segments.rows(*CONTROL)
        inside = opener not in ("", "ST", "ISA") and bool(segments.code[control[-1]] == code_of("ST"))
        block = Block(file, loops, start, inside)
        _check_headers(block)
        if end >= len(content):
            return block, None
        following = Head() if opener == "ISA" else _next_head(block)
        sets = start.sets + len(envelope.st) - following.inside
        return block, Start(following, start.row + len(segments) - block.begin, end, sets)


def _delimiters(content: bytes | mmap, at: int, head: Head) -> Delimiters:
    """The delimiters at the beginning of a block."""
    found = first_delimiters(head.content or content[at : at + 1000])
    if found is None:
        raise Uncut
    return found


def _end(content: bytes | mmap, at: int, size: int, delimiters: Delimiters, guide: Guide) -> tuple[int, str]:
    """Where a block ends, and the id of the segment that follows it ("" at the end of the file)."""
    element, terminator = (re.escape(bytes((one,))) for one in (delimiters.element, delimiters.segment))
    claim = guide.loop(parting(guide)).opens.encode()
    opener = re.compile(rb"%s[ \t\r\n]*(?=((?:%s|ST)%s|ISA))" % (terminator, claim, element))
    found = opener.search(content, at + size) if at + size < len(content) - size // 4 else None
    return (found.end(), found.group(1)[:3].decode().rstrip(chr(delimiters.element))) if found else (len(content), "")


def _raw(segments: Segments, place: int | Ints) -> Ints:
    """A place in the bytes as received."""
    return np.asarray(place - np.searchsorted(segments.recoded, place), np.int64)


def _check_headers(block: Block) -> None:
    """A header loop after the claims belongs to the row of a payment, of which a block knows only a part: this one,
    or the next one, whose head ends before the claims.
    """
    loops, guide = block.loops, block.loops.guide
    claims = _header(loops)[1] if block.open else len(loops.rows)
    for loop in guide.loops[1 : guide.loops.index(guide.loop(parting(guide)))]:
        opened = loops.opened[loop.id]
        own = loops.rows[opened[: _in_first(block, loop)]] >= block.begin
        if not loop.index and ((block.start.head.inside and own.any()) or (opened > claims).any()):
            raise Uncut


def _in_first(block: Block, loop: Loop) -> int:
    """How many instances of a loop open in the first transaction set of a block."""
    root = block.loops.opened[block.loops.guide.loops[0].id]
    return int(np.searchsorted(block.loops.opened[loop.id], root[1] if len(root) > 1 else len(block.loops.rows)))


def _header(loops: Loops) -> tuple[int, int]:
    """Where the last transaction set begins, and where the first of its numbered loops does (a batch or claim)."""
    begin = int(loops.opened[loops.guide.loops[0].id][-1])
    numbered = [loops.opened[loop.id] for loop in loops.guide.loops if loop.index]
    first = [int(opened[at]) for opened in numbered if (at := np.searchsorted(opened, begin)) < len(opened)]
    return begin, min(first, default=len(loops.rows))


def _next_head(block: Block) -> Head:
    """The head of the block that follows."""
    segments, envelope, loops = block.file.segments, block.file.envelope, block.loops
    isa, gs = envelope.all_isa[-1], envelope.all_gs[-1:]
    rows = [isa, *gs[gs > isa]]
    counted: dict[str, int] = {}
    if block.goes_on:
        rows += [envelope.st[-1]]
        if len(loops.sets) and loops.sets[-1] == len(envelope.st) - 1:
            rows[-1:], counted = _open_loops(block)
    numbers = np.array(rows, np.int64)
    begin, end = _raw(segments, segments.start[numbers]), _raw(segments, segments.end[numbers]) + 1
    raw = segments.received
    text = b"".join(raw[low:high] for low, high in zip(begin.tolist(), end.tolist(), strict=True))
    return Head(text, block.number(numbers), block.offset(numbers), block.goes_on, counted)


def _open_loops(block: Block) -> tuple[list[int], dict[str, int]]:
    """The segments that the next block needs of the open transaction set, and the numbers that its loops go on from."""
    loops, guide = block.loops, block.loops.guide
    claim = parting(guide)
    begin, first = _header(loops)
    of_set = {loop.id: loops.opened[loop.id][loops.opened[loop.id] >= begin] for loop in guide.loops if loop.index}
    goes_on = block.start.head.inside and len(loops.opened[guide.loops[0].id]) == 1
    before = block.start.head.counted if goes_on else {}
    places = list(range(begin, first))
    counted = {guide.loop(claim).index: before.get(guide.loop(claim).index, 0) + len(of_set[claim])}
    for loop_id in guide.links(claim)[:-1]:
        if len(of_set[loop_id]):
            places.append(int(of_set[loop_id][-1]))
            index = guide.loop(loop_id).index
            counted[index] = before.get(index, 0) + len(of_set[loop_id]) - 1
    return loops.rows[places].tolist(), counted
