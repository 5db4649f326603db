"""Loads the denial categories into reference.denial_category, when they changed."""

import polars as pl

from data_contracts.denial_categories import read_denial_categories
from tasks.night import Night
from tasks.warehouse import insert
from tasks.workspace import RULES

COLUMNS = ("group_code", "reason_code", "category", "posting", "action")


def load_categories(night: Night) -> None:
    """Make reference.denial_category equal to the rules. Raises SettingsError when the rules cannot be read."""
    rows = read_denial_categories(RULES / "denial_categories.yaml").rows()
    names = ", ".join(COLUMNS)
    present = night.con.execute(f"SELECT {names} FROM reference.denial_category ORDER BY ALL").fetchall()
    if present != rows:
        night.con.execute("DELETE FROM reference.denial_category")
        insert(night.con, "reference.denial_category", pl.DataFrame(rows, schema=list(COLUMNS), orient="row"))
