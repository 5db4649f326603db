"""What a payment row has beyond its segments: control numbers, the payee's identities, the hash of its content."""

import hashlib
from collections.abc import Iterator

import numpy as np
import polars as pl

from tasks.x12 import columns as typed
from tasks.x12.balance import among
from tasks.x12.balance import place as placed
from tasks.x12.file import X12File
from tasks.x12.segments import Ints

_CANONICAL = b"*:~"


def finish_payments(file: X12File, payment: pl.DataFrame) -> pl.DataFrame:
    """Payments with isa_control, gs_control, complete, payee_npi and payee_tax_id."""
    control = [one for one in file.control_numbers()[payment["st_index"].to_numpy()] if one.name != "st_index"]
    nothing = typed.nothing("text", len(payment))

    def payee(qualifier: str) -> pl.Series:
        mine = among(payment["payee_qualifier"], qualifier)
        return payment["payee_identifier"].zip_with(pl.Series(mine), nothing) if mine.any() else nothing

    more = {
        "payee_npi": payee("XX"),
        "payee_tax_id": typed.first_filled(payee("FI"), payment["payee_tax_reference"]),
    }
    kept = [column for column in payment if column.name != "payee_tax_reference"]
    return pl.DataFrame([*kept, *control, *(column.alias(name) for name, column in more.items())])


def with_hashes(payment: pl.DataFrame, hashes: list[str]) -> pl.DataFrame:
    """Payments with content_hash."""
    return payment.hstack([pl.Series("content_hash", hashes, pl.String)])


def content_hashes(file: X12File, sets: Ints) -> list[str]:
    """For each ST, sha256 of the segments between ST and SE, delimiters normalised to * : ~, without line breaks.

    The same in any envelope and with any delimiters, so that a payment sent twice is known again.
    """
    return [hashlib.sha256(text).hexdigest() for text in canonical(file, sets)]


def canonical(file: X12File, sets: Ints, begin: int = 0) -> Iterator[bytes | memoryview]:
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


def _canonical(content: bytes, start: Ints, end: Ints, used: bytes) -> bytes | memoryview:
    """The text of some segments in canonical delimiters."""
    if not len(start):
        return b""
    low, high = int(start[0]), int(end[-1])
    alone = len(start) == 1 or bool((start[1:] == end[:-1] + 1).all())
    if alone and used == _CANONICAL and content[high : high + 1] == b"~":
        return memoryview(content)[low : high + 1]
    block = content[low:high]
    if used != _CANONICAL:
        block = block.translate(_to_canonical(used))
    if not alone:
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
    line, claim = tables["line"], tables["claim"]
    begin, end = line["service_from"], typed.first_filled(line["service_to"], line["service_from"])
    if begin.null_count() or end.null_count():
        around = claim[np.searchsorted(placed(claim), placed(line)) - 1]
        claim_to = typed.first_filled(around["service_to"], around["service_from"])
        begin, end = typed.first_filled(begin, around["service_from"]), typed.first_filled(end, claim_to)
    dates = {"service_from": begin, "service_to": end.alias("service_to")}
    return pl.DataFrame([dates.get(column.name, column) for column in line])
