"""Where the records of a CSV file begin and how many fields each has, found without reading the values.

A CSV reader that forgives rows with too few fields would shift or drop values unseen; this count does not forgive.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_NEWLINE, _RETURN, _COMMA, _QUOTE = b'\n\r,"'


@dataclass(frozen=True)
class Shape:
    """One entry a record, the header first.

    `lines`: line of the file on which the record begins, from 1. `fields`: number of fields. `blank`: nothing in it.
    `open_quote`: the file ends inside a quoted value.
    """

    lines: NDArray[np.int64]
    fields: NDArray[np.int64]
    blank: NDArray[np.bool_]
    open_quote: bool


def shape(content: bytes) -> Shape:
    r"""The shape of a CSV file, comma-separated, quoted by double quotes.

    >>> found = shape(b'a,b\n1,"x\ny"\n\n2,z,3\n')
    >>> found.lines.tolist(), found.fields.tolist(), found.blank.tolist()
    ([1, 2, 4, 5], [2, 2, 1, 3], [False, False, True, False])
    """
    body = content if content.endswith(b"\n") else content + b"\n"
    octets = np.frombuffer(body, dtype=np.uint8)
    quoted = np.bitwise_xor.accumulate(octets == _QUOTE)
    newlines = octets == _NEWLINE
    ends = np.flatnonzero(newlines & ~quoted)
    starts = np.concatenate(([0], ends[:-1] + 1)) if ends.size else ends
    line_of = np.flatnonzero(newlines)
    commas = np.flatnonzero((octets == _COMMA) & ~quoted)
    length = ends - starts
    return Shape(
        lines=np.searchsorted(line_of, starts) + 1,
        fields=np.searchsorted(commas, ends) - np.searchsorted(commas, starts) + 1,
        blank=(length == 0) | ((length == 1) & (octets[starts] == _RETURN)),
        open_quote=bool(quoted[-1]),
    )
