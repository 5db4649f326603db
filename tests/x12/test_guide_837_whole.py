"""The guides of claims against pyx12's maps: every loop, segment, element and component used there is named in ours."""

import re
from collections.abc import Iterator
from importlib.resources import files
from xml.etree import ElementTree

import pytest

from data_contracts.x12 import x837i, x837p
from data_contracts.x12.guide import Guide, Loop, Segment

MAPS = {"837p": "837.5010.X222.A1.xml", "837i": "837Q3.I.5010.X223.A1.xml"}
# Loops of one kind of party, apart in the maps, are one loop here.
MERGED = {"2310": "2310", "2420": "2420"}


def _text(node: ElementTree.Element, tag: str) -> str:
    return (node.findtext(tag) or "").strip()


def _values(node: ElementTree.Element) -> set[str]:
    return {code.text or "" for code in node.findall("valid_codes/code")}


def _segments(node: ElementTree.Element, loop: str = "") -> Iterator[tuple[str, ElementTree.Element]]:
    """Every segment of a map with the loop that it is in, by our names."""
    for child in node:
        if child.tag == "loop":
            yield from _segments(child, _our_name(child.get("xid", "")))
        elif child.tag == "segment" and (loop[:1].isdigit() or child.get("xid") in ("ST", "BHT")):
            yield (loop if loop[:1].isdigit() else "ST"), child


def _our_name(name: str) -> str:
    if re.fullmatch(r"2330[C-I]", name):
        return "2330C"
    return MERGED.get(name[:4], name)


def _used(segment: ElementTree.Element) -> Iterator[tuple[int, int, set[str]]]:
    """Element, component (0: not a composite) and allowed values of all that a map's segment uses."""
    for number, child in enumerate((child for child in segment if child.tag in ("element", "composite")), 1):
        if child.tag == "element" and _text(child, "usage") != "N":
            yield number, 0, _values(child)
        elif child.tag == "composite" and _text(child, "usage") != "N":
            for place, part in enumerate(child.findall("element"), 1):
                if _text(part, "usage") != "N":
                    yield number, place, _values(part)


def _names(loop: Loop, use: Segment) -> set[tuple[int, int]]:
    named = {(one.element + turn * use.every, one.component) for one in use.columns for turn in range(use.times)}
    named |= {(one.element, one.component) for one in use.shared}
    whole = [use.period, *(element for element, _ in use.fixed)]
    whole += [where[0] for where in (use.where, loop.where if use.id == loop.opens else None) if where]
    return named | {(element, 0) for element in whole} | ({(1, 0)} if use.id == "ST" else set())


def _takes(loop: Loop, use: Segment, segment: ElementTree.Element) -> bool:
    """Whether a use is meant for (some of) what a map's segment may hold."""
    values = {(element, component): allowed for element, component, allowed in _used(segment)}
    wheres = [use.where, loop.where if use.id == loop.opens else None]
    return use.id == segment.get("xid") and all(
        not where or not values.get((where[0], 0)) or set(where[1]) & values[where[0], 0] for where in wheres
    )


@pytest.mark.parametrize("guide", [x837p.GUIDE, x837i.GUIDE], ids=lambda guide: guide.name)
def test_the_guide_names_all_that_pyx12_knows(guide: Guide) -> None:
    root = ElementTree.fromstring((files("pyx12") / "map" / MAPS[guide.suffix]).read_text())
    missing = set()
    seen = 0
    for loop_id, segment in _segments(root):
        loop = guide.loop(loop_id)
        uses = [use for use in loop.segments if _takes(loop, use, segment)]
        if not uses:
            missing.add((loop_id, segment.get("xid"), 0, 0))
        for element, component, values in _used(segment) if uses else ():
            seen += 1
            named = [_names(loop, use) for use in uses]
            if not all((element, component) in one or (component == 1 and (element, 0) in one) for one in named):
                missing.add((loop_id, segment.get("xid"), element, component))
            if element == 1 and loop.opens == segment.get("xid") and loop.where and loop.where[0] == 1:
                assert values <= set(loop.where[1]), loop_id
    assert seen > 900
    assert missing == set()
