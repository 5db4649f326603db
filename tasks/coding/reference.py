"""Fills the reference tables from the client's files and settings; what did not change is not loaded again."""

from datetime import date
from pathlib import Path

import polars as pl

from data_contracts.charge_master import CROSSWALK, FEES, RATES
from data_contracts.settings import SettingsError
from tasks.coding.table_file import read_table
from tasks.loaded import refresh
from tasks.night import Night
from tasks.vault import sha256

_FORMS = {
    "CPT": r"^[0-9]{4}[0-9A-Z]$",
    "HCPCS": r"^[A-Z][0-9]{4}$",
    "VISIT": r"^(OFFICE|HOSPITAL-INITIAL|HOSPITAL-SUBSEQUENT|PROLONGED)$",
    "ICD10CM": r"^[A-Z][0-9][0-9A-Z]\.?[0-9A-Z]{0,4}$",
}


def load(night: Night) -> bool:
    """Bring reference.fee, .crosswalk, .contract_rate, .payer and .billing_identity up to files and settings.

    Returns True when anything was loaded. Raises SettingsError (file, line, what to do) for a faulty file.
    """
    folder = night.folder.path
    fees, crosswalk, rates = folder / FEES.file, folder / CROSSWALK.file, folder / RATES.file
    if night.client.charges == "fee_schedule" and not fees.is_file():
        raise SettingsError(f"{fees}: no such file, and client.yaml says `charges: fee_schedule`; write the fees there")
    established = night.client.established_by.encode()
    payers = sha256(night.payers.model_dump_json().encode())
    policies = sha256(repr([(p.payer_id, p.coding) for p in night.payers.payers]).encode() + established)
    identities = sha256(night.client.model_dump_json(include={"billing_identities"}).encode())
    loaded = [
        refresh(night.con, FEES.file, _digest(fees), "reference.fee", lambda: read_fees(fees)),
        refresh(
            night.con, CROSSWALK.file, _digest(crosswalk), "reference.crosswalk", lambda: read_crosswalk(crosswalk)
        ),
        refresh(night.con, RATES.file, _digest(rates), "reference.contract_rate", lambda: read_rates(rates)),
        refresh(night.con, "payers", payers, "reference.payer", lambda: _payers(night)),
        refresh(night.con, "coding_policies", policies, "reference.coding_policy", lambda: _policies(night)),
        refresh(night.con, "billing_identities", identities, "reference.billing_identity", lambda: _identities(night)),
    ]
    return any(loaded)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes() if path.is_file() else b"")


def read_fees(path: Path) -> pl.DataFrame:
    """Rows of fees.csv as reference.fee has them; none when there is no such file. Raises SettingsError."""
    if not path.is_file():
        return pl.DataFrame()
    rows = read_table(path, FEES)
    return rows.select(
        "code", "modifier", pl.col("fee").str.to_decimal(scale=2), valid_from="valid_from_day", valid_to="valid_to_day"
    ).sort("code", "modifier", "valid_from", nulls_last=False)


def read_rates(path: Path) -> pl.DataFrame:
    """Rows of rates.csv as reference.contract_rate has them; none without such a file. Raises SettingsError."""
    if not path.is_file():
        return pl.DataFrame()
    rows = read_table(path, RATES)
    both = rows.filter(pl.col("rate").is_null() == pl.col("percent_of_charge").is_null())
    if not both.is_empty():
        lines = [f"{path}: line {line}: give a rate or a percent_of_charge, one of them" for line in both["line"]]
        raise SettingsError("\n".join(lines))
    return rows.select(
        "payer_id",
        "code",
        "modifier",
        "place",
        pl.col("rate", "tolerance").str.to_decimal(scale=2),
        pl.col("percent_of_charge", "tolerance_percent").str.to_decimal(scale=3),
        valid_from="valid_from_day",
        valid_to="valid_to_day",
    ).sort("payer_id", "code", "modifier", "place", "valid_from", nulls_last=False)


def read_crosswalk(path: Path) -> pl.DataFrame:
    """Rows of crosswalk.csv as reference.crosswalk has them; none when there is no such file. Raises SettingsError."""
    if not path.is_file():
        return pl.DataFrame()
    rows = read_table(path, CROSSWALK)
    faults = [*_misfits(rows), *_diagnoses_like_services(rows)]
    if faults:
        raise SettingsError("\n".join(f"{path}: line {line}: {text}" for line, text in sorted(faults)))
    return rows.select(
        "local_system",
        "local_code",
        "code_system",
        pl.col("code").str.replace(".", "", literal=True),
        "modifier1",
        "modifier2",
        pl.col("units_factor").str.to_decimal(scale=3),
        "revenue_code",
        valid_from="valid_from_day",
        valid_to="valid_to_day",
    ).sort("local_system", "local_code", "code_system", "valid_from")


def _misfits(rows: pl.DataFrame) -> list[tuple[int, str]]:
    """Codes that cannot be of the system the row names, and factors that would bill nothing."""
    faults: list[tuple[int, str]] = []
    for system, form in _FORMS.items():
        wrong = rows.filter((pl.col("code_system") == system) & ~pl.col("code").str.contains(form))
        faults += [
            (int(line), f"code: not the form of a {system} code; correct code or code_system") for line in wrong["line"]
        ]
    nothing = rows.filter(pl.col("units_factor").str.contains(r"^[0.]+$"))
    return faults + [(int(line), "units_factor: must be more than 0") for line in nothing["line"]]


def _diagnoses_like_services(rows: pl.DataFrame) -> list[tuple[int, str]]:
    whole = pl.col("units_factor").str.contains(r"^0*1(\.0*)?$")
    modifiers = pl.col("modifier1").is_not_null() | pl.col("modifier2").is_not_null()
    wrong = rows.filter((pl.col("code_system") == "ICD10CM") & (~whole | modifiers))
    return [(int(line), "a diagnosis has units_factor 1 and no modifiers") for line in wrong["line"]]


def _payers(night: Night) -> pl.DataFrame:
    columns = ["payer_id", "name", "filing_indicator", "route", "payer_class", "originator_id"]
    schema = dict.fromkeys(columns, pl.String)
    return pl.DataFrame([p.model_dump(include=set(columns)) for p in night.payers.payers], schema=schema)


def _policies(night: Night) -> pl.DataFrame:
    """A row per policy of a payer that its `coding` states, and the client's own without payer_id."""
    own = {"payer_id": None, "policy": "established_by", "value": night.client.established_by}
    rows = [{**own, "valid_from": date(1900, 1, 1), "valid_to": None}] + [
        {"payer_id": p.payer_id, "policy": policy, "value": value, "valid_from": c.valid_from, "valid_to": c.valid_to}
        for p in night.payers.payers
        for c in p.coding
        for policy, value in c.model_dump(exclude={"valid_from", "valid_to"}, exclude_none=True).items()
    ]
    schema = {**dict.fromkeys(("payer_id", "policy", "value"), pl.String), "valid_from": pl.Date, "valid_to": pl.Date}
    return pl.DataFrame(rows, schema=schema)


def _identities(night: Night) -> pl.DataFrame:
    return pl.DataFrame([identity.model_dump() for identity in night.client.billing_identities])
