"""The envelope: which ST lies in which GS and ISA, and whether counts and control numbers agree."""

from dataclasses import dataclass

import numpy as np

from tasks.x12.findings import Findings
from tasks.x12.segments import Bools, Codes, Ints, Segments, code_of, is_one_of
from tasks.x12.values import value_classes

OPENERS = {"SE": "ST", "GE": "GS", "IEA": "ISA"}
CONTROL = ("ISA", "GS", "ST", "SE", "GE", "IEA")
RESEND = "Ask the sender for the file again; what is complete in it can be used"


@dataclass(frozen=True)
class Envelope:
    """Rows of the control segments.

    Per ST (one a transaction set, in file order): `st` its row, `end` the row after its last segment, `se` the row of
    its SE or -1, `gs` and `isa` the rows around it or -1, `complete` (it has its SE and is not cut).
    """

    st: Ints
    end: Ints
    se: Ints
    gs: Ints
    isa: Ints
    complete: Bools
    all_gs: Ints
    all_isa: Ints

    def st_of(self, rows: Ints) -> Ints:
        """The index of the ST that some segments lie in, -1 outside of any."""
        return _inside(self.st, self.end, rows)


def read_envelope(segments: Segments) -> Envelope:
    """Find the transaction sets of a file and what surrounds them."""
    control = segments.rows(*CONTROL)
    code = segments.code[control]
    following = np.append(control, len(segments))[1:]
    next_code = np.append(code, np.uint32(0))[1:]
    is_st = code == code_of("ST")
    st = control[is_st]
    closed = next_code[is_st] == code_of("SE")
    end = following[is_st] + closed
    se = np.where(closed, following[is_st], -1)
    cut = segments.cut[np.maximum(end - 1, 0)] if len(st) else closed
    isa, gs = segments.rows("ISA"), segments.rows("GS")
    isa_of = _latest(isa, st)
    gs_of = _latest(gs, st)
    gs_of = np.where(gs_of > isa_of, gs_of, -1)
    return Envelope(st, end, se, gs_of, isa_of, closed & ~cut, gs, isa)


def check_envelope(segments: Segments, envelope: Envelope, findings: Findings) -> None:
    """Report an envelope that is cut, out of order, or whose counts and control numbers do not agree."""
    _check_interchanges(segments, findings)
    control = segments.rows(*CONTROL)
    code = segments.code[control]
    before = np.append(np.uint32(0), code)[:-1]
    after = np.append(code, np.uint32(0))[1:]
    _check_order(control, code, before, after, findings)
    pairs = np.flatnonzero((before == code_of("ST")) & (code == code_of("SE")))
    st, se = control[pairs - 1], control[pairs]
    _check_pair(segments, findings, st, se, "SE", 2)
    _check_count(
        segments, findings, se, segments.number(se) - segments.number(st) + 1, "SE", "segments of the transaction set"
    )
    for opener, closer, inner, what in (
        ("GS", "GE", "ST", "transaction sets of the group"),
        ("ISA", "IEA", "GS", "groups of the interchange"),
    ):
        opened, closed = _match(segments, opener, closer)
        _check_pair(segments, findings, opened, closed, closer, 6 if opener == "GS" else 13)
        rows = segments.rows(inner)
        inside = np.searchsorted(rows, closed) - np.searchsorted(rows, opened)
        if opener == "ISA":
            closed, inside = _without_lone_ta1(segments, opened, closed, inside)
        _check_count(segments, findings, closed, inside, closer, what)
    _check_duplicates(segments, envelope, findings)


def _without_lone_ta1(segments: Segments, opened: Ints, closed: Ints, groups: Ints) -> tuple[Ints, Ints]:
    """Leave out interchanges of a TA1 and no group that say IEA01 = 1: senders count either way."""
    ta1 = segments.rows("TA1")
    answers = np.searchsorted(ta1, closed) > np.searchsorted(ta1, opened)
    one = segments.codes(segments.element(closed, 1)) == code_of("1")
    kept = ~(answers & (groups == 0) & one)
    return closed[kept], groups[kept]


def check_outside(segments: Segments, envelope: Envelope, findings: Findings) -> None:
    """Report segments that lie in no transaction set."""
    outside = np.ones(len(segments), bool)
    outside[ranges(envelope.st, envelope.end)] = False
    outside[segments.rows(*CONTROL, "TA1")] = False
    message = "The segment lies between the envelopes, in no transaction set; it was not read"
    findings.add("segment_outside", "error", np.flatnonzero(outside), message, RESEND)


def ranges(start: Ints, end: Ints) -> Ints:
    """The rows of several ranges, one after another."""
    lengths = end - start
    before = np.cumsum(lengths) - lengths
    shift: Ints = np.repeat(start - before, lengths)
    return np.arange(int(lengths.sum())) + shift


def _check_interchanges(segments: Segments, findings: Findings) -> None:
    """Report files that are no X12, unreadable and misshapen ISA segments, and cut ends."""
    if not segments.interchanges:
        what = (
            "The file is empty"
            if not segments.bytes.tobytes().strip()
            else "The file does not begin with an ISA segment"
        )
        findings.add("not_x12", "error", [-1], f"{what}: it is no X12 file", "Send the file as the payer made it")
    starts = np.array([one.start for one in segments.interchanges], np.int64)
    rows = np.searchsorted(segments.start, starts)
    broken = [one.delimiters is None for one in segments.interchanges]
    for index in np.flatnonzero(broken).tolist():
        message = f"Interchange {index + 1} of the file has an ISA whose delimiters cannot be read; it was left out"
        remedy = "Ask the sender for the interchange again"
        at = int(starts[index] - np.searchsorted(segments.recoded, starts[index]))
        findings.add("isa_unreadable", "error", [-1], message, remedy, "ISA", offsets=[at])
    length = [one.delimiters is not None and one.isa_length != 106 for one in segments.interchanges]
    message = "The ISA is not 106 bytes long; it was read by counting its elements"
    findings.add("isa_length", "error", rows[np.array(length, bool)], message, "Tell the sender: ISA has a fixed width")
    cut = np.flatnonzero(segments.cut)
    message = "The file ends inside a segment: its terminator is missing"
    findings.add("truncated", "error", cut, message, RESEND)
    if len(segments.recoded):
        message = "The file is not UTF-8; it was read as Latin-1"
        findings.add("not_utf8", "warning", [-1], message, "Nothing, if names with accents look right")


