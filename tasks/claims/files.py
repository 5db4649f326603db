"""837P files of a night: one interchange a payer route, their bytes in the vault, their claims in the warehouse."""

import polars as pl

from data_contracts.x12.x837p import GUIDE
from tasks.night import Night
from tasks.warehouse import insert, sql_file
from tasks.x12.write import Envelope, write_interchange

# The tables of the guide that our claims fill, each by the query write_<table> in sql/claims.
TABLES = (
    "header", "provider", "subscriber", "patient", "claim", "party", "other_payer", "line", "health_code", "contact",
)  # fmt: skip


class ControlNumbersUsedUp(Exception):
    """The company handed this run fewer control numbers than it has payer routes: our mistake."""


def write_files(night: Night) -> int:
    """Write an interchange for each payer route with claims, and record what is in it; returns the number of files."""
    night.con.execute(sql_file("claims", "50_plan"))
    routes = [row[0] for row in night.con.execute("SELECT DISTINCT route FROM claim_plan ORDER BY route").fetchall()]
    if not routes:
        return 0
    if len(routes) > len(night.control_numbers):
        raise ControlNumbersUsedUp(f"{len(routes)} payer routes, {len(night.control_numbers)} control numbers")
    interchanges = _interchanges(night, routes)
    insert(night.con, "claim_interchange", interchanges)
    tables = {name: _table(night, name) for name in TABLES}
    written = [
        write_interchange(GUIDE, _of_route(tables, row["route"]), _envelope(night, row["control"]))
        for row in interchanges.iter_rows(named=True)
    ]
    kept = interchanges.with_columns(
        pl.Series("content_sha256", [night.vault.keep(content) for content in written]),
        pl.Series("bytes", [len(content) for content in written]),
    )
    night.con.execute("DELETE FROM claim_interchange")
    insert(night.con, "claim_interchange", kept)
    night.con.execute(sql_file("claims", "60_record"))
    return len(routes)


def _interchanges(night: Night, routes: list[str]) -> pl.DataFrame:
    """Control number and file name of each route's interchange, control numbers in the order of the routes' names."""
    controls = list(night.control_numbers)[: len(routes)]
    return pl.DataFrame(
        {
            "route": routes,
            "control": controls,
            "isa_control": [f"{control:09}" for control in controls],
            "gs_control": [str(control) for control in controls],
            "claim_file": [f"{night.client.client_id}-{night.day}-{control:09}.837" for control in controls],
        }
    )


def _table(night: Night, name: str) -> pl.DataFrame:
    """One table of the guide for all routes, by the query of its name in sql/claims."""
    return night.con.execute(sql_file("claims", f"write_{name}")).pl()


def _of_route(tables: dict[str, pl.DataFrame], route: str) -> dict[str, pl.DataFrame]:
    return {name: frame.filter(pl.col("route") == route) for name, frame in tables.items()}


def _envelope(night: Night, control: int) -> Envelope:
    house = night.company.clearinghouse
    return Envelope(
        sender_qualifier=house.qualifier,
        sender_id=house.submitter_id,
        receiver_qualifier=house.qualifier,
        receiver_id=house.receiver_id,
        day=night.day,
        control=control,
        usage=house.usage,
    )
