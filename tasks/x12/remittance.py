"""What a payment row has beyond its segments: control numbers, the payee's identities, the hash of its content."""

import hashlib

import numpy as np
import polars as pl

from tasks.x12 import columns as typed
from tasks.x12.file import X12File
from tasks.x12.loops import Loops

_CANONICAL = b"*:~"


def finish_payments(file: X12File, loops: Loops, payment: pl.DataFrame) -> pl.DataFrame:
    """Payments with isa_control, gs_control, complete, payee_npi, payee_tax_id and content_hash."""
    qualifier, identifier = pl.col("payee_qualifier"), pl.col("payee_identifier")
    return typed.collected(
        payment.lazy()
        .join(file.control_numbers().lazy(), on="st_index", how="left", maintain_order="left")
        .with_columns(
            payee_npi=pl.when(qualifier == "XX").then(identifier),
            payee_tax_id=pl.coalesce(pl.when(qualifier == "FI").then(identifier), "payee_tax_reference"),
            content_hash=pl.Series(content_hashes(file, loops.sets), dtype=pl.String),
        )
        .drop("payee_tax_reference")
    )


def content_hashes(file: X12File, sets: np.typing.NDArray[np.int64]) -> list[str]:
    """For each ST, sha256 of the segments between ST and SE, delimiters normalised to * : ~, without line breaks.

    The same in any envelope and with any delimiters, so that a payment sent twice is known again.
    """
    segments, envelope = file.segments, file.envelope
    starts = np.array([one.start for one in segments.interchanges], np.int64)
    st, se = envelope.st[sets], envelope.se[sets]
    around = np.searchsorted(starts, segments.start[st], "right") - 1
    last = np.where(se >= 0, se, envelope.end[sets])
    hashes = []
    for place, low, high in zip(around.tolist(), (st + 1).tolist(), last.tolist(), strict=True):
        delimiters = segments.interchanges[place].delimiters
        assert delimiters is not None  # noqa: S101 (an ST was found in it)
        used = bytes((delimiters.element, delimiters.component, delimiters.segment))
        hashes.append(_hash(segments.content, segments.start[low:high], segments.end[low:high], used))
    return hashes


def _hash(content: bytes, start: np.typing.NDArray[np.int64], end: np.typing.NDArray[np.int64], used: bytes) -> str:
    """sha256 of some segments in canonical delimiters."""
    if not len(start):
        return hashlib.sha256(b"").hexdigest()
    low, high = int(start[0]), int(end[-1])
    block = content[low:high]
    if used != _CANONICAL:
        block = block.translate(_to_canonical(used))
    if (start[1:] != end[:-1] + 1).any():
        steps = np.zeros(high - low + 1, np.int8)
        steps[start - low] += 1
        steps[np.minimum(end + 1, high) - low] -= 1
        inside = np.cumsum(steps, dtype=np.int8)[:-1] > 0
        block = np.frombuffer(block, np.uint8)[inside].tobytes()
    return hashlib.sha256(block + b"~").hexdigest()


def _to_canonical(used: bytes) -> bytes:
    """A translation table; what is data and looks like a canonical delimiter becomes a control character."""
    table = bytearray(range(256))
    for number, byte in enumerate(_CANONICAL):
        table[byte] = number + 1
    for byte, canonical in zip(used, _CANONICAL, strict=True):
        table[byte] = canonical
    return bytes(table)
