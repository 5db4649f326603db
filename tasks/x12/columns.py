"""Spans to typed columns, a whole column at a time: text, money, quantities, dates.

Money is read digit by digit into integers of the last decimal and only then becomes Decimal: never floating point.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from tasks.x12.segments import PADDING, Bools, Bytes, Ints, Segments, Span, window
from tasks.x12.words import Views, Words, views, words

WIDTH = 18
# Decimals of the guides' kinds of numbers.
SCALE = {"amount": 2, "quantity": 3, "count": 0}
# The guides' kinds of days, and how long one day is.
DAYS = frozenset(("date", "first_day", "last_day"))
DAY = 8
Array = np.typing.NDArray[Any]
_CHUNK = 1 << 14
_EPOCH_SHIFT = 719468
_FIRST_YEAR, _LAST_YEAR = 1990, 2054
_NO_DAY = -(1 << 31)
_FEW = 512


@dataclass(frozen=True)
class Rows:
    """Which rows of a column get the values (ascending); the others are null. By default each value has its row."""

    at: Ints
    count: int

    def all(self) -> bool:
        """Whether every row gets a value."""
        return len(self.at) == self.count

    def put(self, values: Array) -> Array:
        """The values at their rows, zeros at the others."""
        if self.all():
            return values
        column = np.zeros((self.count, *values.shape[1:]), values.dtype)
        column[self.at] = values
        return column


def text(segments: Segments, span: Span, rows: Rows | None = None) -> pl.Series:
    """Text column; empty values are null. It shares the bytes of the file.

    Arrow's string view: sixteen bytes a value, its length and the value itself up to twelve bytes, else where it lies.
    """
    good = span.filled
    if not np.count_nonzero(good):
        return nothing("text", len(good) if rows is None else rows.count)
    column = span.views(segments.content)
    if rows is not None:
        column, good = rows.put(column), rows.put(good)
    return _arrow(pa.string_view(), column, good, segments.content)


@lru_cache(1 << 12)
def nothing(kind: str, count: int, name: str = "") -> pl.Series:
    """A column of nulls of one of the guides' kinds; most columns of most tables are one: they share their memory."""
    size = 2 * _FEW if count <= _FEW else 1 << int(count - 1).bit_length()
    return _nothing_long(kind, size).head(count).alias(name)


def named(names: tuple[str, ...], which: Ints) -> pl.Series:
    """A text column of a few names of at most twelve bytes, by their numbers."""
    return _arrow(pa.string_view(), _views_of(names).take(which), None, b"")


@cache
def _views_of(names: tuple[str, ...]) -> Views:
    """The string views of a few short names."""
    text = "".join(names).encode()
    length = np.array([len(name.encode()) for name in names], np.int64)
    start = np.cumsum(length) - length
    padded = text + bytes(PADDING)
    return views(start, length, words(padded, start, length), padded)


def frame(columns: Mapping[str, pl.Series]) -> pl.DataFrame:
    """A table of named columns, all equally long."""
    return pl.DataFrame([column if column.name == name else column.alias(name) for name, column in columns.items()])


def collected(query: pl.LazyFrame) -> pl.DataFrame:
    """The rows of a query as it is written: to plan it costs more than the plan saves on tables like ours."""
    return query.collect(engine="in-memory", optimizations=pl.QueryOptFlags.none())


def first_filled(column: pl.Series, other: pl.Series) -> pl.Series:
    """The values of a column, where it is null those of another; by a query only where it must be."""
    if not column.null_count() or other.null_count() == len(other):
        return column
    return other if column.null_count() == len(column) else column.zip_with(column.is_not_null(), other)


@cache
def _nothing_long(kind: str, count: int) -> pl.Series:
    if kind in SCALE and kind != "count":
        return _nothing(pa.decimal128(14, SCALE[kind]), count)
    return _nothing(pa.int64() if kind == "count" else pa.date32() if kind in DAYS else pa.string_view(), count)


