"""From the files of inbox/remits to temporary tables staged_<table>, one for each table of the 835 reader."""

from collections.abc import Sequence

import polars as pl

from tasks.inbox import Taken
from tasks.night import Night
from tasks.warehouse import Connection
from tasks.x12.read import read_835

TABLES = ("payment", "claim", "line", "adjustment", "provider_adjustment", "remark", "reference", "finding")


def stage_files(night: Night, files: Sequence[Taken]) -> None:
    """Read every transaction set of every file into staged_* and the client's settings into known_*."""
    read = [read_835(file.content, file.source_file) for file in files]
    for table in TABLES:
        stage(night.con, f"staged_{table}", pl.concat([tables[table] for tables in read], how="vertical_relaxed"))
    payers = [(p.payer_id, p.name, p.originator_id) for p in night.payers.payers]
    schema = {"payer_id": pl.String, "name": pl.String, "originator_id": pl.String}
    stage(night.con, "known_payer", pl.DataFrame(payers, schema=schema, orient="row"))
    identities = [(i.npi, i.tax_id) for i in night.client.billing_identities]
    stage(night.con, "known_identity", pl.DataFrame(identities, schema=["npi", "tax_id"], orient="row"))


def stage(con: Connection, table: str, frame: pl.DataFrame) -> None:
    """Make a temporary table of a frame."""
    con.register("_staged_rows", frame.to_arrow())
    try:
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM _staged_rows")
    finally:
        con.unregister("_staged_rows")
