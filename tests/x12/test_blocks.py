"""A file that is read in blocks gives the tables and findings that it gives as a whole."""

from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

import tasks.x12.convert
from data_contracts.x12 import x835
from tasks.x12.blocks import Uncut
from tasks.x12.convert import convert
from tasks.x12.file import open_file, report_unsupported
from tasks.x12.outputs import Outputs
from tasks.x12.parts import only_835
from tasks.x12.read import Tables, read_835, read_remittances
from tasks.x12.stream import joined, read_blocks
from tasks.x12.whole import read_file
from tests.benchmarks.make_835 import large_835
from tests.x12.make_835 import remittance, write
from tests.x12.pyx12_check import errors

BASE = write([remittance(seed, 12, f"T{seed}") for seed in range(3)])
CLAIM = BASE[BASE.index(b"CLP*C1X3*") : BASE.index(b"CLP*C1X4*")]
FILES = {
    "plain": BASE,
    "other delimiters, line breaks": write([remittance(seed, 20) for seed in range(3)], "|;!^", "\r\n"),
    "three interchanges": BASE + write([remittance(9, 20)], "|;\n!") + BASE.replace(b"BUDD", "BÜDD".encode()),
    "Latin-1": BASE.replace(b"BUDD", b"B\xdcDD"),
    "no LX": BASE.replace(b"~LX*1~", b"~"),
    "several LX": BASE.replace(b"~CLP*C1X3*", b"~LX*2~CLP*C1X3*").replace(b"~CLP*C1X9*", b"~LX*3~CLP*C1X9*"),
    "a claim three times": BASE.replace(CLAIM, CLAIM * 2, 1).replace(b"CLP*C1X10*", CLAIM + b"CLP*C1X10*"),
    "out of balance": BASE.replace(b"BPR*I*", b"BPR*I*1", 1).replace(b"CAS*CO*45*", b"CAS*CO*45*1", 1),
    "cut": BASE[:-2000],
    "counts wrong": BASE.replace(b"SE*", b"SE*1").replace(b"GE*3*1", b"GE*4*2"),
    "outside": BASE.replace(b"~SE*", b"~SE*1*1~CLP*A*1*1*1~SE*"),
}


def whole(content: bytes) -> Tables:
    """The tables of a file read as one."""
    file = open_file(content, "f")
    report_unsupported(file, [x835.GUIDE])
    tables = read_remittances(file)
    return tables | {"finding": file.finding_table()}


@pytest.mark.parametrize(("name", "size"), [*((name, 900) for name in FILES), ("plain", 5000), ("plain", 400)])
def test_blocks_give_what_the_whole_file_gives(name: str, size: int) -> None:
    content = FILES[name]
    expected, found = whole(content), joined(read_blocks(content, "f", size))
    assert list(found) == list(expected)
    for table, frame in expected.items():
        # Of one segment, what is found only at the end of a payment comes last.
        order = ["segment", "code", "element", "message"] if table == "finding" else []
        both = [one.sort(order) if order else one for one in (found[table], frame)]
        assert both[0].schema == both[1].schema, table
        assert both[0].equals(both[1]), table
    assert len(expected["finding"]) or name in ("plain", "other delimiters, line breaks", "several LX")


def test_there_are_several_blocks_and_the_rows_are_in_the_order_of_the_file() -> None:
    parts = list(read_blocks(BASE, "f", 400))
    assert len(parts) > 20
    segments = pl.concat([part["claim"] for part in parts])["segment"].to_list()
    assert all(one < other for one, other in pairwise(segments))


def test_a_header_after_the_claims_is_left_to_be_read_as_a_whole() -> None:
    late = BASE.replace(b"~CLP*C1X10*", b"~N1*PR*LATE PAYER~CLP*C1X10*")
    with pytest.raises(Uncut):
        list(read_blocks(late, "f", 400))
    # The end of the header, and what comes after it, may lie in one block.
    second = BASE.index(b"ST*", BASE.index(b"~SE*"))
    start, end = BASE.index(b"N1*PE*", second), BASE.index(b"LX*1~", second)
    payee, claim = BASE[start:end], BASE.index(b"CLP*C1X1*")
    late = BASE[:start] + BASE[end:claim] + payee + BASE[claim:]
    size = late.index(b"CLP*C1X3*") - 5
    with pytest.raises(Uncut):
        list(read_blocks(late, "f", size))


def test_a_large_file_is_balanced_and_valid_and_read_alike() -> None:
    content = large_835(0.01, 8)
    assert errors(content) == []
    big = large_835(8.5, 12_000)
    found, expected = read_835(big, "f"), whole(big)
    assert found["finding"].is_empty()
    assert all(found[name].equals(frame) for name, frame in expected.items())


def test_a_large_file_is_written_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.x12.convert, "LARGE", 1000)
    source = tmp_path / "a.835"
    source.write_bytes(BASE[:-300])
    result = convert([source], tmp_path / "out")
    expected = read_file(source.read_bytes(), str(source))
    assert {path.stem for path in result.written} == set(expected)
    for name, frame in expected.items():
        assert pl.read_parquet(tmp_path / "out" / f"{name}.parquet").equals(frame), name
    assert result.counts == {name: len(frame) for name, frame in expected.items()}
    assert result.exit_status == 1
    assert result.paid == expected["payment"]["amount"].sum()


def test_parts_that_fail_leave_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with Outputs(tmp_path) as writer:
            writer.add({"claim": pl.DataFrame({"a": [1]})})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_what_goes_in_parts_holds_nothing_but_835s(tmp_path: Path) -> None:
    for name, content, only in (
        ("a", BASE, True), ("b", BASE.replace(b"ST*835*0002", b"ST*999*0002"), False),
        ("c", BASE.replace(b"~GE*", b"~TA1*1~GE*"), False), ("d", b"nothing", False),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(content)
        assert only_835(tmp_path / name) is only, name
