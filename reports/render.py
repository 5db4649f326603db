"""Turns rows into pages: the Jinja2 environment, how amounts, days and counts look, and writing a page whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports import words
from tasks.night import Night
from tasks.warehouse import Connection, fetch_dicts, quoted, sql_file
from tasks.workspace import write_whole

TEMPLATES = Path(__file__).resolve().parent / "templates"
_MINUS = "\N{MINUS SIGN}"
_NONE = "\N{EN DASH}"
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@dataclass(frozen=True)
class NightInfo:
    """Whose night a page is about."""

    company: str
    client_id: str
    client: str
    day: date
    run: int


def info_of(night: Night) -> NightInfo:
    """What a page says about a night in its head."""
    return NightInfo(night.company.name, night.client.client_id, night.client.name, night.day, night.run)


def money(value: Decimal | int | None) -> str:
    """Dollars. A float is refused: money is never one.

    >>> money(Decimal("-1234.5")), money(None)
    ('−1,234.50', '–')
    """
    if value is None:
        return _NONE
    if isinstance(value, float):
        raise TypeError("an amount came as a float")
    return f"{value:,.2f}".replace("-", _MINUS if value else "")


def count(value: int | None) -> str:
    """A whole number.

    >>> count(1234)
    '1,234'
    """
    return _NONE if value is None else f"{value:,d}".replace("-", _MINUS)


def counted(value: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "item"), counted(2, "batch", "batches")
    ('1 item', '2 batches')
    """
    return f"{count(value)} {one if value == 1 else many or one + 's'}"


def day(value: date | None) -> str:
    """A day, short.

    >>> day(date(2026, 11, 5))
    'Nov 5, 2026'
    """
    return _NONE if value is None else f"{_MONTHS[value.month - 1][:3]} {value.day}, {value.year}"


def long_day(value: date) -> str:
    """A day, in full.

    >>> long_day(date(2026, 11, 5))
    'Thursday, November 5, 2026'
    """
    return f"{_WEEKDAYS[value.weekday()]}, {_MONTHS[value.month - 1]} {value.day}, {value.year}"


def month(value: date) -> str:
    """A month.

    >>> month(date(2026, 11, 5))
    'November 2026'
    """
    return f"{_MONTHS[value.month - 1]} {value.year}"


@cache
def environment() -> Environment:
    """Jinja2 with escaping always on; an undefined name is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for filter_ in (money, count, counted, day, long_day, month):
        made.filters[filter_.__name__] = filter_
    for name in ("kind", "who", "state", "status", "category", "bucket", "account", "answer", "stage", "dataset"):
        made.filters[name] = getattr(words, name)
    return made


def rows(con: Connection, query: str, **variables: date | str) -> list[dict[str, Any]]:
    """The rows of sql/reports/<query>.sql, which reads its variables by `getvariable`."""
    # Written into the text: the first parameter bound in a process has DuckDB import pandas.
    for name, value in variables.items():
        con.execute(f"SET VARIABLE {name} = {quoted(str(value))}")
    return fetch_dicts(con, sql_file("reports", query))


def total(of: list[dict[str, Any]], *columns: str) -> dict[str, Any]:
    """The sums of some columns of rows, for the last line of a table."""
    return {column: sum((row[column] for row in of if row[column] is not None), Decimal(0)) for column in columns}


def write_page(template: str, target: Path, values: Mapping[str, Any]) -> None:
    """Render templates/<template>.html.j2 and write it whole."""
    text = environment().get_template(f"{template}.html.j2").render(values)
    write_whole(target, text.encode())
