"""From 835 files and keyed paper remittances to temporary tables staged_<table>, one a table of the 835 reader."""

from collections.abc import Mapping, Sequence

import polars as pl

from data_contracts.remittance_rules import read_claim_statuses, read_provider_adjustments
from tasks.delimited import read_delimited
from tasks.inbox import Taken
from tasks.night import Night
from tasks.warehouse import Connection, fetch_dicts, lay, sql_file
from tasks.workspace import RULES
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

# A row of a keyed paper remittance: one a line and adjustment; without line_number at claim level; group_code PLB is a
# provider-level adjustment. `modifiers` are separated by colons.
MANUAL = (
    "payer_id", "check_number", "check_date", "check_amount", "claim_number", "claim_status", "line_number", "code",
    "charge", "paid", "group_code", "reason_code", "adjustment_amount",
)  # fmt: skip
MANUAL_MAY = (
    "payer_claim_number", "patient_last_name", "patient_first_name", "member_id", "modifiers", "service_on",
    "reference",
)  # fmt: skip

Read = dict[str, pl.DataFrame]
Schema = Mapping[str, type[pl.DataType]]


def stage_remittances(night: Night, files: Sequence[Taken], keyed: Sequence[Taken]) -> None:
    """Read every transaction set of every file, and those that a decision takes up again, into staged_*."""
    again = _reread_sets(night)
    read = [_tables(file) for file in files] + [_only(_tables(file), places) for file, places in again["835"]]
    read = read or [{name: table.clear() for name, table in _tables(Taken("", "", b"")).items()}]
    for table in TABLES:
        lay(night.con, f"staged_{table}", pl.concat([tables[table] for tables in read]))
    night.con.execute("ALTER TABLE staged_payment ADD COLUMN source_kind VARCHAR DEFAULT '835'")
    _stage_settings(night)
    papers = [*keyed, *(file for file, _ in again["manual"])]
    rows = [read_delimited(night, "remittances", file, MANUAL, MANUAL_MAY) for file in papers]
    if kept := [frame for frame in rows if frame is not None]:
        lay(night.con, "staged_manual", pl.concat(kept))
        night.con.execute(sql_file("remittances", "01_manual"))


def _tables(file: Taken) -> Read:
    """What the steps use of one 835."""
    tables = read_835(file.content, file.source_file)
    return {table: tables[table].select(columns) for table, columns in TABLES.items()}


def _only(tables: Read, places: Sequence[int]) -> Read:
    """The transaction sets that start at these byte offsets."""
    sets = tables["payment"].filter(pl.col("offset").is_in(list(places)))["st_index"].to_list()
    return {name: table.filter(pl.col("st_index").is_in(sets)) for name, table in tables.items()}


def _reread_sets(night: Night) -> dict[str, list[tuple[Taken, list[int]]]]:
    """Files of the vault with transaction sets that a decision takes up again, by kind."""
    rows = fetch_dicts(
        night.con,
        "SELECT source_kind, source_file, list(source_position ORDER BY source_position) AS places FROM reread_set"
        " GROUP BY ALL ORDER BY ALL",
    )
    found: dict[str, list[tuple[Taken, list[int]]]] = {"835": [], "manual": []}
    for row in rows:
        digest = str(row["source_file"])
        found[row["source_kind"]].append((Taken("", digest, night.vault.read(digest)), row["places"]))
    return found


def _stage_settings(night: Night) -> None:
    """The client's settings and the rules, as known_*."""
    payers = [(p.payer_id, p.name, p.originator_id) for p in night.payers.payers]
    text = pl.String
    _stage_rows(night.con, "known_payer", payers, {"payer_id": text, "name": text, "originator_id": text})
    identities = [(i.npi, i.tax_id) for i in night.client.billing_identities]
    _stage_rows(night.con, "known_identity", identities, {"npi": text, "tax_id": text})
    statuses = read_claim_statuses(RULES / "claim_statuses.yaml").rows()
    schema = {"status_code": text, "posting": text, "payer_rank": pl.Int32, "reason": text}
    _stage_rows(night.con, "known_status", statuses, schema)
    reasons = read_provider_adjustments(RULES / "provider_adjustments.yaml").rows()
    _stage_rows(night.con, "known_reason", reasons, {"reason_code": text, "meaning": text, "account": text})


def _stage_rows(con: Connection, table: str, rows: Sequence[tuple[object, ...]], schema: Schema) -> None:
    lay(con, table, pl.DataFrame(rows, schema=schema, orient="row"))
