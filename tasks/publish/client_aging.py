"""What clients owe the billing company, by age: marts.client_aging of the portfolio, from company.duckdb."""

from datetime import date

import polars as pl

from tasks.publish.marts import read_mart
from tasks.register import company_account
from tasks.warehouse import Connection, lay, quoted, sql_file
from tasks.workspace import Workspace

_ENTRY: dict[str, pl.DataType | type[pl.DataType]] = {
    "client_id": pl.String,
    "entry": pl.String,
    "number": pl.String,
    "period": pl.Date,
    "credits": pl.String,
    "booked_on": pl.Date,
    "due_on": pl.Date,
    "amount": pl.Decimal(14, 2),
}


def add_client_aging(con: Connection, workspace: Workspace, day: date) -> None:
    """Make portfolio.marts.client_aging as of `day`, with comments."""
    entries = [{name: entry[name] for name in _ENTRY} for entry in company_account(workspace, day)]
    lay(con, "account_entry", pl.DataFrame(entries, schema=_ENTRY))
    levels = workspace.company.invoicing.dunning if workspace.company.invoicing is not None else ()
    given = [{"after_days": level.after_days, "name": level.name} for level in levels]
    lay(con, "dunning_level", pl.DataFrame(given, schema={"after_days": pl.Int32, "name": pl.String}))
    con.execute(sql_file("account", "open_items"))
    con.execute(f"SET VARIABLE business_day = DATE '{day}'")
    table = read_mart("client_aging", sql_file("account", "client_aging"))
    con.execute(f"CREATE TABLE portfolio.marts.client_aging AS {table.select}")
    told = f"{table.title}. One row per {table.one_row_per}."
    con.execute(f"COMMENT ON TABLE portfolio.marts.client_aging IS {quoted(told)}")
    for name, comment in table.columns.items():
        con.execute(f"COMMENT ON COLUMN portfolio.marts.client_aging.{name} IS {quoted(comment)}")
