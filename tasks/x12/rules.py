"""The rules of a guide: what must be filled or stand beside a segment when another element says so."""

import numpy as np

from data_contracts.x12.guide import Rule
from tasks.x12.findings import Findings
from tasks.x12.loops import Loops
from tasks.x12.segments import Bools, Ints, Segments, is_one_of

_REMEDY = "Ask the sender; without it the money or the claim may go astray"


def check_rules(segments: Segments, loops: Loops, findings: Findings) -> None:
    """Report what the rules of the guide miss in its transaction sets; all are warnings."""
    for rule in loops.guide.rules:
        places = _that_meet(segments, loops, rule, loops.places(rule.segment))
        if len(places):
            _check_needs(segments, loops, findings, rule, places)
            if rule.beside is not None:
                present = _beside(segments, loops, rule, *rule.beside)[loops.instance(rule.loop, places)]
                rows = loops.rows[places[~present]]
                findings.add("missing_segment", "warning", rows, rule.doc, _REMEDY, rule.beside[0])


def _that_meet(segments: Segments, loops: Loops, rule: Rule, places: Ints) -> Ints:
    """The places of the segments that a rule is about."""
    if rule.loop:
        position = [loop.id for loop in loops.guide.loops].index(rule.loop)
        places = places[loops.loop[places] == position]
    if not len(places):
        return places
    element, component, values = rule.when
    span = segments.element(loops.rows[places], element, component)
    return places[is_one_of(segments.codes(span), values) if values else span.filled]


def _check_needs(segments: Segments, loops: Loops, findings: Findings, rule: Rule, places: Ints) -> None:
    """Report the elements that a rule needs and that are empty."""
    picked = segments.pick(loops.rows[places])
    for element in rule.needs:
        rows = picked.rows[~picked.element(element).filled]
        where = f"{rule.segment}{element:02}"
        findings.add("missing_element", "warning", rows, f"{where} is absent. {rule.doc}", _REMEDY, where, "empty")


def _beside(segments: Segments, loops: Loops, rule: Rule, name: str, values: tuple[str, ...]) -> Bools:
    """Which instances of the rule's loop hold a segment with that id and one of the values in its element 1."""
    opened = loops.opened[rule.loop]
    at = loops.places(name)
    at = at[is_one_of(segments.codes(segments.element(loops.rows[at], 1)), values)]
    inside = np.array([rule.loop in loops.guide.path(loop.id) for loop in loops.guide.loops], np.bool_)
    instance = np.searchsorted(opened, at[inside[loops.loop[at]]], "right") - 1
    present = np.zeros(len(opened), bool)
    present[instance] = True
    return present
