"""Writing: what a guide and its tables become, character by character."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_contracts.x12.layout import Element, Guide, Level, Segment
from data_contracts.x12.layout_837p import GUIDE as X837P
from tasks.x12.characters import as_text
from tasks.x12.layout_expressions import segment_text
from tasks.x12.layout_hierarchy import number
from tasks.x12.layout_write import Envelope, write_interchange

ENVELOPE = Envelope("ZZ", "US", "ZZ", "THEM", date(2026, 11, 2), 41, "T")
TREE = ("st", "house", "room")
# A guide that no standard knows: the engine must write it all the same.
HOUSES = Guide(
    transaction="999",
    functional_id="XX",
    version="000001",
    keys=TREE,
    levels=(
        Level("head", keys=("st",)),
        Level("house", keys=("st", "house"), hierarchy=True),
        Level("room", keys=TREE, hierarchy=True),
        Level("chair", keys=TREE, part=2, item="chair"),
        Level("table", keys=TREE, part=1, item="table"),
    ),
    segments=(
        Segment("A", "HD", "head", ("title",), "Title.", "HD*X~"),
        Segment("B", "HL", "house", ("hl", "hl_parent", "=H", "hl_child"), "House.", "HL*1**H*1~"),
        Segment("C", "HL", "room", ("hl", "hl_parent", "=R", "hl_child"), "Room.", "HL*2*1*R*0~"),
        Segment("D", "CH", "chair", ("legs",), "Chair.", "CH*4~"),
        Segment("D", "SE1", "chair", ("=CUSHION",), "Cushion.", "SE1*CUSHION~", when="cushion"),
        Segment("E", "TB", "table", ("legs",), "Table.", "TB*4~"),
    ),
)


def write_one(elements: tuple[Element, ...], **values: str) -> str:
    segment = Segment("X", "SEG", "t", elements, "", "")
    return pl.DataFrame({"_": [""]} | {k: [v] for k, v in values.items()}).select(segment_text(segment)).item()


def written_values(values: Iterable[object], kind: pl.DataType | type[pl.DataType] = pl.String) -> list[str]:
    return as_text(pl.DataFrame({"a": pl.Series(list(values), dtype=kind)}))["a"].to_list()


def houses() -> dict[str, pl.DataFrame]:
    """Two transaction sets; rows in no order at all."""
    return {
        "head": pl.DataFrame({"st": [2, 1], "st_control": ["0002", "0001"], "title": ["b", "a"]}),
        "house": pl.DataFrame({"st": [2, 1, 1], "house": [1, 2, 1]}),
        "room": pl.DataFrame({"st": [1, 1, 2], "house": [2, 1, 1], "room": [1, 2, 1]}),
        "chair": pl.DataFrame(
            {"st": [1, 1], "house": [1, 1], "room": [2, 2], "chair": [10, 9], "legs": [4, 3], "cushion": ["", "y"]}
        ),
        "table": pl.DataFrame({"st": [1], "house": [1], "room": [2], "table": [1], "legs": [4]}),
    }


def test_rows_of_any_order_become_a_tree_with_its_numbers_and_counts() -> None:
    lines = write_interchange(HOUSES, houses(), ENVELOPE).decode().splitlines()

    assert lines == [
        "ISA*00*          *00*          *ZZ*US             *ZZ*THEM           *261102*0000*^*00501*000000041*1*T*:~",
        "GS*XX*US*THEM*20261102*0000*41*X*000001~",
        "ST*999*0001*000001~", "HD*A~", "HL*1**H*1~", "HL*2*1*R*0~", "TB*4~", "CH*3~", "SE1*CUSHION~", "CH*4~",
        "HL*3**H*1~", "HL*4*3*R*0~", "SE*11*0001~",
        "ST*999*0002*000001~", "HD*B~", "HL*1**H*1~", "HL*2*1*R*0~", "SE*5*0002~",
        "GE*2*41~",
        "IEA*1*000000041~",
    ]  # fmt: skip


def test_the_isa_has_its_fixed_length() -> None:
    first = write_interchange(HOUSES, houses(), ENVELOPE).split(b"\n")[0]
    assert len(first) == 106


def test_a_node_without_children_says_so() -> None:
    tables = houses()
    tables["room"] = tables["room"].clear()
    numbered = number(HOUSES, tables)["house"].sort("st", "house")

    assert numbered["hl"].to_list() == [1, 2, 1]
    assert numbered["hl_parent"].to_list() == [None, None, None]
    assert numbered["hl_child"].to_list() == [0, 0, 0]


@pytest.mark.parametrize(
    ("elements", "values", "written"),
    [
        (("a", "b", "c"), {"a": "1", "b": "", "c": ""}, "SEG*1"),
        (("a", "b", "c"), {"a": "", "b": "", "c": "3"}, "SEG***3"),
        (("", "=QQ", "a"), {"a": ""}, "SEG**QQ"),
        ((("=HC", "a", "b", "c"),), {"a": "1", "b": "", "c": ""}, "SEG*HC:1"),
        ((("=HC", "a", "b", "c"),), {"a": "", "b": "", "c": "3"}, "SEG*HC:::3"),
        (("=1", ("=HC", "a", "b")), {"a": "", "b": ""}, "SEG*1"),
        (("name<5",), {"name": "ABCDEFG"}, "SEG*ABCDE"),
        (("name<4",), {"name": "ABC DEF"}, "SEG*ABC"),
    ],
)
def test_elements(elements: tuple[Element, ...], values: dict[str, str], written: str) -> None:
    assert write_one(elements, **values) == written + "~\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("José Núñez-Ørsted", "JOSE NUNEZ-ORSTED"),
        ("Weiß & Söhne", "WEISS & SOHNE"),
        ("O’Brien", "O'BRIEN"),
        ("a*b:c~d^e", "A B C D E"),
        ("  12  Elm\tSt\n", "12 ELM ST"),
        ("Þór Æsir", "THOR AESIR"),
        ("Nguyễn Đức", "NGUYEN DUC"),
        ("#4, 50% [x]_{y}\\|<z>$@", "#4, 50% [X]_{Y}\\|<Z>$@"),
        ("Иван", ""),
        (None, ""),
    ],
)
def test_characters(value: str | None, written: str) -> None:
    assert written_values([value, "PLAIN"]) == [written, "PLAIN"]


@given(st.lists(st.text(max_size=20), min_size=1, max_size=20))
def test_no_value_ends_an_element_and_cleaning_twice_changes_nothing(values: list[str]) -> None:
    once = written_values(values)

    for value in once:
        assert value.isascii()
        assert not set(value) & set("*:~^\r\n\t")
        assert value == value.strip() == value.upper()
    assert written_values(once) == once


def test_amounts_and_dates() -> None:
    amounts = [Decimal(a) for a in ("0.00", "0.50", "79.04", "100.00", "-12.30", "1000000.10")]

    assert written_values(amounts, pl.Decimal(14, 2)) == ["0", "0.5", "79.04", "100", "-12.3", "1000000.1"]
    assert written_values([Decimal(100)], pl.Decimal(12, 0)) == ["100"]
    assert written_values([date(2026, 1, 5), None], pl.Date) == ["20260105", ""]
    assert written_values([3, None], pl.Int64) == ["3", ""]


@pytest.mark.parametrize("segment", X837P.segments, ids=lambda s: f"{s.loop}-{s.id}-{s.elements[0]}")
def test_each_segment_of_the_guide_has_a_meaning_and_a_true_example(segment: Segment) -> None:
    assert segment.meaning.endswith(".")
    assert segment.example.endswith("~")
    name, *values = segment.example[:-1].split("*")
    assert name == segment.id
    assert len(values) <= len(segment.elements)
    for element, value in zip(segment.elements, values, strict=False):
        parts = [element] if isinstance(element, str) else list(element)
        for part, text in zip(parts, value.split(":"), strict=False):
            assert text == part[1:] if part.startswith("=") else (text == "" or part != ""), segment.example


def test_every_level_of_the_guide_is_written_from_its_own_keys() -> None:
    for level in X837P.levels:
        assert level.keys == X837P.keys[: len(level.keys)]
        assert X837P.segments_of(level.name)
    assert {s.level for s in X837P.segments} == {level.name for level in X837P.levels}
