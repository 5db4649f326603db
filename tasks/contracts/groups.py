"""Expectations that Great Expectations judges in one validation: of one type, their cells laid under one another.

A validation has a price of some 10 ms whatever its size, and there are almost 200 expectations. Those with the same
arguments share one as they are. Patterns and sets of allowed values share one by a label: each cell is led by the
number of its own pattern or set, and so is that pattern, or each value of that set, in the arguments. Uniqueness
likewise: equal values of different columns have different labels.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tasks.contracts.cells import Cells

# Cells in one validation, unless one promise alone has more: bounds memory.
MOST_CELLS = 1_000_000
REGEX = "expect_column_values_to_match_regex"
IN_SET = "expect_column_values_to_be_in_set"
UNIQUE = "expect_column_values_to_be_unique"
_LABELLED = {REGEX, IN_SET, UNIQUE}


@dataclass(frozen=True)
class Group:
    """Cells for one validation of type `kind`."""

    kind: str
    parts: tuple[Cells, ...]

    @property
    def labels(self) -> dict[str, int]:
        """A number for each set of arguments among the parts; for uniqueness, for each part."""
        return {text: number for number, text in enumerate(dict.fromkeys(map(self._arguments, self.parts)))}

    def _arguments(self, part: Cells) -> str:
        own = part.promise.number if self.kind == UNIQUE else None
        return json.dumps([dict(part.promise.expectation.kwargs), own])

    @property
    def kwargs(self) -> Mapping[str, Any]:
        """Arguments of the validation."""
        each = [(label, json.loads(text)[0]) for text, label in self.labels.items()]
        if self.kind == REGEX:
            return {"regex": f"^(?:{'|'.join(f'{label}:{_inner(kwargs)}' for label, kwargs in each)})$"}
        if self.kind == IN_SET:
            return {"value_set": [f"{label}:{value}" for label, kwargs in each for value in kwargs["value_set"]]}
        return self.parts[0].promise.expectation.kwargs

    @property
    def table(self) -> pa.Table:
        """The cells under one another as column `value`; the expectation's own columns if it speaks of several."""
        if self.parts[0].values.num_columns > 1:
            return self.parts[0].values
        labels = self.labels
        columns = [part.values.column(0) for part in self.parts]
        if self.kind in _LABELLED:
            led = zip(self.parts, columns, strict=True)
            columns = [pc.binary_join_element_wise(f"{labels[self._arguments(p)]}:", c, "") for p, c in led]
        elif not all(pa.types.is_integer(column.type) for column in columns):
            columns = [column.cast(pa.string()) for column in columns]
        whole = pa.chunked_array([chunk for column in columns for chunk in column.chunks])
        # One chunk: a pattern is compiled anew for each.
        return pa.table({"value": whole.combine_chunks()})


def _inner(kwargs: Mapping[str, Any]) -> str:
    """A pattern without its anchors, which the whole has."""
    return f"(?:{kwargs['regex'].removeprefix('^').removesuffix('$')})"


def grouped(cells: Iterable[Cells]) -> list[Group]:
    """All cells as groups, in a fixed order; a promise with nothing to judge is in none."""
    found: dict[str, list[list[Cells]]] = {}
    for part in cells:
        if not part.lines:
            continue
        fitting = found.setdefault(_key(part), [[]])
        if sum(len(other.lines) for other in fitting[-1]) + len(part.lines) > MOST_CELLS:
            fitting.append([])
        fitting[-1].append(part)
    return [
        Group(parts[0].promise.expectation.type, tuple(parts))
        for _, lists in sorted(found.items())
        for parts in lists
        if parts
    ]


def _key(part: Cells) -> str:
    expectation = part.promise.expectation
    if expectation.type in _LABELLED:
        return expectation.type
    own = part.promise.number if len(expectation.columns) > 1 else None
    return json.dumps([expectation.type, dict(expectation.kwargs), own], sort_keys=True)
