"""Taking a file of many answers apart: one piece for each ST or TA1, with what says whose it is, verbatim.

A clearinghouse answers for all practices of a billing company in one file. `split` gives the pieces with their
routing keys, `wrap` makes an interchange of one piece. The bytes from ST to SE are never changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from data_contracts.x12 import x277ca, x835, x999
from tasks.x12.control import texts
from tasks.x12.delimiters import Delimiters
from tasks.x12.file import X12File, open_file, report_unsupported
from tasks.x12.segments import Codes, Ints, code_of

GUIDES = (x835.GUIDE, x999.GUIDE, x277ca.GUIDE)


@dataclass(frozen=True)
class Piece:
    """One transaction set (kind 835, 999 or 277CA) or one TA1 with its envelope.

    `isa`, `gs` and `body` (ST to SE, or the TA1) are the bytes received, `offset` the place of the body in the file.
    `complete`: it has its SE and is not cut. Routing keys that do not belong to the kind are empty.
    """

    kind: str
    offset: int
    isa: bytes
    gs: bytes
    body: bytes
    delimiters: Delimiters
    isa_control: str
    gs_control: str = ""
    st_control: str = ""
    complete: bool = False
    answered_isa_control: str = ""
    answered_gs_control: str = ""
    answered_st_controls: tuple[str, ...] = ()
    claim_numbers: tuple[str, ...] = ()
    payee_npi: str = ""
    payee_tax_id: str = ""


@dataclass(frozen=True)
class Split:
    """The pieces of a file in its order, and what is wrong with its envelope (rows as in the finding table)."""

    pieces: list[Piece]
    findings: pl.DataFrame


def split(content: bytes, source_file: str = "") -> Split:
    """Take a file apart. A file that is no X12, and sets no guide describes, are findings; nothing raises.

    >>> split(b"hello").findings["code"].to_list()
    ['not_x12']
    """
    file = open_file(content, source_file)
    report_unsupported(file, GUIDES, ta1=True)
    pieces = [*_sets(file, content), *_interchange_answers(file, content)]
    return Split(sorted(pieces, key=lambda piece: piece.offset), file.finding_table())


def wrap(piece: Piece) -> bytes:
    """An interchange that holds only this piece, under its own ISA and GS, counts made right.

    A piece that is not complete gets no trailer, so that whoever reads it sees that it was cut.
    """
    element, end = bytes((piece.delimiters.element,)), bytes((piece.delimiters.segment,))
    parts = [piece.isa, piece.gs, piece.body]
    if piece.complete:
        trailers = [(b"GE", b"1", piece.gs_control)] if piece.gs else []
        trailers.append((b"IEA", b"1" if piece.gs else b"0", piece.isa_control))
        parts += [element.join((name, count, control.encode())) + end for name, count, control in trailers]
    line_break = b"" if end == b"\n" else b"\n"
    return line_break.join(part for part in parts if part) + (line_break if piece.complete else b"")


def _sets(file: X12File, content: bytes) -> list[Piece]:
    """The transaction sets that a guide describes and that lie in an interchange."""
    envelope, keys = file.envelope, _routing_keys(file)
    numbers = texts(file.segments, envelope.st, 2)
    found = []
    for guide in GUIDES:
        sets = file.sets(guide)
        sets = sets[envelope.isa[sets] >= 0]
        rows = (envelope.st[sets], envelope.end[sets], envelope.gs[sets], envelope.isa[sets])
        for at, piece in zip(sets.tolist(), _pieces(file, content, guide.name, *rows), strict=True):
            complete = bool(envelope.complete[at])
            found.append(keys.add_to(replace(piece, complete=complete, st_control=numbers[at].strip()), at))
    return found


def _interchange_answers(file: X12File, content: bytes) -> list[Piece]:
    """The TA1 segments."""
    segments, isas = file.segments, file.envelope.all_isa
    rows = segments.rows("TA1")
    at = np.searchsorted(isas, rows, "right") - 1
    rows, at = rows[at >= 0], at[at >= 0]
    answered = texts(segments, rows, 1)
    pieces = _pieces(file, content, "TA1", rows, rows + 1, np.full(len(rows), -1), isas[at])
    whole = (~segments.cut[rows]).tolist()
    return [
        replace(piece, complete=complete, answered_isa_control=control.strip())
        for piece, complete, control in zip(pieces, whole, answered, strict=True)
    ]


def _pieces(file: X12File, content: bytes, kind: str, begin: Ints, end: Ints, gs: Ints, isa: Ints) -> Iterator[Piece]:
    """Pieces from segments `begin` up to `end` with the bytes and control numbers of their GS (-1: none) and ISA."""
    segments = file.segments
    starts = [one.start for one in segments.interchanges]
    around = np.searchsorted(starts, segments.start[begin], "right") - 1
    bodies, isas = _cuts(file, content, begin, end), _cuts(file, content, isa, isa + 1)
    groups = _cuts(file, content, np.maximum(gs, 0), np.maximum(gs, 0) + 1)
    columns = (
        segments.offset(begin).tolist(), isas, groups, bodies, around.tolist(), texts(segments, isa, 13),
        texts(segments, np.maximum(gs, 0), 6), (gs >= 0).tolist(),
    )  # fmt: skip
    for offset, of_isa, of_gs, body, place, isa_control, gs_control, grouped in zip(*columns, strict=True):
        delimiters = segments.interchanges[place].delimiters
        assert delimiters is not None  # noqa: S101 (segments were found in it)
        yield Piece(
            kind, offset, of_isa, of_gs if grouped else b"", body, delimiters, isa_control.strip(),
            gs_control.strip() if grouped else "",
        )  # fmt: skip


def _cuts(file: X12File, content: bytes, begin: Ints, end: Ints) -> list[bytes]:
    """The bytes received from segments `begin` up to `end`, with the terminators of the last ones."""
    segments = file.segments
    last = segments.end[end - 1]
    start = segments.offset(begin)
    stop = last - np.searchsorted(segments.recoded, last) + ~segments.cut[end - 1]
    return [content[low:high] for low, high in zip(start.tolist(), stop.tolist(), strict=True)]


@dataclass(frozen=True)
class _Keys:
    """What says whose a transaction set is: values of a few elements by ST."""

    payee_npi: dict[int, list[str]]
    payee_tax_id: dict[int, list[str]]
    tax_reference: dict[int, list[str]]
    answered_gs_control: dict[int, list[str]]
    answered_st_controls: dict[int, list[str]]
    claim_numbers: dict[int, list[str]]

    def add_to(self, piece: Piece, at: int) -> Piece:
        """The piece with the keys of its kind."""
        if piece.kind == "999":
            group = self.answered_gs_control.get(at, [""])[0]
            return replace(
                piece, answered_gs_control=group, answered_st_controls=tuple(self.answered_st_controls.get(at, ()))
            )
        if piece.kind == "277CA":
            return replace(piece, claim_numbers=tuple(dict.fromkeys(self.claim_numbers.get(at, ()))))
        tax_id = self.payee_tax_id.get(at) or self.tax_reference.get(at) or [""]
        return replace(piece, payee_npi=self.payee_npi.get(at, [""])[0], payee_tax_id=tax_id[0])


def _routing_keys(file: X12File) -> _Keys:
    """The routing keys of all transaction sets: element values of the segments that carry them."""
    segments = file.segments
    payee = _where(file, segments.rows("N1"), 1, "PE")
    return _Keys(
        payee_npi=_by_st(file, _where(file, payee, 3, "XX"), 4),
        payee_tax_id=_by_st(file, _where(file, payee, 3, "FI"), 4),
        tax_reference=_by_st(file, _where(file, segments.rows("REF"), 1, "TJ"), 2),
        answered_gs_control=_by_st(file, segments.rows("AK1"), 2),
        answered_st_controls=_by_st(file, segments.rows("AK2"), 2),
        claim_numbers=_by_st(file, _claim_traces(file), 2),
    )


def _claim_traces(file: X12File) -> Ints:
    """The TRN segments at patient level (HL03 = PT): each names a claim."""
    levels, traces = file.segments.rows("HL"), file.segments.rows("TRN")
    if not len(levels):
        return traces[:0]
    level = levels[np.maximum(np.searchsorted(levels, traces) - 1, 0)]
    return _where_is(traces, file.segments.codes(file.segments.element(level, 3)), "PT")


def _where(file: X12File, rows: Ints, element: int, value: str) -> Ints:
    """The segments in which an element has a value."""
    return _where_is(rows, file.segments.codes(file.segments.element(rows, element)), value)


def _where_is(rows: Ints, codes: Codes, value: str) -> Ints:
    """The rows with a code."""
    return np.asarray(rows[codes == code_of(value)], np.int64)


def _by_st(file: X12File, rows: Ints, element: int) -> dict[int, list[str]]:
    """The filled values of an element by ST, in file order."""
    found: dict[int, list[str]] = {}
    for st, value in zip(file.envelope.st_of(rows).tolist(), texts(file.segments, rows, element), strict=True):
        if value.strip():
            found.setdefault(st, []).append(value.strip())
    return found
