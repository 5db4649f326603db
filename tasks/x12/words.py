"""The values of elements as machine words: their first eight bytes as one number, and Arrow's string views of them.

To fetch a few bytes from anywhere in a file costs more than what is then done with them. So it is done once for every
element of a block, in file order; columns, codes, amounts and days are then looked up in these arrays.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from tasks.x12.once import once

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Codes = npt.NDArray[np.uint32]
Words = npt.NDArray[np.uint64]
Views = npt.NDArray[np.complex128]
LONG = 0xFFFFFFFF
INLINE = 12
_WORD = 8
_FEW_OF = 32
# Row n keeps the first n bytes of a number whose lowest byte is the first.
_FIRST = np.array([(1 << 8 * n) - 1 for n in range(_WORD + 1)], np.uint64)
_HIGH, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


class Span:
    """Where values lie in the file, one a row, in file order; start = end for an absent or empty value."""

    def __init__(self, start: Ints, end: Ints) -> None:
        self.start, self.end = start, end

    def take(self, rows: Ints | Bools) -> "Span":
        """Some of the rows."""
        return Span(self.start[rows], self.end[rows])

    @once
    def length(self) -> Ints:
        """How many bytes each value has."""
        return self.end - self.start

    @once
    def filled(self) -> Bools:
        """Which rows have a value."""
        return self.length > 0

    def words(self, content: bytes) -> Words:
        """The first eight bytes of each value, the first one lowest, zeros after its end."""
        return words(content, self.start, self.length)

    def views(self, content: bytes) -> Views:
        """Arrow's string view of each value (sixteen bytes, here looked at as one complex number)."""
        return views(self.start, self.length, self.words(content), content)


class Values:
    """What follows each separator of a block up to the next one; the last value is an empty one."""

    def __init__(self, content: bytes, separators: Ints) -> None:
        self.content, self.separators, self.ready = content, separators, False

    @once
    def start(self) -> Ints:
        """Where each begins."""
        return self.separators + 1

    @once
    def length(self) -> Ints:
        """How many bytes each has."""
        length = np.zeros(len(self.separators), np.int64)
        np.subtract(self.separators[1:], self.start[:-1], out=length[:-1])
        return length

    @once
    def filled(self) -> Bools:
        """Which are not empty: a byte each, so that looking many up stays in the processor's cache."""
        return self.length > 0

    @once
    def words(self) -> Words:
        """The first eight bytes of each."""
        return words(self.content, self.start, self.length)

    @once
    def views(self) -> Views:
        """The string view of each."""
        return views(self.start, self.length, self.words, self.content)

    def prepare(self) -> None:
        """Work them out for all: most of them will be asked for."""
        self.ready = True


class Elements(Span):
    """Values that are whole elements: row r is value `at[r]` of all that a block has.

    A few rows are worked out for themselves, many by what is then known of all values.
    """

    def __init__(self, values: Values, at: Ints) -> None:
        self.values, self.at = values, at
        self.few = not values.ready and len(at) * _FEW_OF < len(values.separators)

    def take(self, rows: Ints | Bools) -> Span:
        """Some of the rows."""
        return Elements(self.values, self.at[rows])

    @once
    def start(self) -> Ints:
        """Where each begins."""
        start: Ints = self.values.separators.take(self.at) + 1
        return start

    @once
    def end(self) -> Ints:
        """Where each ends."""
        return self.start + self.length

    @once
    def length(self) -> Ints:
        """How many bytes each has."""
        if not self.few:
            return self.values.length.take(self.at)
        last = len(self.values.separators) - 1
        length: Ints = self.values.separators.take(np.minimum(self.at + 1, last)) - self.start
        return np.maximum(length, 0)

    @once
    def filled(self) -> Bools:
        """Which rows have a value."""
        found: Bools = self.length > 0 if self.few else self.values.filled.take(self.at)
        return found

    def words(self, content: bytes) -> Words:
        """The first eight bytes of each."""
        return super().words(content) if self.few else self.values.words.take(self.at)

    def views(self, content: bytes) -> Views:
        """The string view of each."""
        return super().views(content) if self.few else self.values.views.take(self.at)


def words(content: bytes, start: Ints, length: Ints) -> Words:
    """The first eight bytes of values as numbers, the first byte lowest, zeros after their ends."""
    found: Words = window(content, "<u8")[start]
    found &= _FIRST.take(length, mode="clip")
    return found


def views(start: Ints, length: Ints, word: Words, content: bytes) -> Views:
    """Arrow's string views: length and value up to twelve bytes, else its length, how it begins and where it lies."""
    made = np.empty((len(start), 2), np.uint64)
    np.bitwise_or(word << _HIGH, length.view(np.uint64), out=made[:, 0])
    np.right_shift(word, _HIGH, out=made[:, 1])
    at = np.flatnonzero(length > _WORD)
    if not len(at):
        return made.view(np.complex128).ravel()
    rest, size = start[at], length[at]
    last = window(content, "<u4")[rest + _WORD].astype(np.uint64) & _FIRST.take(size - _WORD, mode="clip")
    inside = (word[at] >> _HIGH) | (last << _HIGH)
    made[at, 1] = np.where(size <= INLINE, inside, rest.view(np.uint64) << _HIGH)
    return made.view(np.complex128).ravel()


def code_of(text: str) -> int:
    """A text of up to four bytes as a number.

    >>> hex(code_of("ISA"))
    '0x415349'
    """
    return int.from_bytes(text.encode(), "little")


def codes_of(word: Words, length: Ints) -> Codes:
    """Values of up to four bytes as numbers that compare equal to `code_of`; longer ones as LONG."""
    code = word.astype(np.uint32)
    code[length > 4] = LONG
    return code


def window(content: bytes, kind: str) -> npt.NDArray[Any]:
    """For each byte of a padded content, the bytes from it on as one value of a kind: many bytes are read at a time."""
    return np.ndarray((len(content) - np.dtype(kind).itemsize + 1,), kind, content, strides=(1,))
