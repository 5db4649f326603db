"""What a payment row has beyond its segments: control numbers, the payee's identities, the hash of its content."""

import hashlib
from collections.abc import Iterator

import numpy as np
import polars as pl

from tasks.x12 import columns as typed
from tasks.x12.file import X12File
from tasks.x12.segments import Ints

_CANONICAL = b"*:~"


def finish_payments(file: X12File, payment: pl.DataFrame, hashes: list[str]) -> pl.DataFrame:
    """Payments with isa_control, gs_control, complete, payee_npi, payee_tax_id and content_hash."""
    qualifier, identifier = pl.col("payee_qualifier"), pl.col("payee_identifier")
    return typed.collected(
        payment.lazy()
        .join(file.control_numbers().lazy(), on="st_index", how="left", maintain_order="left")
        .with_columns(
            payee_npi=pl.when(qualifier == "XX").then(identifier),
            payee_tax_id=pl.coalesce(pl.when(qualifier == "FI").then(identifier), "payee_tax_reference"),
            content_hash=pl.Series(hashes, dtype=pl.String),
        )
        .drop("payee_tax_reference")
    )


def content_hashes(file: X12File, sets: Ints) -> list[str]:
    """For each ST, sha256 of the segments between ST and SE, delimiters normalised to * : ~, without line breaks.

    The same in any envelope and with any delimiters, so that a payment sent twice is known again.
    """
    return [hashlib.sha256(text).hexdigest() for text in canonical(file, sets)]


def canonical(file: X12File, sets: Ints, begin: int = 0) -> Iterator[bytes]:
    """What is hashed of each ST, of segments from `begin` on."""
    segments, envelope = file.segments, file.envelope
    starts = np.array([one.start for one in segments.interchanges], np.int64)
    st, se = envelope.st[sets], envelope.se[sets]
    around = np.searchsorted(starts, segments.start[st], "right") - 1
    first = np.maximum(st + 1, begin)
    last = np.where(se >= 0, se, envelope.end[sets])
    for place, low, high in zip(around.tolist(), first.tolist(), last.tolist(), strict=True):
        delimiters = segments.interchanges[place].delimiters
        assert delimiters is not None  # noqa: S101 (an ST was found in it)
        used = bytes((delimiters.element, delimiters.component, delimiters.segment))
        yield _canonical(segments.content, segments.start[low:high], segments.end[low:high], used)


def _canonical(content: bytes, start: Ints, end: Ints, used: bytes) -> bytes:
    """The text of some segments in canonical delimiters."""
    if not len(start):
        return b""
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
    return block + b"~"


def _to_canonical(used: bytes) -> bytes:
    """A translation table; what is data and looks like a canonical delimiter becomes a control character."""
    table = bytearray(range(256))
    for number, byte in enumerate(_CANONICAL):
        table[byte] = number + 1
    for byte, canonical in zip(used, _CANONICAL, strict=True):
        table[byte] = canonical
    return bytes(table)


def with_claim_dates(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Lines; without a date of their own they have the claim's, as the guide says."""
    if tables["line"].is_empty():
        return tables["line"]
    keys = ["st_index", "claim_index"]
    dates = tables["claim"].lazy().select(*keys, claim_from="service_from", claim_to="service_to")
    own = pl.coalesce("service_to", "service_from")
    return typed.collected(
        tables["line"]
        .lazy()
        .with_columns(service_to=own)
        .join(dates, on=keys, how="left", maintain_order="left")
        .with_columns(
            service_from=pl.coalesce("service_from", "claim_from"),
            service_to=pl.coalesce("service_to", "claim_to", "claim_from"),
        )
        .drop("claim_from", "claim_to")
    )
