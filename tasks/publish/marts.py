"""Builds the marts: each file of sql/marts is one SELECT and becomes the table marts.<name of the file>."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tasks.night import Counts
from tasks.warehouse import Connection, quoted, scalar
from tasks.workspace import SQL


class MartError(Exception):
    """A file of sql/marts is not as it must be; the text says which file and what to write."""


@dataclass(frozen=True)
class Mart:
    """One file of sql/marts: its head and its SELECT."""

    name: str
    title: str
    one_row_per: str
    columns: dict[str, str]
    select: str


def read_mart(name: str, text: str) -> Mart:
    """Read the head (`-- title: …`, `-- one row per …`, `-- column <name>: …`) and the SELECT of a mart file.

    Raises MartError when the title or the row is missing, or a head line is none of these.

    >>> read_mart("m", "-- title: T\\n-- one row per: x\\n-- column a: the a\\nSELECT 1 AS a\\n").columns
    {'a': 'the a'}
    """
    head: dict[str, str] = {}
    columns: dict[str, str] = {}
    lines = text.splitlines()
    for line in lines:
        if not line.startswith("--"):
            break
        match = re.fullmatch(r"-- (?:(title):|(one row per):?|column (\w+):) (.+)", line)
        if match is None:
            raise MartError(f"sql/marts/{name}.sql: head line not understood: {line}")
        if match[3] is not None:
            columns[match[3]] = match[4]
        else:
            head[match[1] or match[2]] = match[4]
    for key in ("title", "one row per"):
        if key not in head:
            raise MartError(f"sql/marts/{name}.sql: add a line `-- {key}{':' if key == 'title' else ''} …` to its head")
    select = "\n".join(line for line in lines if not line.startswith("--")).strip().rstrip(";")
    return Mart(name, head["title"], head["one row per"], columns, select)


@cache
def read_marts(folder: Path = SQL / "marts") -> tuple[Mart, ...]:
    """All marts of a folder, in order of their names. Raises MartError."""
    return tuple(read_mart(f.stem, f.read_text(encoding="utf-8")) for f in sorted(folder.glob("*.sql")))


@cache
def read_macros(folder: Path = SQL / "marts" / "macros") -> tuple[str, ...]:
    """The SQL of all macro files, in order of their names."""
    return tuple(f.read_text(encoding="utf-8") for f in sorted(folder.glob("*.sql")))


def build_marts(con: Connection, day: date) -> Counts:
    """Make the macros and every table of sql/marts anew, with comments, inside the open transaction.

    A mart reads the business day of the last night as `getvariable('business_day')`. Returns the number of rows of
    each mart. Raises MartError when a file lacks its title, its row or a column comment.
    """
    con.execute(f"SET VARIABLE business_day = DATE '{day}'")
    for macro in read_macros():
        con.execute(macro)
    return {mart.name: build_mart(con, mart) for mart in read_marts()}


def build_mart(con: Connection, mart: Mart) -> int:
    """Make one mart anew and comment it; returns its number of rows. Raises MartError on a column without comment."""
    table = f"marts.{mart.name}"
    con.execute(f"CREATE OR REPLACE TABLE {table} AS {mart.select}")
    described = con.execute(f"SELECT * FROM {table} LIMIT 0").description or []
    names = [column[0] for column in described]
    if set(names) != set(mart.columns):
        wrong = ", ".join(sorted(set(names) ^ set(mart.columns)))
        raise MartError(f"sql/marts/{mart.name}.sql: one `-- column <name>: …` for each column, and no other: {wrong}")
    comments = [f"COMMENT ON TABLE {table} IS {quoted(f'{mart.title}. One row per {mart.one_row_per}.')}"]
    comments += [f"COMMENT ON COLUMN {table}.{name} IS {quoted(mart.columns[name])}" for name in names]
    con.execute("; ".join(comments))
    return int(scalar(con, f"SELECT count(*) FROM {table}"))
