"""Blocks that another process reads are the blocks that this one reads."""

import os
from collections.abc import Iterator

import polars as pl
import pytest

from tasks.x12 import helpers
from tasks.x12.block_tables import Read, Tables
from tasks.x12.blocks import Uncut
from tasks.x12.stream import joined, read_blocks
from tests.x12.test_blocks import BASE, FILES

SIZE = 4000
# A claim that comes again in a later block, a payment out of balance, names that are not UTF-8.
CONTENT = b"".join(FILES[name] for name in ("a claim three times", "out of balance", "Latin-1"))

pytestmark = pytest.mark.skipif(not helpers._cores_left(), reason="helpers need a second core and Linux")


@pytest.fixture(scope="module")
def alone() -> Tables:
    return joined(read_blocks(CONTENT, "f", SIZE))


@pytest.fixture(autouse=True)
def _worth_it(alone: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helpers, "WORTH", 0)


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    yield
    helpers._stop()


def assert_same(found: Tables, expected: Tables) -> None:
    assert list(found) == list(expected)
    for table, frame in expected.items():
        assert found[table].schema == frame.schema, table
        assert found[table].equals(frame), table


def test_the_tables_are_the_same_whoever_read_them(alone: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    collect, sent = helpers.Job.collect, list[int]()

    def noted(job: helpers.Job, wait: bool) -> dict[int, Read]:
        found = collect(job, wait)
        sent.extend(found)
        return found

    monkeypatch.setattr(helpers.Job, "collect", noted)
    # Until the helper has started, all blocks are read here.
    while not sent:
        assert_same(joined(read_blocks(CONTENT, "f", SIZE)), alone)
    assert_same(joined(read_blocks(CONTENT, "f", SIZE)), alone)
    assert {"repeated_claim", "transaction_out_of_balance"} <= set(alone["finding"]["code"])


def test_a_helper_that_dies_takes_no_block_along(alone: Tables) -> None:
    parts: list[dict[str, pl.DataFrame]] = []
    for part in read_blocks(CONTENT, "f", SIZE):
        parts.append(part)
        if len(parts) == 2:
            helpers._helpers[0].process.kill()
    assert_same(joined(iter(parts)), alone)


def test_reading_that_is_given_up_leaves_the_helper_free(alone: Tables) -> None:
    begun = read_blocks(CONTENT, "f", SIZE)
    next(begun)
    begun.close()  # type: ignore[attr-defined]
    process, open_before = helpers._helpers[0].process, len(os.listdir("/proc/self/fd"))
    assert_same(joined(read_blocks(CONTENT, "f", SIZE)), alone)
    assert process.poll() is None
    assert len(os.listdir("/proc/self/fd")) <= open_before


def test_a_file_that_cannot_be_cut_is_told_by_either() -> None:
    late = BASE.replace(b"~CLP*C1X10*", b"~N1*PR*LATE PAYER~CLP*C1X10*")
    with pytest.raises(Uncut):
        list(read_blocks(late, "f", 400))