def _check_order(control: Ints, code: Codes, before: Codes, after: Codes, findings: Findings) -> None:
    """Report control segments that lack the one that must come before or after them."""
    allowed_before = {"GS": ("ISA", "GE"), "ST": ("GS", "SE"), "SE": ("ST",), "GE": ("GS", "SE"), "IEA": ("ISA", "GE")}
    for name, allowed in allowed_before.items():
        wrong = (code == code_of(name)) & ~is_one_of(before, allowed)
        message = f"{name} stands where {' or '.join(allowed)} must come first"
        findings.add("envelope_order", "error", control[wrong], message, RESEND)
    closed_by = {"ST": ("SE",), "GS": ("ST", "GE"), "ISA": ("GS", "IEA"), "SE": ("ST", "GE"), "GE": ("GS", "IEA")}
    for name, allowed in closed_by.items():
        open_end = (code == code_of(name)) & ~is_one_of(after, allowed)
        last = (after == 0) & open_end
        missing = {"ST": "SE", "GS": "GE", "ISA": "IEA", "SE": "GE", "GE": "IEA"}[name]
        message = f"The file ends without the {missing} that must close what {name} opened or belongs to"
        findings.add("truncated", "error", control[last], message, RESEND)
        message = f"{name} is not followed by its {missing}"
        findings.add(f"missing_{missing.lower()}", "error", control[open_end & ~last], message, RESEND)


def _match(segments: Segments, opener: str, closer: str) -> tuple[Ints, Ints]:
    """Openers with the closer that comes before the next opener."""
    opened, closed = segments.rows(opener), segments.rows(closer)
    if not len(opened) or not len(closed):
        return opened[:0], closed[:0]
    at = np.searchsorted(opened, closed) - 1
    first = np.append(True, at[1:] != at[:-1]) & (at >= 0)
    return opened[at[first]], closed[first]


def _check_pair(segments: Segments, findings: Findings, opened: Ints, closed: Ints, closer: str, element: int) -> None:
    """Report closers whose control number differs from the opener's."""
    left = texts(segments, opened, element)
    right = texts(segments, closed, 2)
    wrong = [a.strip() != b.strip() for a, b in zip(left, right, strict=True)]
    opener = OPENERS[closer]
    message = f"{closer}02 differs from {opener}{element:02}: the control numbers do not agree"
    rows = closed[np.array(wrong, bool)]
    classes = value_classes(segments, segments.element(rows, 2))
    findings.add("control_number", "error", rows, message, RESEND, f"{closer}02", classes)


def _check_count(segments: Segments, findings: Findings, closed: Ints, counted: Ints, closer: str, what: str) -> None:
    """Report closers that count something else than there is."""
    said = [text.strip() for text in texts(segments, closed, 1)]
    wrong = [
        (row, f"{closer}01 does not count the {what}: there are {count}")
        for row, count, text in zip(closed.tolist(), counted.tolist(), said, strict=True)
        if not (text.isdecimal() and text.isascii() and int(text[:18]) == count)
    ]
    code = {"SE": "segment_count", "GE": "transaction_set_count", "IEA": "group_count"}[closer]
    rows = np.array([row for row, _ in wrong], np.int64)
    classes = value_classes(segments, segments.element(rows, 1))
    findings.add(code, "error", rows, [text for _, text in wrong], RESEND, f"{closer}01", classes)


def _check_duplicates(segments: Segments, envelope: Envelope, findings: Findings) -> None:
    """Report a transaction set control number used twice in a group."""
    keys = list(zip(envelope.gs.tolist(), envelope.isa.tolist(), texts(segments, envelope.st, 2), strict=True))
    first = {key: at for at, key in reversed(list(enumerate(keys)))}
    twice = envelope.st[np.array([first[key] != at for at, key in enumerate(keys)], bool)]
    message = "The transaction set control number was used before in this group"
    classes = value_classes(segments, segments.element(twice, 2))
    findings.add("duplicate_control_number", "error", twice, message, RESEND, "ST02", classes)


def texts(segments: Segments, rows: Ints, element: int, component: int = 0) -> list[str]:
    """One element of a few segments as text ('' where absent)."""
    span = segments.element(rows, element, component)
    content = segments.content
    return [
        content[a:b].decode("utf-8", "replace") for a, b in zip(span.start.tolist(), span.end.tolist(), strict=True)
    ]


def _inside(start: Ints, end: Ints, rows: Ints) -> Ints:
    """The index of the half-open range that holds each row, -1 for none."""
    if not len(start):
        return np.full(len(rows), -1)
    at = np.searchsorted(start, rows, "right") - 1
    return np.where((at >= 0) & (rows < end[np.maximum(at, 0)]), at, -1)


def _latest(places: Ints, rows: Ints) -> Ints:
    """The last of the places before each row, -1 for none."""
    if not len(places):
        return np.full(len(rows), -1)
    at = np.searchsorted(places, rows) - 1
    return np.where(at >= 0, places[np.maximum(at, 0)], -1)
