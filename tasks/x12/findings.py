"""What is wrong in a file, as rows: code, severity, place, remedy. Never an exception, never a patient's value."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import polars as pl

from tasks.x12.segments import Ints

Severity = Literal["error", "warning"]

SCHEMA: dict[str, pl.DataType] = {
    "source_file": pl.String(),
    "code": pl.String(),
    "severity": pl.String(),
    "isa_control": pl.String(),
    "gs_control": pl.String(),
    "st_control": pl.String(),
    "st_index": pl.Int64(),
    "claim_index": pl.Int64(),
    "line_index": pl.Int64(),
    "loop": pl.String(),
    "segment": pl.Int64(),
    "offset": pl.Int64(),
    "segment_id": pl.String(),
    "element": pl.String(),
    "value_class": pl.String(),
    "message": pl.String(),
    "remedy": pl.String(),
}


@dataclass(frozen=True)
class Part:
    """One kind of finding: the segments it was found at, with a message and the class of the value for each.

    `offsets` are the places in bytes of what was found outside of any segment.
    """

    rows: Ints
    code: str
    severity: Severity
    messages: list[str]
    remedy: str
    element: str | None
    value_classes: list[str] | None
    offsets: list[int] | None


@dataclass
class Findings:
    """Findings being collected: each kind with the rows (segments, from 0; -1 for the file) it was found at."""

    parts: list[Part] = field(default_factory=list)

    def add(
        self,
        code: str,
        severity: Severity,
        rows: Ints | Sequence[int],
        message: str | list[str],
        remedy: str,
        element: str | None = None,
        value_class: str | list[str] | None = None,
        offsets: list[int] | None = None,
    ) -> None:
        """Note one kind of finding at some segments; `message` is one for all or a list of one for each.

        `value_class` says likewise what kind of value stood in the element (tasks.x12.values), never the value.
        """
        if not len(rows):
            return
        messages = [message] * len(rows) if isinstance(message, str) else message
        classes = [value_class] * len(rows) if isinstance(value_class, str) else value_class
        at = np.asarray(rows, np.int64)
        self.parts.append(Part(at, code, severity, messages, remedy, element, classes, offsets))

    def frame(self) -> pl.DataFrame:
        """All findings in the order of the file: row, code, severity, message, remedy, element, value_class, at.

        `at` is the byte of what lies in no segment, null for all else.
        """
        counts = [len(part.rows) for part in self.parts]
        whole = pl.DataFrame(
            [
                pl.Series("row", np.concatenate([np.empty(0, np.int64), *(part.rows for part in self.parts)])),
                _repeated("code", [part.code for part in self.parts], counts),
                _repeated("severity", [part.severity for part in self.parts], counts),
                pl.Series("message", [text for part in self.parts for text in part.messages], pl.String),
                _repeated("remedy", [part.remedy for part in self.parts], counts),
                _repeated("element", [part.element for part in self.parts], counts),
                pl.Series("value_class", self._of_each("value_classes"), pl.String),
                pl.Series("at", self._of_each("offsets"), pl.Int64),
            ]
        )
        # A segment that feeds two tables is checked twice.
        return whole.unique(["row", "code", "element", "message"], maintain_order=True).sort("row", maintain_order=True)

    def _of_each(self, name: Literal["value_classes", "offsets"]) -> list[str | int | None]:
        """The class of the value or the place in bytes of each finding, null where it has none."""
        nothing: list[str | int | None] = [None]
        return [one for part in self.parts for one in getattr(part, name) or nothing * len(part.rows)]


def _repeated(name: str, values: Sequence[str | None], counts: list[int]) -> pl.Series:
    """A text column of values, each so many times."""
    return pl.Series(name, values, pl.String).gather(np.repeat(np.arange(len(values)), counts))
