"""The rules that reconciliation reads, as tables: loaded when they differ from what is in force."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

import data_contracts
from data_contracts.credit_balances import read_credit_balance_rules
from tasks.night import Night
from tasks.vault import sha256
from tasks.warehouse import insert
from tasks.workspace import RULES

_PLACES = Path(data_contracts.__path__[0]) / "codes" / "place_of_service.csv"

Schema = Mapping[str, pl.DataType | type[pl.DataType]]
_DEPOSIT: Schema = {
    "payer_id": pl.String,
    "name": pl.String,
    "originator_id": pl.String,
    "deposit_window_days": pl.Int32,
    "card_fee_percent": pl.Decimal(5, 2),
}
_REFUND: Schema = {
    "payer_class": pl.String,
    "days": pl.Int32,
    "source": pl.String,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
}
_PLACE: Schema = {"place_of_service": pl.String, "place": pl.String}


def load_rules(night: Night) -> None:
    """Bring the payers' rules for deposits, the days for refunds and the classes of places up to date."""
    payers = [payer.model_dump(include=set(_DEPOSIT)) for payer in night.payers.payers]
    _load(night, "reference.deposit_rule", payers, _DEPOSIT)
    rules = read_credit_balance_rules(RULES / "credit_balances.yaml")
    _load(night, "reference.refund_rule", [rule.model_dump() for rule in rules.returns], _REFUND)
    places = pl.read_csv(_PLACES, infer_schema=False).select(place_of_service="code", place="rate")
    _load(night, "reference.place_class", places.drop_nulls().to_dicts(), _PLACE)


def _load(night: Night, table: str, rows: Sequence[dict[str, Any]], schema: Schema) -> None:
    digest = sha256(repr(rows).encode())
    source = table.removeprefix("reference.")
    known = night.con.execute("SELECT content_sha256 FROM reference.loaded WHERE source = ?", [source]).fetchone()
    if known == (digest,):
        return
    night.con.execute(f"DELETE FROM {table}")
    if rows:
        insert(night.con, table, pl.DataFrame(rows, schema=dict(schema)))
    night.con.execute(
        "INSERT INTO reference.loaded VALUES (?, ?) ON CONFLICT DO UPDATE SET content_sha256 = excluded.content_sha256",
        [source, digest],
    )
