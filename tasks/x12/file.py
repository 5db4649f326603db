"""One file read with the guides given: segments, envelope, tables and findings with their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from data_contracts.x12.guide import Guide
from tasks.x12 import columns as typed
from tasks.x12.control import Envelope, check_envelope, check_outside, read_envelope, texts
from tasks.x12.findings import SCHEMA, Findings
from tasks.x12.loops import Loops, find_loops
from tasks.x12.once import once
from tasks.x12.scan import scan
from tasks.x12.segments import Ints, Segments, Span, window
from tasks.x12.versions import check_versions


@dataclass
class X12File:
    """A file whose envelope has been read and checked; `findings` grow as guides are read."""

    source_file: str
    segments: Segments
    envelope: Envelope
    findings: Findings
    loops: list[Loops]

    def sets(self, guide: Guide) -> Ints:
        """The indexes of the STs that a guide describes: by ST01, and by ST03 or GS08.

        A set that names no version belongs to a guide only if there is no other of its kind.
        """
        fits = [
            name == guide.set_id and (version.startswith(guide.versions) if version else guide.only_one)
            for name, version in self._named
        ]
        return np.flatnonzero(np.array(fits, bool))

    @once
    def _named(self) -> list[tuple[str, str]]:
        """ST01 and the version of each ST."""
        return list(zip(texts(self.segments, self.envelope.st, 1), self.versions(), strict=True))

    def versions(self) -> list[str]:
        """The version of each ST: ST03, else GS08."""
        in_st = texts(self.segments, self.envelope.st, 3)
        groups = self.envelope.gs
        in_gs = texts(self.segments, np.maximum(groups, 0), 8) if len(self.segments) else []
        return [
            (own or (group if gs >= 0 else "")).strip()
            for own, group, gs in zip(in_st, in_gs, groups.tolist(), strict=True)
        ]

    def named(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A table with the file's name in front."""
        name = pl.Series("source_file", [self.source_file], pl.String).new_from_index(0, len(frame))
        return frame.clone().insert_column(0, name)

    def control_numbers(self) -> pl.DataFrame:
        """One row per ST: st_index, isa_control, gs_control, st_control, complete, and its place."""
        envelope, segments = self.envelope, self.segments
        return typed.frame(
            {
                "st_index": pl.Series(np.arange(len(envelope.st))),
                "isa_control": _of_rows(segments, envelope.isa, 13),
                "gs_control": _of_rows(segments, envelope.gs, 6),
                "complete": pl.Series(envelope.complete),
            }
        )

    def finding_table(self) -> pl.DataFrame:
        """Every finding with its place: control numbers, loop, claim and line counters, segment, offset."""
        if not self.findings.parts:
            return _no_findings().clone()
        found = self.findings.frame()
        rows = found["row"].to_numpy()
        real = rows >= 0
        at = np.maximum(rows, 0)
        columns = self._places(at, real) | {name: found[name] for name in found.columns}
        columns["offset"] = pl.select(pl.coalesce(found["at"], columns["offset"])).to_series()
        placed = self.named(typed.frame(columns))
        return typed.frame({name: placed[name].cast(kind) for name, kind in SCHEMA.items()})

    def _places(self, rows: Ints, real: np.typing.NDArray[np.bool_]) -> dict[str, pl.Series]:
        """The place columns of findings at some segments; null where not `real`."""
        segments, envelope = self.segments, self.envelope
        if not len(segments) or not len(rows):
            return {name: pl.Series([None] * len(rows), dtype=SCHEMA[name]) for name in _PLACES}
        st = np.where(real, envelope.st_of(rows), -1)
        within = st >= 0
        gs = _enclosing(envelope.all_gs, envelope.all_isa, rows, real)
        isa = _enclosing(envelope.all_isa, envelope.all_isa, rows, real)
        places = {
            "isa_control": _of_rows(segments, isa, 13),
            "gs_control": _of_rows(segments, gs, 6),
            "st_control": _of_rows(
                segments, np.where(within, envelope.st[np.maximum(st, 0)], -1) if len(envelope.st) else st, 2
            ),
            "st_index": typed.whole(st, within),
            "segment": typed.whole(rows + 1, real),
            "offset": typed.whole(segments.offset(rows), real),
            "segment_id": _of_rows(segments, np.where(real, rows, -1), 0),
        }
        return places | self.loop_places(rows, real)

    def loop_places(self, rows: Ints, real: np.typing.NDArray[np.bool_]) -> dict[str, pl.Series]:
        """Loop, claim_index and line_index of some segments; null where not `real`."""
        names = np.full(len(rows), -1)
        counters = {"claim_index": np.full(len(rows), -1), "line_index": np.full(len(rows), -1)}
        labels: list[str] = []
        for loops in self.loops:
            if not len(loops.rows):
                continue
            place = np.minimum(np.searchsorted(loops.rows, rows), len(loops.rows) - 1)
            inside = real & (loops.rows[place] == rows)
            names[inside] = loops.loop[place[inside]] + len(labels)
            labels += [loop.id for loop in loops.guide.loops]
            for loop in loops.guide.loops:
                if loop.index in counters:
                    counters[loop.index][inside] = loops.counters[loop.id][place[inside]]
        loop_names = pl.Series([labels[name] if name >= 0 else None for name in names.tolist()], dtype=pl.String)
        return {"loop": loop_names} | {name: typed.whole(c, c >= 0) for name, c in counters.items()}


