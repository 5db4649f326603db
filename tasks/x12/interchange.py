"""What stands around transaction sets that we write: ISA, GS, GE, IEA, and the interchange of TA1 segments."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_contracts.x12.guide import Guide
from tasks.x12.characters import COMPONENT, ELEMENT, REPETITION, SEGMENT_END, as_text
from tasks.x12.refuse import refuse_where


@dataclass(frozen=True)
class Envelope:
    """The interchange and its one functional group: ISA, GS, GE, IEA.

    The day is the only time it knows unless times (HHMM) are given. Left out, the group has the parties, day, time and
    number of the interchange, and the first version of the guide. `acknowledge` asks for a TA1 (ISA14).
    """

    sender_qualifier: str
    sender_id: str
    receiver_qualifier: str
    receiver_id: str
    day: date
    control: int
    usage: str
    time: str = "0000"
    acknowledge: bool = True
    authorization: tuple[str, str] = ("00", "")
    security: tuple[str, str] = ("00", "")
    application_sender: str = ""
    application_receiver: str = ""
    group_day: date | None = None
    group_time: str = ""
    group_control: int | None = None
    version: str = ""

    def __post_init__(self) -> None:
        """Refuse what the fixed widths of an ISA cannot hold. Raises ValueError."""
        widths = {
            "sender_qualifier": (self.sender_qualifier, 2, 2), "sender_id": (self.sender_id, 1, 15),
            "receiver_qualifier": (self.receiver_qualifier, 2, 2), "receiver_id": (self.receiver_id, 1, 15),
            "usage": (self.usage, 1, 1), "time": (self.time, 4, 4), "authorization": (self.authorization[0], 2, 2),
            "authorization value": (self.authorization[1], 0, 10), "security": (self.security[0], 2, 2),
            "security value": (self.security[1], 0, 10), "application_sender": (self.application_sender, 0, 15),
            "application_receiver": (self.application_receiver, 0, 15), "group_time": (self.group_time, 0, 8),
            "version": (self.version, 0, 12),
        }  # fmt: skip
        for name, (text, least, most) in widths.items():
            if not least <= len(text) <= most or as_text(pl.DataFrame({"_": [text]})).item() != text.strip():
                raise ValueError(f"Envelope, {name}: {least} to {most} characters of the X12 basic set in upper case")
        for name, number in (("control", self.control), ("group_control", self.group_control or 1)):
            if not 0 <= number <= 999_999_999:
                raise ValueError(f"Envelope, {name}: a whole number of at most nine digits")


def segment(*elements: str) -> str:
    """A segment of texts that are clean already, with its terminator."""
    return ELEMENT.join(elements) + SEGMENT_END


def head(guide: Guide, envelope: Envelope) -> str:
    """ISA, of fixed widths, and GS."""
    e = envelope
    return _isa(e) + segment(
        "GS", guide.functional_group, e.application_sender or e.sender_id, e.application_receiver or e.receiver_id,
        f"{e.group_day or e.day:%Y%m%d}", e.group_time or e.time, str(_group_control(e)), "X",
        e.version or guide.versions[0],
    )  # fmt: skip


def tail(envelope: Envelope, sets: int) -> str:
    """GE and IEA."""
    return segment("GE", str(sets), str(_group_control(envelope))) + _iea(envelope, 1)


def write_ta1(rows: pl.DataFrame, envelope: Envelope) -> bytes:
    """An interchange that holds only TA1 segments, one a row: the answer to interchanges received.

    Columns: answered_isa_control (nine digits), answered_on (date), answered_time (HHMM), code (A, E, R), note (three
    digits). Raises ValueError for a row without one of them, or without a control number of nine digits.
    """
    names = ("answered_isa_control", "answered_on", "answered_time", "code", "note")
    texts = as_text(rows.select(names))
    for name, pattern in zip(names, (r"^\d{9}$", r"^\d{8}$", r"^\d{4}$", "^[AER]$", r"^\d{3}$"), strict=True):
        refuse_where(~texts[name].str.contains(pattern), "ta1", f"it is not as TA1 wants it ({pattern})", name)
    answers = [segment("TA1", control, day[2:], *more) for control, day, *more in texts.iter_rows()]
    return "".join((_isa(envelope), *answers, _iea(envelope, 0))).encode("ascii")


def _group_control(envelope: Envelope) -> int:
    return envelope.control if envelope.group_control is None else envelope.group_control


def _isa(envelope: Envelope) -> str:
    e = envelope
    return segment(
        "ISA", e.authorization[0], e.authorization[1].ljust(10), e.security[0], e.security[1].ljust(10),
        e.sender_qualifier, e.sender_id.ljust(15), e.receiver_qualifier, e.receiver_id.ljust(15), f"{e.day:%y%m%d}",
        e.time, REPETITION, "00501", f"{e.control:09}", str(int(e.acknowledge)), e.usage, COMPONENT,
    )  # fmt: skip


def _iea(envelope: Envelope, groups: int) -> str:
    return segment("IEA", str(groups), f"{envelope.control:09}")
