"""What a dataset's contract is made of: columns, facts and expectations, as plain data.

Two conventions hold for every dataset: spaces around a value are taken off before it is judged, and an empty value is a
missing one. An expectation about a value is silent where the value is missing; that it must not be missing is an
expectation of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A form that values take: Great Expectations checks it by `pattern` (a regular expression) or by `values`."""

    form: str
    pattern: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column: its name in the header, the form of its values, whether each row needs one, and what it means.

    A file may leave a column out of its header where `may_be_absent` is true.
    """

    name: str
    kind: Kind
    required: bool
    meaning: str
    may_be_absent: bool = False


@dataclass(frozen=True)
class Fact:
    """A helper column that one SELECT (sql/contracts/facts_<dataset>.sql) adds to each row, from this row or others.

    It is NULL where an expectation on it has nothing to judge.
    """

    name: str
    meaning: str


@dataclass(frozen=True)
class Expectation:
    """One promise: a Great Expectations type with its arguments, and what to tell people.

    `columns` are judged (columns or facts); `shown` is the column that people are told about. `when` is a SQL
    condition on the row's columns that says which rows the promise speaks of.
    """

    type: str
    columns: tuple[str, ...]
    title: str
    reason: str
    remedy: str
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    when: str | None = None
    shown: str | None = None


@dataclass(frozen=True)
class Dataset:
    """One file of an encounter drop. `key` names the columns that tell its rows apart."""

    name: str
    one_row_per: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    facts: tuple[Fact, ...]
    promises: tuple[Expectation, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns of the file, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """Every expectation: those that follow from the columns, then the dataset's own."""
        return (*self._of_columns(), *self.promises)

    def _of_columns(self) -> Iterator[Expectation]:
        for column in self.columns:
            if column.required:
                yield present(column.name)
            yield formed(column)


def present(column: str, *, when: str | None = None, because: str = "") -> Expectation:
    """The promise that a column has a value (in the rows that `when` selects, `because` says why those)."""
    tail = f" {because}" if because else ""
    return Expectation(
        "expect_column_values_to_not_be_null",
        (column,),
        f"{column} is given{tail}",
        f"{column} is missing{tail and ', needed' + tail}",
        f"Send {column}",
        when=when,
        shown=column,
    )


def formed(column: Column) -> Expectation:
    """The promise that the values of a column have the form of its kind."""
    kind = column.kind
    by_values = bool(kind.values)
    return Expectation(
        "expect_column_values_to_be_in_set" if by_values else "expect_column_values_to_match_regex",
        (column.name,),
        f"{column.name} is {kind.form}",
        f"{column.name} is not {kind.form}",
        f"Send {column.name} as {kind.form}",
        {"value_set": list(kind.values)} if by_values else {"regex": kind.pattern},
        shown=column.name,
    )


def unique(*columns: str, what: str) -> Expectation:
    """The promise that no two rows of the file have the same values in `columns`."""
    one = len(columns) == 1
    return Expectation(
        "expect_column_values_to_be_unique" if one else "expect_compound_columns_to_be_unique",
        columns,
        f"each {what} is sent once",
        f"the same {what} is sent in more than one row",
        f"Send each {what} in one row only",
        shown=columns[0] if one else None,
    )


def between(fact: str, shown: str | None, title: str, reason: str, remedy: str, **bounds: int) -> Expectation:
    """The promise that a fact lies within bounds (min_value, max_value)."""
    return Expectation("expect_column_values_to_be_between", (fact,), title, reason, remedy, dict(bounds), shown=shown)
