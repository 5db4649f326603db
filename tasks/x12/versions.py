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
from tasks.x12.segments import Ints, Segments
from tasks.x12.values import classes_of

_TELL = "Tell the sender; the content was read by ST01 and its own version"
# X12.5, X12.6: numbers of interchanges have nine digits, of groups up to nine, of sets four to nine characters.
_FORMS = (
    ("ISA", 13, r"^[0-9]{9}$", "nine digits"),
    ("GS", 6, r"^[0-9]{1,9}$", "one to nine digits"),
    ("ST", 2, r"^[A-Za-z0-9]{4,9}$", "four to nine letters or digits"),
)


def check_versions(
    segments: Segments, envelope: Envelope, findings: Findings, sets: Sequence[tuple[Guide, Ints]]
) -> None:
    """Report groups that name another kind or version than their sets have, and control numbers of a wrong form.

    `sets` are the indexes of the STs that each guide describes.
    """
    for name, element, form, words in _FORMS:
        rows = segments.rows(name)
        text, where = _texts(segments, rows, element), f"{name}{element:02}"
        _report(
            findings, "control_number_format", rows, text, ~text.str.contains(form), f"{where} is not {words}", where
        )
    _check_interchanges(segments, envelope, findings)
    for guide, which in sets:
        inside = envelope.gs[which]
        which, inside = which[inside >= 0], inside[inside >= 0]
        groups = np.unique(inside)
        kind = _texts(segments, groups, 1)
        message = f"GS01 is not {guide.functional_group}, the group of a {guide.name}"
        _report(findings, "functional_group", groups, kind, kind != guide.functional_group, message, "GS01")
        _check_version(segments, findings, envelope.st[which], inside)


def _check_interchanges(segments: Segments, envelope: Envelope, findings: Findings) -> None:
    """Report interchanges of another version, and control numbers that come twice."""
    rows, groups = envelope.all_isa, envelope.all_gs
    text = _texts(segments, rows, 12)
    message = "ISA12 is not 00501, the version of the interchange that the guides are made for"
    _report(findings, "version_mismatch", rows, text, text != "00501", message, "ISA12")
    if len(rows) > 1:
        text = _texts(segments, rows, 13)
        message = "The interchange control number comes twice in the file: was an interchange sent twice?"
        _report(findings, "duplicate_control_number", rows, text, ~text.is_first_distinct(), message, "ISA13")
    if len(groups) > 1:
        text = _texts(segments, groups, 6)
        keys = pl.DataFrame([pl.Series("isa", np.searchsorted(rows, groups)), text.alias("gs")])
        twice = ~keys.select(pl.struct("isa", "gs").is_first_distinct()).to_series()
        message = "The group control number was used before in this interchange"
        _report(findings, "duplicate_control_number", groups, text, twice, message, "GS06")


def _check_version(segments: Segments, findings: Findings, sets: Ints, groups: Ints) -> None:
    """Report groups (once each) with a version (GS08) that is not that of a set in them (ST03), or with none at all."""
    own, said = _texts(segments, sets, 3), _texts(segments, groups, 8)
    wrong = ((own == "") & (said == "")) | ((own != "") & (own != said))
    at = np.flatnonzero(wrong.to_numpy())
    at = at[np.unique(groups[at], return_index=True)[1]]
    message = "GS08 is not the version of the transaction sets in the group (ST03), or neither names one"
    classes = classes_of(said.gather(at)).to_list()
    findings.add("version_mismatch", "warning", groups[at], message, _TELL, "GS08", classes)


def _texts(segments: Segments, rows: Ints, element: int) -> pl.Series:
    """One element of some segments, without blanks at its ends; '' where absent."""
    return typed.text(segments, segments.element(rows, element)).fill_null("").str.strip_chars()


def _report(
    findings: Findings, code: str, rows: Ints, text: pl.Series, wrong: pl.Series, message: str, element: str
) -> None:
    """Report the rows that are wrong, with the class of what stands there."""
    if wrong.any():
        classes = classes_of(text.filter(wrong)).to_list()
        findings.add(code, "warning", rows[wrong.to_numpy()], message, _TELL, element, classes)
