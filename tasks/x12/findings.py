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
    "message": pl.String(),
    "remedy": pl.String(),
}


@dataclass
class Findings:
    """Findings being collected: each kind with the rows (segments, from 0; -1 for the file) it was found at."""

    parts: list[pl.DataFrame] = field(default_factory=list)

    def add(
        self,
        code: str,
        severity: Severity,
        rows: Ints | Sequence[int],
        message: str | list[str],
        remedy: str,
        element: str | None = None,
    ) -> None:
        """Note one kind of finding at some segments; `message` is one for all or a list of one for each."""
        if not len(rows):
            return
        row = np.asarray(rows, np.int64)
        frame = pl.DataFrame({"row": row}).with_columns(
            code=pl.lit(code),
            severity=pl.lit(severity),
            message=pl.lit(message) if isinstance(message, str) else pl.Series(message, dtype=pl.String),
            remedy=pl.lit(remedy),
            element=pl.lit(element, dtype=pl.String),
        )
        self.parts.append(frame)

    def frame(self) -> pl.DataFrame:
        """All findings in the order of the file: row, code, severity, message, remedy, element."""
        empty = dict.fromkeys(("code", "severity", "message", "remedy", "element"), pl.String())
        schema = {"row": pl.Int64(), **empty}
        parts = self.parts or [pl.DataFrame(schema=schema)]
        whole = pl.concat(parts)
        # A segment that feeds two tables is checked twice.
        return whole.unique(["row", "code", "element", "message"], maintain_order=True).sort("row", maintain_order=True)
