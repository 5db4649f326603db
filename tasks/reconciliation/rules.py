"""The rules that reconciliation reads, as tables: loaded when they differ from what is in force."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

import data_contracts
from data_contracts.credit_balances import read_credit_balance_rules
from tasks.loaded import refresh
from tasks.night import Night
from tasks.vault import sha256
from tasks.workspace import RULES

_REFUNDS = RULES / "credit_balances.yaml"
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


def load_rules(night: Night) -> None:
    """Bring the payers' rules for deposits, the days for refunds and the classes of places up to date.

    The packaged files are parsed only when their bytes have changed.
    """
    payers = [payer.model_dump(include=set(_DEPOSIT)) for payer in night.payers.payers]
    con = night.con
    refresh(
        con, "deposit_rule", sha256(repr(payers).encode()), "reference.deposit_rule", lambda: _frame(payers, _DEPOSIT)
    )
    refresh(con, "refund_rule", sha256(_REFUNDS.read_bytes()), "reference.refund_rule", _refund_rules)
    refresh(con, "place_class", sha256(_PLACES.read_bytes()), "reference.place_class", _place_classes)


def _frame(rows: list[dict[str, Any]], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(schema))


def _refund_rules() -> pl.DataFrame:
    return _frame([rule.model_dump() for rule in read_credit_balance_rules(_REFUNDS).returns], _REFUND)


def _place_classes() -> pl.DataFrame:
    places = pl.read_csv(_PLACES, infer_schema=False).select(place_of_service="code", place="rate")
    return places.drop_nulls()
