"""A sealed month as documents read it: its CSV files and JSON, and nothing else."""

import json
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from tasks.warehouse import Connection, fetch_dicts, quoted, scratch, sql_file

TABLES = ("collections", "charged", "work", "measures", "ar_aging", "open_items", "roll_forward", "names")

# The CSV files hold text; these are the columns that are more, by the name that they have in every table.
_TYPES = {
    "DECIMAL(14, 2)": """
        amount opening charges payments adjustments refunds transfers taken_over closing numerator denominator quantity
    """,
    "DECIMAL(14, 4)": "value",
    "BIGINT": "claims excluded scale source_position",
    "DATE": "posted_on effective_on worked_on since period as_of original_period",
}
_TYPE_OF = {column: kind for kind, columns in _TYPES.items() for column in columns.split()}

_SHARES = """
    CREATE TEMP TABLE share AS
    SELECT d.invoice_id, unnest(d.shares, recursive := true)
    FROM (SELECT unnest(documents) AS d FROM read_json({path}, maximum_object_size = 1073741824, columns = {{
        documents: 'STRUCT(invoice_id VARCHAR, shares STRUCT(line INTEGER, posting_id VARCHAR, amount DECIMAL(14, 2),
            original_posting_id VARCHAR, original_invoice VARCHAR)[])[]'
    }}))
"""


@dataclass(frozen=True)
class Sealed:
    """The folder of one version of a closed month, with its tables as views of `con`."""

    folder: Path
    con: Connection

    @cached_property
    def agreement(self) -> dict[str, Any]:
        """agreement.json: the agreements, the client and the company as they were."""
        return self._json("agreement.json")

    @cached_property
    def invoice(self) -> dict[str, Any] | None:
        """invoice.json: what was issued; None for a month that was not invoiced."""
        return self._json("invoice.json") if (self.folder / "invoice.json").exists() else None

    @cached_property
    def dunning(self) -> dict[str, Any] | None:
        """dunning.json: what was overdue; None where nothing was."""
        return self._json("dunning.json") if (self.folder / "dunning.json").exists() else None

    @property
    def period(self) -> str:
        """The month, YYYY-MM."""
        return self.folder.parent.name

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date.fromisoformat(f"{self.period}-01")

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return self.first_day.replace(day=monthrange(self.first_day.year, self.first_day.month)[1])

    @property
    def version(self) -> int:
        """Which close of the month it is."""
        return int(self.folder.name.removeprefix("v"))

    @cached_property
    def names(self) -> dict[str, str]:
        """What payers (by id) and physicians (by NPI) are called."""
        return {row["id"]: row["name"] for row in self.rows("names")}

    def name(self, id_: str | None, none: str = "") -> str:
        """What a payer or physician is called; its id where no name is known."""
        return none if id_ is None else self.names.get(id_, id_)

    def rows(self, query: str, **variables: str | date) -> list[dict[str, Any]]:
        """The rows of sql/documents/<query>.sql."""
        for name, value in variables.items():
            self.con.execute(f"SET VARIABLE {name} = {quoted(str(value))}")
        return fetch_dicts(self.con, sql_file("documents", query))

    def _json(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return found


@contextmanager
def open_sealed(folder: Path) -> Iterator[Sealed]:
    """Open closed/<period>/v<n>. Raises FileNotFoundError when a sealed table is missing."""
    con = scratch()
    try:
        con.execute(";\n".join(_table(folder, name) for name in TABLES))
        if (folder / "invoice.json").exists():
            con.execute(_SHARES.format(path=quoted(str(folder / "invoice.json"))))
        yield Sealed(folder, con)
    finally:
        con.close()


def _table(folder: Path, name: str) -> str:
    """The SQL of a table over a CSV file, whose columns have the types that their names tell."""
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8") as file:
        columns = file.readline().strip().split(",")
    chosen = ", ".join(f'"{c}"::{_TYPE_OF[c]} AS "{c}"' if c in _TYPE_OF else f'"{c}"' for c in columns)
    texts = ", ".join(f"{quoted(c)}: 'VARCHAR'" for c in columns)
    return (
        f"CREATE TEMP TABLE {name} AS SELECT {chosen} FROM read_csv({quoted(str(path))}, auto_detect = false, "
        f"header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', max_line_size = 16777216, "
        f"columns = {{{texts}}})"
    )
