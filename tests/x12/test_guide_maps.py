"""The guides against the maps of pyx12: every element that those use has a column (or a fixed value) in ours."""

import importlib.resources
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from data_contracts.x12 import x277, x277ca, x835, x999
from data_contracts.x12.guide import Guide
from tasks.x12.extras import named_by

MAPS = {
    "277.5010.X212.xml": x277.GUIDE, "277.5010.X214.xml": x277ca.GUIDE, "835.5010.X221.A1.xml": x835.GUIDE,
    "999.5010X231.A1.xml": x999.GUIDE,
}  # fmt: skip
ENVELOPE = {"ISA", "GS", "GE", "IEA", "TA1", "SE"}
# Loops that they name by the part of the transaction set; ours are one for all levels.
OURS = {"HEADER": "ST", "ST_LOOP": "ST", "FOOTER": "PLB"}
Used = tuple[str, str, int, int]


def _loop_of(name: str, guide: Guide) -> str:
    """Our loop for one of theirs: 2200D is our 2200, 2000B is our HL."""
    plain = OURS.get(name, name)
    if plain not in guide.by_id:
        plain = plain.rstrip("ABCDE")
    return plain if plain in guide.by_id else "HL"


def _used(node: ElementTree.Element, loop: str, guide: Guide) -> Iterator[Used]:
    """Loop, segment, element, component (0 for the whole) of all that a map does not call unused."""
    for child in node:
        name = child.get("xid", "")
        if child.tag == "loop":
            yield from _used(child, name, guide)
        elif child.tag == "segment" and name not in ENVELOPE:
            yield from ((_loop_of(loop, guide), name, *place) for place in _elements(child))


def _elements(segment: ElementTree.Element) -> Iterator[tuple[int, int]]:
    """Places of the used elements and components of a segment."""
    for child in segment:
        if child.tag in ("element", "composite") and child.findtext("usage") != "N":
            place = int(child.findtext("seq") or 0)
            parts = [int(one.findtext("seq") or 0) for one in child.findall("element") if one.findtext("usage") != "N"]
            yield from ((place, part) for part in parts) if child.tag == "composite" else [(place, 0)]


@pytest.mark.parametrize("name", MAPS)
def test_every_element_that_is_used_is_named(name: str):
    guide = MAPS[name]
    text = importlib.resources.files("pyx12").joinpath("map", name).read_text(encoding="utf-8")
    named: dict[tuple[str, str], dict[int, int]] = {}
    for loop, segment in guide.uses():
        if not segment.derived:
            here = named.setdefault((loop.id, segment.id), {})
            for element, components in named_by(loop, segment).components.items():
                here[element] = max(components, here.get(element, 0))
    used = set(_used(ElementTree.fromstring(text), "", guide))
    assert len(used) > 50
    missing = [
        one for one in used if one[2] not in named.get(one[:2], {}) or one[3] > named[one[0], one[1]][one[2]] > 0
    ]
    assert sorted(missing) == []
