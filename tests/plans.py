"""How DuckDB means to work the statements of a night: told once for each statement, before it is worked."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import pytest

from tasks import client_month, client_night
from tasks.warehouse import Connection, open_warehouse

# Where one side is a handful of rows.
FEW = (
    "opening_identity", "claim_identity", "edit_release", "set_manifestation", "id: deposit_identity",
    "month_work", "TEMP TABLE draft AS",
)  # fmt: skip
_PLANNED = ("SELECT", "INSERT", "CREATE", "UPDATE", "DELETE")


class Watched:
    """A connection that notes the plan of every statement without parameters: statement -> plan, as text."""

    def __init__(self, con: Connection, plans: dict[str, str]) -> None:
        self._con, self._plans = con, plans

    def __getattr__(self, name: str) -> Any:
        return getattr(self._con, name)

    def execute(self, text: str, *parameters: Any) -> Connection:
        """Work the statements of the text one by one, each of them explained where it is new."""
        if any(parameters):
            return self._con.execute(text, *parameters)
        for statement in duckdb.extract_statements(text):
            one = statement.query.strip()
            if one not in self._plans and statement.type.name in _PLANNED and re.search(r"\bFROM\b", one):
                self._plans[one] = self._con.execute(f"EXPLAIN {one}").fetchall()[-1][1]
            self._con.execute(one)
        return self._con


@contextmanager
def watched() -> Iterator[dict[str, str]]:
    """The plans of the nights that are worked meanwhile in this process."""
    plans: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        for module in (client_night, client_month):
            patch.setattr(module, "open_warehouse", lambda path: Watched(open_warehouse(path), plans))
        yield plans


def pairwise(plans: dict[str, str]) -> list[str]:
    """The statements that compare every row with every row, so that a night grows with its square.

    A condition on one side of an outer join alone does that, or an OR between two keys.
    """
    slow = (text for text, plan in plans.items() if "BLOCKWISE_NL_JOIN" in plan)
    return [text for text in slow if not any(name in text for name in FEW)]