_PLACES = (
    "isa_control", "gs_control", "st_control", "st_index", "segment", "offset", "segment_id", "loop", "claim_index",
    "line_index",
)  # fmt: skip


@cache
def _no_findings() -> pl.DataFrame:
    return pl.DataFrame(schema=SCHEMA)


def open_file(content: bytes, source_file: str) -> X12File:
    """Find the segments of a file and check its envelope. Never raises for what is in it."""
    segments = scan(content)
    envelope = read_envelope(segments)
    findings = Findings()
    check_envelope(segments, envelope, findings)
    check_outside(segments, envelope, findings)
    return X12File(source_file, segments, envelope, findings, [])


def read_loops(file: X12File, guide: Guide) -> Loops:
    """The loops of all transaction sets of the file that a guide describes."""
    loops = find_loops(file.segments, file.envelope, file.sets(guide), guide)
    file.loops.append(loops)
    return loops


def report_unsupported(file: X12File, guides: Sequence[Guide], ta1: bool = False) -> None:
    """Report the sets that none of the guides describes, and files that hold no set (nor, if allowed, a TA1).

    And whether the envelope names kind and version of those that a guide describes.
    """
    sets = [(guide, file.sets(guide)) for guide in guides]
    check_versions(file.segments, file.envelope, file.findings, sets)
    others = np.setdiff1d(np.arange(len(file.envelope.st)), np.concatenate([which for _, which in sets]))
    rows = file.envelope.st[others]
    names, versions = texts(file.segments, rows, 1), file.versions()
    messages = [
        f"Transaction set {_printable(name)} {_printable(versions[at])} is not supported here: it was not read"
        for name, at in zip(names, others.tolist(), strict=True)
    ]
    wanted = ", ".join([f"{guide.name} ({guide.versions[0]})" for guide in guides] + ["TA1"] * ta1)
    remedy = f"What can be read here: {wanted}"
    file.findings.add("unsupported_transaction_set", "error", rows, messages, remedy, "ST01")
    readable = len(file.envelope.st) or (ta1 and len(file.segments.rows("TA1")))
    if not readable and len(file.segments):
        file.findings.add("no_transaction_set", "error", [0], "The interchange holds no transaction set", remedy)


def _printable(text: str) -> str:
    """A short code for a message; anything else is not repeated."""
    return text if text.isascii() and text.isalnum() and len(text) <= 12 else "(unreadable)" if text else "(none)"


def _of_rows(segments: Segments, rows: Ints, element: int) -> pl.Series:
    """One element of some segments in any order as text; null where the row is -1."""
    at = np.flatnonzero(rows >= 0)
    span = segments.element(rows[at], element)
    column = typed.text(segments, span, typed.Rows(at, len(rows)))
    return column.str.strip_chars() if _may_be_padded(segments, span) else column


def _may_be_padded(segments: Segments, span: Span) -> bool:
    """Whether any value begins or ends with a blank (or with what is no ASCII, and may be one)."""
    byte, end = window(segments.content, "u1"), np.maximum(span.end - 1, span.start)
    return bool(any(((byte[at] <= ord(" ")) | (byte[at] > ord("~"))).any() for at in (span.start, end)))


def _enclosing(places: Ints, interchanges: Ints, rows: Ints, real: np.typing.NDArray[np.bool_]) -> Ints:
    """The last of some openers at or before each segment and in the same interchange, -1 for none."""
    if not len(places) or not len(interchanges):
        return np.full(len(rows), -1)
    at = np.searchsorted(places, rows, "right") - 1
    found = np.where((at >= 0) & real, places[np.maximum(at, 0)], -1)
    around = np.searchsorted(interchanges, rows, "right") - 1
    return np.where((around >= 0) & (found >= interchanges[np.maximum(around, 0)]), found, -1)
