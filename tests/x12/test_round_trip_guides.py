"""For every guide: tables made at random, written, and read again are the same, whatever the delimiters in between."""

from datetime import date
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_contracts.x12 import x837i, x837p
from data_contracts.x12.guide import Guide
from data_contracts.x12.guides import GUIDES
from tasks.x12.file import open_file, read_loops
from tasks.x12.tables import read_tables
from tasks.x12.write import Envelope, write_interchange
from tests.x12.guide_tables import Maker, columns_of

ENVELOPE = Envelope("ZZ", "US", "ZZ", "THEM", date(2026, 11, 2), 41, "T")
# Element, component, repetition, segment end; with and without a line break after it.
DELIMITERS = ("*:^~", "*:^\x1d", "|>!\n", "*<}~\r\n", ",;@$", "\x1d\x1f\x1e\x1c")


def _with(content: bytes, delimiters: str) -> bytes:
    """The same file with other delimiters."""
    element, component, repetition, end = delimiters[0], delimiters[1], delimiters[2], delimiters[3:]
    table = {"*": element, ":": component, "^": repetition, "~": end, "\n": ""}
    return "".join(table.get(letter, letter) for letter in content.decode()).encode()


def _read(guide: Guide, content: bytes) -> dict[str, pl.DataFrame]:
    file = open_file(content, "made")
    return read_tables(file.segments, read_loops(file, guide), file.findings)


def _sorted(frame: pl.DataFrame, guide: Guide, name: str) -> pl.DataFrame:
    """Rows by where they belong, those of one place in their order; without rows that others tell too."""
    if "loop" in frame.columns:
        written = {loop.id for loop, use in guide.uses() if use.table == name and not use.derived}
        frame = frame.filter(pl.col("loop").is_in(written))
    keys = ["st_index", *(loop.index for loop in guide.loops if loop.index), "loop"]
    return frame.sort([key for key in keys if key in frame.columns], nulls_last=True, maintain_order=True)


def _check(guide: Guide, made: dict[str, pl.DataFrame], delimiters: str) -> None:
    read = _read(guide, _with(write_interchange(guide, made, ENVELOPE), delimiters))
    assert read["other_segments"].is_empty(), read["other_segments"]["loop", "text"]
    assert read["other_elements"].is_empty(), read["other_elements"]
    for name, frame in made.items():
        again = read[name].select(list(columns_of(guide, name)))
        assert_frame_equal(_sorted(again, guide, name), _sorted(frame, guide, name))


@pytest.mark.parametrize("at", range(len(GUIDES)), ids=lambda at: GUIDES[at].name)
@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10**9), most=st.sampled_from((1, 2, 4)), delimiters=st.sampled_from(DELIMITERS))
def test_tables_written_are_the_tables_read(at, seed, most, delimiters):
    _check(GUIDES[at], Maker(GUIDES[at], Random(seed), most).tables(sets=2), delimiters)


@pytest.mark.parametrize("guide", [x837p.GUIDE, x837i.GUIDE], ids=lambda guide: guide.name)
def test_a_claim_of_fifty_lines_and_twelve_diagnoses(guide):
    forced = {"2000A": 1, "2000B": 1, "2000C": 0, "2300": 1, "2400": 50, "health_code": 12}
    made = Maker(guide, Random(1), 2, forced).tables(sets=1)
    assert (len(made["claim"]), len(made["line"])) == (1, 50)
    assert len(made["health_code"]) % 12 == 0
    _check(guide, made, "*:^~")
