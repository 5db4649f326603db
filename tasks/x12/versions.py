"""What the envelope says of its content: functional group, version, and control numbers of the right form.

These are warnings: the sets are told by ST01 and their own version, and what cannot be told is not read at all.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from data_contracts.x12.guide import Guide
from tasks.x12 import columns as typed
from tasks.x12.control import Envelope
from tasks.x12.findings import Findings
from tasks.x12.segments import Bools, Ints, Segments, Span, window
from tasks.x12.values import value_classes

_TELL = "Tell the sender; the content was read by ST01 and its own version"
# X12.5, X12.6: numbers of interchanges have nine digits, of groups up to nine, of sets four to nine characters.
_FORMS = (
    ("ISA", 13, (9, 9), False, "nine digits"),
    ("GS", 6, (1, 9), False, "one to nine digits"),
    ("ST", 2, (4, 9), True, "four to nine letters or digits"),
)


def check_versions(
    segments: Segments, envelope: Envelope, findings: Findings, sets: Sequence[tuple[Guide, Ints]]
) -> None:
    """Report groups that name another kind or version than their sets have, and control numbers of a wrong form.

    `sets` are the indexes of the STs that each guide describes.
    """
    for name, element, (least, most), letters, words in _FORMS:
        rows, where = segments.rows(name), f"{name}{element:02}"
        span = segments.element(rows, element)
        length = span.end - span.start
        wrong = (length < least) | (length > most) | ~_plain(segments, span, most, letters)
        _report(segments, findings, "control_number_format", rows, span, wrong, f"{where} is not {words}", where)
    _check_interchanges(segments, envelope, findings)
    for guide, which in sets:
        inside = envelope.gs[which]
        which, inside = which[inside >= 0], inside[inside >= 0]
        if len(which):
            groups = np.unique(inside)
            kind = segments.element(groups, 1)
            wrong = ~segments.among(kind, (guide.functional_group,))
            message = f"GS01 is not {guide.functional_group}, the group of a {guide.name}"
            _report(segments, findings, "functional_group", groups, kind, wrong, message, "GS01")
            _check_version(segments, findings, envelope.st[which], inside)


def _check_interchanges(segments: Segments, envelope: Envelope, findings: Findings) -> None:
    """Report interchanges of another version, and control numbers that come twice."""
    rows, groups = envelope.all_isa, envelope.all_gs
    span = segments.element(rows, 12)
    message = "ISA12 is not 00501, the version of the interchange that the guides are made for"
    _report(segments, findings, "version_mismatch", rows, span, ~segments.among(span, ("00501",)), message, "ISA12")
    if len(rows) > 1:
        message = "The interchange control number comes twice in the file: was an interchange sent twice?"
        _report_twice(segments, findings, rows, rows, 13, message, "ISA13")
    if len(groups) > 1:
        around = np.searchsorted(rows, groups)
        _report_twice(segments, findings, groups, around, 6, "The group number was used before in its ISA", "GS06")


def _report_twice(
    segments: Segments, findings: Findings, rows: Ints, within: Ints, element: int, message: str, where: str
) -> None:
    """Report control numbers that were used before within the same interchange (or, of interchanges, the file)."""
    span = segments.element(rows, element)
    keys = pl.DataFrame([pl.Series("within", within * (element == 6)), typed.text(segments, span).alias("number")])
    twice = ~keys.select(pl.struct(pl.all()).is_first_distinct()).to_series()
    _report(segments, findings, "duplicate_control_number", rows, span, twice.to_numpy(), message, where)


def _check_version(segments: Segments, findings: Findings, sets: Ints, groups: Ints) -> None:
    """Report groups (once each) with a version (GS08) that is not that of a set in them (ST03), or with none at all."""
    own, said = segments.element(sets, 3), segments.element(groups, 8)
    at = np.flatnonzero((own.filled & ~_equal(segments, own, said)) | ~(own.filled | said.filled))
    at = at[np.unique(groups[at], return_index=True)[1]]
    message = "GS08 is not the version of the transaction sets in the group (ST03), or neither names one"
    findings.add(
        "version_mismatch", "warning", groups[at], message, _TELL, "GS08", value_classes(segments, said.take(at))
    )


def _plain(segments: Segments, span: Span, most: int, letters: bool) -> Bools:
    """Which values are digits (or letters) in all of their first `most` places."""
    byte = window(segments.content, "u1")
    good = np.ones(len(span.start), bool)
    for place in range(most):
        one = byte[np.minimum(span.start + place, segments.size)]
        fits = (one >= 48) & (one <= 57)
        if letters:
            fits |= ((one | 32) >= 97) & ((one | 32) <= 122)
        good &= fits | (span.start + place >= span.end)
    return good


def _equal(segments: Segments, one: Span, other: Span) -> Bools:
    """Which values are the same, byte for byte, up to 16 bytes."""
    length = one.end - one.start
    same = (length == other.end - other.start) & (length <= 16)
    byte = window(segments.content, "u1")
    for place in range(int(length[same].max(initial=0))):
        same &= (place >= length) | (byte[one.start + place] == byte[other.start + place])
    return np.asarray(same, np.bool_)


def _report(
    segments: Segments, findings: Findings, code: str, rows: Ints, span: Span, wrong: Bools, message: str, where: str
) -> None:
    """Report the values that are wrong, with their classes."""
    if wrong.any():
        findings.add(code, "warning", rows[wrong], message, _TELL, where, value_classes(segments, span.take(wrong)))
