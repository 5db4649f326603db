"""Spans to typed columns, a whole column at a time: text, money, quantities, dates.

Money is read digit by digit into integers of the last decimal and only then becomes Decimal: never floating point.
"""

import numpy as np
import polars as pl
import pyarrow as pa

from tasks.x12.scan import Bools, Bytes, Ints, Segments, Span

WIDTH = 18
_EPOCH_SHIFT = 719468


def text(segments: Segments, span: Span) -> pl.Series:
    """Text column; empty values are null. It shares the bytes of the file; values in file order are quickest."""
    at = np.flatnonzero(span.filled)
    start, end = span.start[at], span.end[at]
    if (start[1:] >= end[:-1]).all():
        return _scattered(_ascending(segments, start, end), at, len(span.start))
    start, first, back = np.unique(start, return_index=True, return_inverse=True)
    return _scattered(_ascending(segments, start, end[first]).gather(back), at, len(span.start))


def _ascending(segments: Segments, start: Ints, end: Ints) -> pl.Series:
    """Values in file order, none of them empty: an Arrow array over the file's bytes in which every second one is a gap."""
    rows = len(start)
    offsets = np.zeros(2 * rows + 1, np.int64)
    offsets[0:-1:2], offsets[1::2] = start, end
    offsets[-1] = end[-1] if rows else 0
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(segments.content)]
    return pl.Series(pa.Array.from_buffers(pa.large_utf8(), 2 * rows, buffers)).gather_every(2)


def _scattered(values: pl.Series, at: Ints, rows: int) -> pl.Series:
    """The values at their rows, null at all others."""
    if len(at) == rows:
        return values
    take = np.full(rows, -1, np.int64)
    take[at] = np.arange(len(at))
    return nulled(
        values.gather(np.maximum(take, 0)) if len(at) else pl.Series([None] * rows, dtype=pl.String), take >= 0
    )


def decimal(values: Ints, valid: Bools, scale: int, precision: int = 14) -> pl.Series:
    """A Decimal column from integers that count the last decimal place."""
    words = np.empty((len(values), 2), np.int64)
    words[:, 0], words[:, 1] = values, values >> 63
    bits = np.packbits(valid, bitorder="little")
    kind = pa.decimal128(precision, scale)
    return pl.Series(pa.Array.from_buffers(kind, len(values), [pa.py_buffer(bits), pa.py_buffer(words)]))


def numbers(data: Bytes, span: Span, scale: int) -> tuple[Ints, Bools]:
    """Numbers as integers of the last decimal (`scale` places), and which could be read.

    Digits with an optional minus sign and one decimal point; at most 18 characters and, beyond `scale` decimals, zeros
    only. An exponent, a plus sign or a blank is not a number of this standard.
    """
    value = np.zeros(len(span.start), np.int64)
    good = np.zeros(len(span.start), bool)
    at = np.flatnonzero(span.filled & (span.end - span.start <= WIDTH))
    for low in range(0, len(at), 1 << 16):
        part = at[low : low + (1 << 16)]
        value[part], good[part] = _numbers(data, span.start[part], span.end[part], scale)
    return value, good


def _numbers(data: Bytes, start: Ints, end: Ints, scale: int) -> tuple[Ints, Bools]:
    """Numbers of at most WIDTH characters, read from the right in step."""
    length = end - start
    negative = data[start] == ord("-")
    value = np.zeros(len(start), np.int64)
    points = np.zeros(len(start), np.int64)
    decimals = np.zeros(len(start), np.int64)
    digits = np.zeros(len(start), np.int64)
    good = np.ones(len(start), bool)
    for place in range(int(length.max())):
        byte = data.take(start + place, mode="clip")
        inside = place < length
        digit = byte - np.uint8(48)
        is_digit = inside & (digit < 10)
        is_point = inside & (byte == 46)
        surplus = is_digit & (points > 0) & (decimals >= scale)
        good &= ~(surplus & (digit > 0))
        used = is_digit & ~surplus
        value = np.where(used, value * 10 + digit, value)
        digits += is_digit
        points += is_point
        decimals += used & (points > 0)
        good &= ~inside | is_digit | is_point | (negative if place == 0 else False)
    good &= (points <= 1) & (digits > 0)
    value *= 10 ** (scale - decimals)
    good &= value < 10**14
    return np.where(negative, -value, value), good


def dates(data: Bytes, span: Span) -> tuple[pl.Series, Bools]:
    """Days written CCYYMMDD, and which are days of the calendar."""
    good = span.end - span.start == 8
    start = np.where(good, span.start, 0)
    number = np.zeros(len(start), np.int64)
    for place in range(8):
        digit = data.take(start + place, mode="clip") - np.uint8(48) if len(data) else np.zeros(len(start), np.uint8)
        good &= digit < 10
        number = number * 10 + digit
    year, month, day = number // 10000, number // 100 % 100, number % 100
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])[np.clip(month, 0, 12)] + (leap & (month == 2))
    good &= (month >= 1) & (month <= 12) & (day >= 1) & (day <= last) & (year >= 1)
    return _day_series(year, month, day, good), good


def _day_series(year: Ints, month: Ints, day: Ints, good: Bools) -> pl.Series:
    """Days since 1970 by counting years from March, as Date."""
    year = year - (month <= 2)
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - _EPOCH_SHIFT
    series = pl.Series(np.where(good, days, 0).astype(np.int32)).cast(pl.Date)
    return nulled(series, good)


def nulled(series: pl.Series, good: Bools) -> pl.Series:
    """The series with null where not `good`."""
    return series if good.all() else pl.select(pl.when(pl.Series(good)).then(series)).to_series()
