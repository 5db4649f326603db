"""From the files of inbox/remits to temporary tables staged_<table>, one for each table of the 835 reader."""

from collections.abc import Sequence

import polars as pl

from tasks.inbox import Taken
from tasks.night import Night
from tasks.warehouse import Connection
from tasks.x12.read import read_835

PLACE = ("source_file", "st_index", "segment", "offset")
IN_CLAIM = (*PLACE, "claim_index")
IN_LINE = (*IN_CLAIM, "line_index")

# What the steps in sql/remittances use of each table of the reader.
TABLES: dict[str, tuple[str, ...]] = {
    "payment": (
        *PLACE, "isa_control", "st_control", "amount", "credit_or_debit", "method", "payment_on", "trace",
        "originator_id", "payer_name", "payer_identifier", "payee_npi", "payee_tax_id", "content_hash", "complete",
    ),
    "claim": (
        *IN_CLAIM, "claim_number", "status_code", "charge_amount", "paid_amount", "patient_responsibility",
        "filing_indicator", "payer_claim_number", "facility_code", "frequency", "patient_last_name",
        "patient_first_name", "member_id", "service_from",
    ),
    "line": (
        *IN_LINE, "code_qualifier", "code", "modifier1", "modifier2", "modifier3", "modifier4", "charge_amount",
        "paid_amount", "paid_units", "original_code", "service_from", "line_control", "allowed_amount",
    ),
    "adjustment": (*IN_LINE, "triplet", "group_code", "reason_code", "amount", "quantity"),
    "provider_adjustment": (
        *PLACE, "pair", "provider_identifier", "fiscal_on", "reason_code", "reference", "amount",
    ),
    "remark": (*IN_LINE, "element", "code"),
    "reference": (*IN_LINE, "qualifier", "reference"),
    "finding": (*IN_LINE, "code", "severity", "message", "remedy"),
}  # fmt: skip


def stage_files(night: Night, files: Sequence[Taken]) -> None:
    """Read every transaction set of every file into staged_* and the client's settings into known_*."""
    read = [read_835(file.content, file.source_file) for file in files]
    for table, columns in TABLES.items():
        stage(night.con, f"staged_{table}", pl.concat([tables[table].select(columns) for tables in read]))
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
