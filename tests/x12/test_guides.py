"""The guides read like tables of contents: every loop and segment says what it means, and hangs together."""

import re

import pytest

from data_contracts.x12.codes import CODES
from data_contracts.x12.guide import Column, Guide, Segment
from data_contracts.x12.guides import GUIDES

RESERVED = {"source_file", "st_index", "segment", "offset", "loop"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_segment_says_what_it_means_and_gives_an_example(guide: Guide):
    for loop in guide.loops:
        assert loop.doc
        for segment in loop.segments:
            assert re.search(rf"[a-z].*\b{segment.id}\*", segment.doc), f"{loop.id} {segment.id}: {segment.doc}"


def _columns(segment: Segment) -> tuple[Column, ...]:
    return (*segment.shared, *segment.columns)


def _example(segment: Segment) -> list[str]:
    """The elements of the (last) example in a doc line."""
    return segment.doc[segment.doc.rindex(segment.id + "*") :].split("*")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_an_example_is_of_its_own_use_of_the_segment(guide: Guide):
    for _, segment in guide.uses():
        first = segment.doc[segment.doc.index(segment.id + "*") :].split(",")[0].split(" ")[0].split("*")
        told = [(segment.where[0], segment.where[1])] if segment.where else []
        for element, values in (*told, *((element, (value,)) for element, value in segment.fixed)):
            assert first[element] in values, f"{segment.id}: {segment.doc}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_an_example_has_no_element_that_its_use_does_not_name(guide: Guide):
    for loop, segment in guide.uses():
        if segment.id == "ST" or segment.derived:
            continue
        named = {element for element, _ in segment.fixed} | {segment.period}
        named |= {where[0] for where in (segment.where, loop.where if segment.id == loop.opens else None) if where}
        for turn in range(segment.times):
            named |= {column.element + turn * segment.every for column in segment.columns}
        named |= {column.element for column in segment.shared}
        filled = {place for place, value in enumerate(_example(segment)) if value and place}
        assert filled <= named, f"{loop.id} {segment.doc}: {filled - named}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_no_column_takes_the_name_of_a_place(guide: Guide):
    counters = {loop.index for loop in guide.loops if loop.index}
    assert counters.isdisjoint(RESERVED)
    for loop, segment in guide.uses():
        names = [column.name for column in _columns(segment)]
        assert not (RESERVED | counters).intersection(names), f"{loop.id} {segment.doc}"
        assert len(set(names)) == len(names), f"{loop.id} {segment.doc}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_element_is_written_from_one_column_only(guide: Guide):
    for loop, segment in guide.uses():
        if segment.derived:
            continue
        # The first and the last day of a period share an element.
        told = [
            (column.element, column.component, column.kind == "last_day")
            for column in _columns(segment)
            if not column.derived
        ]
        assert len(set(told)) == len(told), f"{loop.id} {segment.doc}"


def test_each_guide_has_its_own_suffix():
    assert len({guide.suffix for guide in GUIDES}) == len(GUIDES)
    assert len({(guide.set_id, version) for guide in GUIDES for version in guide.versions}) == sum(
        len(guide.versions) for guide in GUIDES
    )


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_loops_and_tables_hang_together(guide: Guide):
    names = [loop.id for loop in guide.loops]
    assert len(set(names)) == len(names)
    assert guide.loops[0].opens == "ST"
    for number, loop in enumerate(guide.loops):
        assert set(loop.parents) <= set(names[:number])
        assert loop.parents or number == 0
        for segment in loop.segments:
            assert segment.table in guide.tables
            assert all(not column.codes or column.codes in CODES for column in _columns(segment))
    assert {segment.table for loop in guide.loops for segment in loop.segments} == set(guide.tables)
    assert {loop.table for loop in guide.loops} - {""} <= set(guide.tables)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_code_values_are_short_enough_to_be_compared_as_numbers(guide: Guide):
    for loop in guide.loops:
        uses = [loop.where, *(segment.where for segment in loop.segments)]
        assert all(len(value) <= 4 for where in uses if where for value in where[1])
    assert all(len(value) <= 8 for values in CODES.values() for value in values)


def test_the_reason_codes_are_those_of_the_published_lists(shared):
    carc = (shared / "codes/carc_values_2026-08.csv").read_text().split()[1:]
    assert set(carc) == set(CODES["claim adjustment reason"])
    lines = (shared / "codes/x12_code_values.csv").read_text().split()
    rarc = {line.split(",")[1] for line in lines if line.startswith("remark_code,")}
    assert rarc <= set(CODES["remittance advice remark"])
    category = {line.split(",")[1] for line in lines if line.startswith("claim_status_cat,")}
    assert category == set(CODES["claim status category"])
