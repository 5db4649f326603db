"""The guides read like tables of contents: every loop and segment says what it means, and hangs together."""

import re

import pytest

from data_contracts.x12 import x277ca, x835, x999
from data_contracts.x12.codes import CODES
from data_contracts.x12.guide import Guide

GUIDES = (x835.GUIDE, x999.GUIDE, x277ca.GUIDE)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_segment_says_what_it_means_and_gives_an_example(guide: Guide):
    for loop in guide.loops:
        assert loop.doc
        for segment in loop.segments:
            assert re.search(rf"[a-z].*\b{segment.id}\*", segment.doc), f"{loop.id} {segment.id}: {segment.doc}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_loops_and_tables_hang_together(guide: Guide):
    names = [loop.id for loop in guide.loops]
    assert len(set(names)) == len(names)
    assert guide.loops[0].opens == "ST"
    for number, loop in enumerate(guide.loops):
        assert loop.parent in names[:number] or (number == 0 and not loop.parent)
        for segment in loop.segments:
            assert segment.table in guide.tables
            assert all(not column.codes or column.codes in CODES for column in segment.columns)
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
