"""The dated rule tables that edits read, from data_contracts/rules: each file becomes a temporary table rule_<file>."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from tasks.vault import sha256
from tasks.warehouse import Connection, lay
from tasks.workspace import RULES

# The same loader in C, ten times faster, where PyYAML was built with it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DATED = {"valid_from": pl.Date, "valid_to": pl.Date}
SCHEMAS: dict[str, dict[str, Any]] = {
    "telehealth": {
        "rule": pl.String,
        "payer_class": pl.String,
        "modifier": pl.String,
        "places": pl.List(pl.String),
        **_DATED,
    },
    "evaluation_management": {"code_from": pl.String, "code_to": pl.String, **_DATED},
    "timed_services": {"code": pl.String, **_DATED},
    "modifiers": {"kind": pl.String, "modifiers": pl.List(pl.String), **_DATED},
    "diagnosis_patient": {
        "rule": pl.String,
        "code_from": pl.String,
        "code_to": pl.String,
        "sex": pl.String,
        "age_from": pl.Int64,
        "age_to": pl.Int64,
        **_DATED,
    },
    "visit_places": {"code_from": pl.String, "code_to": pl.String, "places": pl.List(pl.String), **_DATED},
    "unlisted_services": {"codes": pl.List(pl.String), **_DATED},
}
_OPEN_END = date(9999, 12, 31)


def digest() -> str:
    """One sha256 over the rule files that edits read."""
    return sha256(b"\0".join(_path(name).read_bytes() for name in sorted(SCHEMAS)))


def load(con: Connection) -> None:
    """Make the temporary tables: a row per dated rule, columns as in SCHEMAS; an open valid_to is 9999-12-31."""
    for name, schema in SCHEMAS.items():
        rows = yaml.load(_path(name).read_text(encoding="utf-8"), Loader=_LOADER)["rows"]  # noqa: S506  # safe in either form
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        lay(con, f"rule_{name}", frame.with_columns(pl.col("valid_to").fill_null(_OPEN_END)))


def _path(name: str) -> Path:
    return RULES / f"{name}.yaml"
