"""Damaged X12 files by the thousand: nothing raises, nothing hangs, and no money changes without an error.

Run by `make trust`; X12_CHANGES and X12_SEED choose how many and which. A file that breaks it is printed whole: make it
a small test in tests/x12/test_mutations.py.
"""

import os
import re
import time
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.x12.convert import read_file
from tasks.x12.file import open_file
from tasks.x12.read import read_835, read_acknowledgements
from tests.x12.make_835 import remittance, write
from tests.x12.mutants import BATCH, changed_bytes, damaged, money_of_835, silent
from tests.x12.test_mutations import MIXED, OTHERS

CHANGES = int(os.environ.get("X12_CHANGES", "10000"))
SEED = int(os.environ.get("X12_SEED", "1"))
SECONDS = 60.0
SETS = {"835": (MIXED, money_of_835), **OTHERS}
Damage = Callable[[bytes, Random, int], list[bytes]]


def _silent(name: str, damage: Damage, count: int, warned: bool = False) -> list[bytes]:
    """Damaged copies whose money changed without an error (or a warning), or whose rows without any finding."""
    content, money = SETS[name]
    random = Random(SEED)
    found = []
    for _ in range(0, count, BATCH):
        began = time.monotonic()
        found += silent(
            damage(content, random, BATCH), content, read_835 if name == "835" else read_file, money, warned
        )
        assert time.monotonic() - began < SECONDS
    return found


@pytest.mark.parametrize("name", SETS)
def test_no_changed_byte_is_silent(name: str) -> None:
    assert _silent(name, changed_bytes, CHANGES) == []


@pytest.mark.parametrize("name", SETS)
def test_no_lost_doubled_or_moved_chunk_is_silent(name: str) -> None:
    # An 837 has no sum of its claims: several losses that leave the count of segments alone are warnings.
    assert _silent(name, damaged, CHANGES // 2, warned=name != "835") == []


def test_a_cut_at_every_byte_is_reported() -> None:
    content = write([remittance(1, 2), remittance(2, 2, "T2")])
    for length in range(len(content)):
        file = open_file(content[:length], "f")
        assert "error" in file.finding_table()["severity"].to_list(), f"cut to {length} bytes"
        whole = len(re.findall(rb"~SE\*\d+\*\d+~", content[:length]))
        assert int(file.envelope.complete.sum()) == whole, f"cut to {length} bytes"


@settings(max_examples=400, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(SETS)))
def test_any_splice_of_any_sets_is_read(data: st.DataObject, name: str) -> None:
    content = SETS[name][0]
    for _ in range(data.draw(st.integers(1, 5))):
        other = SETS[data.draw(st.sampled_from(sorted(SETS)))][0]
        low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2)))
        begin, end = sorted(data.draw(st.tuples(*[st.integers(0, len(other))] * 2)))
        piece = data.draw(st.sampled_from([other[begin:end], b"", b"~", b"*", b"\x00", b"\xff\xfe"]) | st.binary())
        content = content[:low] + piece + content[high:]
    for read in (read_file, read_835, read_acknowledgements):
        read(content, "f")
