"""The rows of a table as CSV whose bytes depend on the rows alone: on no library's way to write a file.

UTF-8, LF, a header; NULL is empty, an empty text is `""`; a value is quoted where it holds a comma, a quote or a line
break. Amounts have their decimals, days are ISO.
"""

from tasks.warehouse import Connection, fetch_dicts

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


def _line(names: list[str]) -> str:
    return " || ',' || ".join(_value(f'CAST("{name}" AS VARCHAR)') for name in names)


def _value(text: str) -> str:
    quoted = f"""'"' || replace({text}, '"', '""') || '"'"""
    return f"CASE WHEN {text} IS NULL THEN '' WHEN {_QUOTED.format(text)} THEN {quoted} ELSE {text} END"
