"""A large 835 part by part: what is in memory at a time are a few blocks, however long the file is."""

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from tasks.x12.blocks import BLOCK_BYTES
from tasks.x12.delimiters import first_delimiters
from tasks.x12.scan import forget
from tasks.x12.stream import read_blocks

Tables = dict[str, pl.DataFrame]


def read_parts(path: Path, size: int = BLOCK_BYTES) -> Iterator[Tables]:
    """The tables of whole.read_file of a file that holds nothing but 835s, in parts; all findings are in the last one.

    Raises Uncut as read_blocks does, and OSError when the file cannot be read.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for tables in read_blocks(content, str(path), size, envelopes=True, mapped=file.fileno()):
            yield tables
            forget(content)


def only_835(path: Path) -> bool:
    """Whether all transaction sets of a file are 835s, and no TA1 is in it, as far as its first ISA tells."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = first_delimiters(content[:1000])
        if found is None:
            return False
        element, end = (re.escape(bytes((one,))) for one in (found.element, found.segment))
        return re.search(rb"%s[ \t\r\n]*(?:ST%s(?!835)|TA1)" % (end, element), content) is None