def whole(values: Ints, good: Bools | None = None, rows: Rows | None = None) -> pl.Series:
    """An Int64 column, null where not `good`."""
    if rows is not None:
        good = np.ones(len(values), bool) if good is None else good
        values, good = rows.put(values), rows.put(good)
    return _arrow(pa.int64(), np.asarray(values, np.int64), good)


def decimal(values: Ints, good: Bools, scale: int, rows: Rows | None = None) -> pl.Series:
    """A Decimal column from integers that count the last decimal place, null where not `good`."""
    if not np.count_nonzero(good):
        return nothing("amount" if scale == SCALE["amount"] else "quantity", len(good) if rows is None else rows.count)
    if rows is not None:
        values, good = rows.put(values), rows.put(good)
    words = np.empty((len(values), 2), np.int64)
    words[:, 0], words[:, 1] = values, values >> 63
    return _arrow(pa.decimal128(14, scale), words, good)


def _nothing(kind: pa.DataType, count: int) -> pl.Series:
    """A column of nulls; its zeros are memory that nobody touches."""
    bits, zeros = bytes((count + 7) // 8), np.zeros(16 * count, np.uint8)
    return pl.Series(pa.Array.from_buffers(kind, count, [pa.py_buffer(bits), pa.py_buffer(zeros)]))


def _arrow(kind: pa.DataType, values: Array, good: Bools | None, *more: bytes) -> pl.Series:
    """A column over an array that is already laid out as Arrow wants it."""
    bits = None
    if good is not None and np.count_nonzero(good) < len(good):
        bits = pa.py_buffer(np.packbits(good, bitorder="little"))
    buffers = [bits, pa.py_buffer(np.ascontiguousarray(values)), *(pa.py_buffer(buffer) for buffer in more)]
    return pl.Series(pa.Array.from_buffers(kind, len(values), buffers))


def numbers(content: bytes, span: Span, scale: int) -> tuple[Ints, Bools]:
    """Numbers as integers of the last decimal (`scale` places), and which could be read.

    Digits with an optional minus sign and one decimal point; at most 18 characters and, beyond `scale` decimals, zeros
    only. An exponent, a plus sign or a blank is not a number of this standard.
    """
    word, length = span.words(content), span.length
    value, good = np.zeros(len(word), np.int64), np.zeros(len(word), bool)
    for low in range(0, len(value), _CHUNK):
        part = slice(low, low + _CHUNK)
        value[part], good[part] = _common(word[part], length[part], scale)
    rest = (~good & (length > 0) & (length <= WIDTH)).nonzero()[0]
    if len(rest):
        value[rest], good[rest] = _numbers(window(content, "u1"), span.start[rest], span.end[rest], scale)
    return value, good


def _common(word: Words, length: Ints, scale: int) -> tuple[Ints, Bools]:
    """Numbers as nearly all are: up to eight characters, of them at most two decimals."""
    negative = (word & _BYTE) == ord("-")
    # The last character becomes the highest byte.
    word = word << _SHIFT.take(length, mode="clip")
    two, one = (word >> np.uint64(40)) & _BYTE == ord("."), (word >> np.uint64(48)) & _BYTE == ord(".")
    decimals = np.where(two, 2, one)
    # What stands before the point moves up to what stands behind it.
    without = (word & _LAST_OF.take(decimals)) | ((word & _HEAD_OF.take(decimals)) << np.uint64(8))
    digits = length - negative - (decimals > 0)
    value, good = _eight_digits(without, np.clip(digits, 0, 8))
    good &= (digits > 0) & (length <= 8) & (decimals <= scale)
    value *= _POWERS.take(scale - decimals, mode="clip")
    return np.where(negative, -value, value), good


def _eight_digits(word: np.typing.NDArray[np.uint64], digits: Ints) -> tuple[Ints, Bools]:
    """The number that the last `digits` of eight ASCII bytes are (first byte lowest), in three multiplications."""
    last = _LAST.take(digits)
    word = (word & last) | (_ZEROS & ~last)
    good = (((word + np.uint64(0x4646464646464646)) | (word - _ZEROS)) & np.uint64(0x8080808080808080)) == 0
    word = (word & np.uint64(0x0F0F0F0F0F0F0F0F)) * np.uint64(2561) >> np.uint64(8)
    word = (word & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601) >> np.uint64(16)
    word = (word & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001) >> np.uint64(32)
    return word.astype(np.int64), good


_ZEROS = np.uint64(0x3030303030303030)
_BYTE = np.uint64(0xFF)
_POWERS = np.array([1, 10, 100, 1000])
# For values of n bytes, the shift that brings the last one to the top of eight.
_SHIFT = np.array([64 - 8, *(64 - 8 * n for n in range(1, 9))], np.uint64)
# Row n keeps the last n of eight bytes whose first is the lowest.
_LAST = np.array([(1 << 64) - (1 << (64 - 8 * n)) for n in range(9)], np.uint64)
# Row n keeps n decimals that end those eight bytes (all of them where there is no point); what stands before the point.
_LAST_OF = np.array([(1 << 64) - 1, *_LAST[1:3].tolist()], np.uint64)
_HEAD_OF = np.array([0, *((1 << (56 - 8 * n)) - 1 for n in (1, 2))], np.uint64)


def _numbers(data: Bytes, start: Ints, end: Ints, scale: int) -> tuple[Ints, Bools]:
    """Numbers of at most WIDTH characters, read from the left in step."""
    length = end - start
    negative = data[start] == ord("-")
    value = np.zeros(len(start), np.int64)
    points, decimals, digits = (np.zeros(len(start), np.int8) for _ in range(3))
    good = np.ones(len(start), bool)
    for place in range(int(length.max())):
        inside = length > place
        byte = data[np.where(inside, start + place, 0)]
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


def dates(content: bytes, span: Span, rows: Rows | None = None, century: int | None = None) -> tuple[pl.Series, Bools]:
    """A Date column of days written CCYYMMDD (or, with the century said, YYMMDD); which are days of the calendar."""
    digits = 8 if century is None else 6
    good = span.length == digits
    shift = np.uint64(64 - 8 * digits)
    number, read = _eight_digits(span.words(content) << shift, np.where(good, digits, 0))
    good &= read
    number += (century or 0) * 10**6
    number[~good] = 0
    day = _day_table().take(_place_of(number), mode="clip")
    good &= day != _NO_DAY
    if len(far := np.flatnonzero(~good & (number > 0))):
        day[far], good[far] = _days(number[far])
    kept = good
    if rows is not None:
        day, kept = rows.put(day), rows.put(good)
    return _arrow(pa.date32(), day, kept), good


def _place_of(number: Ints) -> Ints:
    """Where a day written CCYYMMDD stands in the table of days: the first place for those that are not in it."""
    above = number // 100
    year = above // 100
    month, day = above - year * 100, number - above * 100
    place: Ints = (year - _FIRST_YEAR << 9) + (month << 5) + day
    place[(year < _FIRST_YEAR) | (year >= _LAST_YEAR) | (month > 12) | (day > 31)] = 0
    return place


@cache
def _day_table() -> np.typing.NDArray[np.int32]:
    """Days since 1970 of all days of the years that files speak of, by year, month and day."""
    year, month, day = np.ogrid[_FIRST_YEAR:_LAST_YEAR, 0:16, 0:32]
    days, real = _days((year * 10_000 + month * 100 + day).ravel())
    return np.where(real, days, _NO_DAY).astype(np.int32)


def day_of(content: bytes, span: Span, kind: str) -> Span:
    """The part of each value that is the day meant: all of it, or the first or last day of two with a hyphen."""
    if kind == "date":
        return span
    two = (span.end - span.start == 2 * DAY + 1) & (window(content, "u1")[span.start + DAY] == ord("-"))
    if kind == "first_day":
        return Span(span.start, np.where(two, span.start + DAY, span.end))
    return Span(np.where(two, span.start + DAY + 1, span.end), span.end)


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
