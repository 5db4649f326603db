"""The rows of a table as CSV whose bytes depend on the rows alone: on no library's way to write a file.

UTF-8, LF, a header; NULL is empty, an empty text is `""`; a value is quoted where it holds a comma, a quote or a line
break. Amounts have their decimals, days are ISO.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tasks.warehouse import Connection, fetch_dicts

OWN_ACCOUNT = ("entry", "number", "period", "version", "credits", "booked_on", "due_on", "amount", "reference")
_QUOTED = "regexp_matches({0}, '[,\"\\r\\n]') OR {0} = ''"
_BLOCK = 100_000


def csv_bytes(con: Connection, table: str) -> tuple[bytes, int]:
    """The rows of a table in the order in which they were inserted; and how many they are."""
    names = [row["column_name"] for row in fetch_dicts(con, f"DESCRIBE {table}")]
    cursor = con.execute(f"SELECT {_line(names)} FROM {table} ORDER BY rowid")
    parts, count = [",".join(names)], 0
    while block := cursor.fetchmany(_BLOCK):
        parts += [row[0] for row in block]
        count += len(block)
    return ("\n".join(parts) + "\n").encode(), count


def csv_of(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """The same form for a few rows that are at hand, in their order.

    >>> csv_of([{"a": "x, y", "b": None}], ("a", "b"))
    'a,b\\n"x, y",\\n'
    """
    lines = [",".join(columns), *(",".join(_text(row[name]) for name in columns) for row in rows)]
    return "\n".join(lines) + "\n"


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if not text or set(text) & set(',"\r\n') else text


def _line(names: list[str]) -> str:
    return " || ',' || ".join(_value(f'CAST("{name}" AS VARCHAR)') for name in names)


def _value(text: str) -> str:
    quoted = f"""'"' || replace({text}, '"', '""') || '"'"""
    return f"CASE WHEN {text} IS NULL THEN '' WHEN {_QUOTED.format(text)} THEN {quoted} ELSE {text} END"
