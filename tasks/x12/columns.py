"""Spans to typed columns, a whole column at a time: text, money, quantities, dates.

Money is read digit by digit into integers of the last decimal and only then becomes Decimal: never floating point.
"""

import numpy as np
import polars as pl
import pyarrow as pa

from tasks.x12.scan import Bools, Bytes, Ints, Segments, Span

WIDTH = 18
_CHUNK = 1 << 14
_EPOCH_SHIFT = 719468


def text(segments: Segments, span: Span) -> pl.Series:
    """Text column; empty values are null. It shares the bytes of the file; values in file order are quickest."""
    at = np.flatnonzero(span.filled)
    start, end = (span.start, span.end) if len(at) == len(span.start) else (span.start[at], span.end[at])
    if (start[1:] >= end[:-1]).all():
        values = _ascending(segments, start, end)
    else:
        start, first, back = np.unique(start, return_index=True, return_inverse=True)
        values = _ascending(segments, start, end[first]).gather(back)
    return spread(values, at, len(span.start))


def _ascending(segments: Segments, start: Ints, end: Ints) -> pl.Series:
    """Values in file order, none of them empty: an Arrow array over the file's bytes, every second one a gap."""
    rows = len(start)
    offsets = np.zeros(2 * rows + 1, np.int64)
    offsets[0:-1:2], offsets[1::2] = start, end
    offsets[-1] = end[-1] if rows else 0
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(segments.content)]
    return pl.Series(pa.Array.from_buffers(pa.large_utf8(), 2 * rows, buffers)).gather_every(2)


def spread(values: pl.Series, at: Ints, rows: int) -> pl.Series:
    """The values at some rows (ascending) of a longer column, null at all others."""
    if len(at) == rows:
        return values
    if not len(at):
        return pl.repeat(None, rows, dtype=values.dtype, eager=True)
    index = np.zeros(rows, np.uint32)
    index[at] = np.arange(len(at), dtype=np.uint32)
    filled = np.zeros(rows, bool)
    filled[at] = True
    return values.gather(_arrow(pa.uint32(), index, filled))


def whole(values: Ints, good: Bools | None = None) -> pl.Series:
    """An Int64 column, null where not `good`."""
    return pl.Series(np.asarray(values, np.int64)) if good is None else _arrow(pa.int64(), values, good)


def decimal(values: Ints, good: Bools, scale: int, precision: int = 14) -> pl.Series:
    """A Decimal column from integers that count the last decimal place, null where not `good`."""
    words = np.empty((len(values), 2), np.int64)
    words[:, 0], words[:, 1] = values, values >> 63
    return _arrow(pa.decimal128(precision, scale), words, good)


def _arrow(kind: pa.DataType, values: np.typing.NDArray[np.generic], good: Bools) -> pl.Series:
    """A column over an array that is already laid out as Arrow wants it."""
    bits = None if good.all() else pa.py_buffer(np.packbits(good, bitorder="little"))
    return pl.Series(pa.Array.from_buffers(kind, len(good), [bits, pa.py_buffer(np.ascontiguousarray(values))]))


def numbers(data: Bytes, span: Span, scale: int) -> tuple[Ints, Bools]:
    """Numbers as integers of the last decimal (`scale` places), and which could be read.

    Digits with an optional minus sign and one decimal point; at most 18 characters and, beyond `scale` decimals, zeros
    only. An exponent, a plus sign or a blank is not a number of this standard.
    """
    value = np.zeros(len(span.start), np.int64)
    good = np.zeros(len(span.start), bool)
    at = np.flatnonzero(span.filled & (span.end - span.start <= WIDTH))
    for low in range(0, len(at), _CHUNK):
        part = at[low : low + _CHUNK]
        value[part], good[part] = _numbers(data, span.start[part], span.end[part], scale)
    return value, good


def _numbers(data: Bytes, start: Ints, end: Ints, scale: int) -> tuple[Ints, Bools]:
    """Numbers of at most WIDTH characters, read from the left in step."""
    length = end - start
    negative = data[start] == ord("-")
    value = np.zeros(len(start), np.int64)
    points, decimals, digits = (np.zeros(len(start), np.int8) for _ in range(3))
    good = np.ones(len(start), bool)
    for place in range(int(length.max())):
        byte = data.take(start + place, mode="clip")
        inside = length > place
        digit = byte - np.uint8(48)
        is_digit = inside & (digit < 10)
        is_point = inside & (byte == 46)
        used = is_digit & ((points == 0) | (decimals < scale))
        good &= ~inside | is_digit | is_point if place else is_digit | is_point | negative
        good &= used | ~is_digit | (digit == 0)
        value = np.where(used, value * 10 + digit, value)
        digits += is_digit
        decimals += used & (points > 0)
        points += is_point
    good &= (points <= 1) & (digits > 0) & (value < 10**14)
    value *= 10 ** (scale - decimals.astype(np.int64))
    good &= value < 10**14
    return np.where(negative, -value, value), good


def dates(data: Bytes, span: Span, century: int | None = None) -> tuple[pl.Series, Bools]:
    """Days written CCYYMMDD (or, with the century said, YYMMDD), and which are days of the calendar."""
    digits = 8 if century is None else 6
    good = span.end - span.start == digits
    number = np.full(len(good), century or 0)
    for place in range(digits):
        digit = data.take(span.start + place, mode="clip") - np.uint8(48) if len(data) else good.view(np.uint8)
        good &= digit < 10
        number = number * 10 + digit
    # A file has few different days: each is worked out once.
    number[~good] = 0
    different, back = np.unique(number, return_inverse=True)
    day, real = _days(different)
    good &= real[back]
    return _arrow(pa.date32(), day[back], good), good


def _days(number: Ints) -> tuple[np.typing.NDArray[np.int32], Bools]:
    """Days since 1970 of CCYYMMDD numbers, by counting years from March; and which are days of the calendar."""
    year, month, day = number // 10000, number // 100 % 100, number % 100
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    length = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])[np.where(month <= 12, month, 0)]
    real = (month >= 1) & (month <= 12) & (day >= 1) & (day <= length + (leap & (month == 2))) & (year >= 1)
    year = year - (month <= 2)
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - _EPOCH_SHIFT
    return np.where(real, days, 0).astype(np.int32), real
