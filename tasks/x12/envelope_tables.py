"""The envelopes of a file as tables: its interchanges, functional groups and transaction sets."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from data_contracts.x12.guide import Guide
from tasks.x12 import columns as typed
from tasks.x12.control import texts
from tasks.x12.file import X12File
from tasks.x12.segments import Ints

Tables = dict[str, pl.DataFrame]

# Elements of ISA and GS by the names of their columns; ISA09 and GS04, the days, are read as days.
ISA = {
    "authorization_qualifier": 1, "authorization": 2, "security_qualifier": 3, "security": 4, "sender_qualifier": 5,
    "sender_id": 6, "receiver_qualifier": 7, "receiver_id": 8, "made_at": 10, "repetition_separator": 11, "version": 12,
    "control": 13, "acknowledgement_requested": 14, "usage": 15, "component_separator": 16,
}  # fmt: skip
GS = {
    "functional_id": 1, "sender_code": 2, "receiver_code": 3, "made_at": 5, "control": 6, "agency": 7, "version": 8,
}  # fmt: skip


def read_envelopes(file: X12File, guides: Sequence[Guide]) -> Tables:
    """Tables interchange, functional_group and transaction_set.

    One row per ISA, GS and ST, counted from 0 through the file (isa_index, gs_index, st_index; null where an envelope
    is missing around another), with the elements as received, blanks at the ends left out. transaction_set tells
    guide (the name of the guide it was read by, null for none), complete (it has its SE) and its number of segments.
    """
    envelope = file.envelope
    around_gs = _index(envelope.all_isa, envelope.all_gs)
    return {
        "interchange": _table(file, envelope.all_isa, {"isa_index": np.arange(len(envelope.all_isa))}, ISA, 9, 20),
        "functional_group": _table(
            file, envelope.all_gs, {"isa_index": around_gs, "gs_index": np.arange(len(envelope.all_gs))}, GS, 4, None
        ),
        "transaction_set": _sets(file, guides),
    }


def _table(
    file: X12File, rows: Ints, indexes: dict[str, Ints], elements: dict[str, int], day: int, century: int | None
) -> pl.DataFrame:
    """One row per envelope segment."""
    segments = file.segments
    columns = {name: typed.whole(index, index >= 0) for name, index in indexes.items()}
    columns |= {"segment": typed.whole(rows + 1), "offset": typed.whole(segments.offset(rows))}
    for name, element in elements.items():
        # Envelopes are few: plain strings cost less than a column's machinery.
        found = texts(segments, rows, element)
        plain = found if name.endswith("separator") else [text.strip() or None for text in found]
        columns[name] = pl.Series(plain, dtype=pl.String)
    columns["made_on"] = typed.dates(segments.content, segments.element(rows, day), century=century)[0]
    return typed.frame(columns)


def _sets(file: X12File, guides: Sequence[Guide]) -> pl.DataFrame:
    """One row per transaction set."""
    envelope, segments = file.envelope, file.segments
    names = np.full(len(envelope.st), None, object)
    for guide in guides:
        names[file.sets(guide)] = guide.name
    picked = segments.pick(envelope.st)
    gs, isa = _place(envelope.all_gs, envelope.gs), _place(envelope.all_isa, envelope.isa)
    return typed.frame(
        {
            "isa_index": typed.whole(isa, isa >= 0),
            "gs_index": typed.whole(gs, gs >= 0),
            "st_index": typed.whole(np.arange(len(envelope.st))),
            "segment": typed.whole(envelope.st + 1),
            "offset": typed.whole(segments.offset(envelope.st)),
            "guide": pl.Series(names.tolist(), dtype=pl.String),
            "set_id": typed.text(segments, picked.element(1)),
            "control": typed.text(segments, picked.element(2)),
            "version": typed.text(segments, picked.element(3)),
            "segments": typed.whole(envelope.end - envelope.st),
            "complete": pl.Series(envelope.complete),
        }
    )


def _index(outer: Ints, rows: Ints) -> Ints:
    """Which of some openers is the last one before each row, -1 for none."""
    return np.searchsorted(outer, rows, "right") - 1


def _place(openers: Ints, rows: Ints) -> Ints:
    """The number of the opener at each row; -1 stays."""
    return np.where(rows >= 0, np.searchsorted(openers, rows), -1)
