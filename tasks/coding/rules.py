"""The dated rule tables of coding and edits: a file of data_contracts/rules becomes a temporary table rule_<file>."""

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
    "visit_levels": {
        "family": pl.String,
        "status": pl.String,
        "code": pl.String,
        "level": pl.Int32,
        "grade": pl.Int32,
        "minutes_from": pl.Int32,
        "minutes_to": pl.Int32,
        **_DATED,
    },
    "prolonged_services": {
        "base_code": pl.String,
        "policy": pl.String,
        "code_system": pl.String,
        "code": pl.String,
        "first_minutes": pl.Int32,
        "step_minutes": pl.Int32,
        **_DATED,
    },
    "established_patients": {"code_from": pl.String, "code_to": pl.String, "years": pl.Int32, **_DATED},
    "telehealth_assignment": {
        "payer_class": pl.String,
        "modality": pl.String,
        "patient_location": pl.String,
        "place": pl.String,
        "modifier": pl.String,
        **_DATED,
    },
    "coding_policies": {"policy": pl.String, "payer_class": pl.String, "value": pl.String, **_DATED},
    "dose_units": {"unit": pl.String, "kind": pl.String, "size": pl.Int64, **_DATED},
}
_OPEN_END = date(9999, 12, 31)


def digest() -> str:
    """One sha256 over these rule files."""
    return sha256(b"\0".join(_path(name).read_bytes() for name in sorted(SCHEMAS)))


def load(con: Connection) -> None:
    """Make the temporary tables: a row per dated rule, columns as in SCHEMAS; an open valid_to is 9999-12-31."""
    for name, schema in SCHEMAS.items():
        rows = yaml.load(_path(name).read_text(encoding="utf-8"), Loader=_LOADER)["rows"]  # noqa: S506  # safe in either form
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        lay(con, f"rule_{name}", frame.with_columns(pl.col("valid_to").fill_null(_OPEN_END)))


def _path(name: str) -> Path:
    return RULES / f"{name}.yaml"
