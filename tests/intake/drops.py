"""Encounter drops for tests, and a practice whose nights take them in."""

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl

from data_contracts.datasets import DATASETS
from tasks.night import Counts, Night, hmac_macro
from tasks.vault import Vault
from tasks.warehouse import fetch_dicts, open_warehouse
from tasks.workspace import Workspace

Row = dict[str, str | None]
Tables = dict[str, list[Row]]
DAY = date(2026, 3, 2)
KEY = b"a key for tests"


def sample(number: int = 1, **changes: dict[str, str | None]) -> Tables:
    """One visit with every column filled, under ids made from `number`; `changes` by dataset, to all its rows."""
    ids = {"patient_id": f"P{number}", "encounter_id": f"E{number}"}
    address = {"address_line1": "1 MAIN ST", "address_line2": "APT 2", "city": "BOSTON", "state": "MA"}
    tables: Tables = {
        "patients": [
            {
                **{"patient_id": ids["patient_id"], "last_name": f"LAST{number}", "first_name": "ANN"},
                **{"middle_name": "Q", "suffix": "JR", "birth_date": "2001-02-03", "sex": "F"},
                **{**address, "postal_code": "021080001", "country": "US"},
            }
        ],
        "coverages": [
            {
                **{"coverage_id": f"C{number}", "patient_id": ids["patient_id"], "payer_id": "PAYER1", "priority": "1"},
                **{"member_id": f"M{number}", "group_number": "G1", "group_name": "GROUP", "relationship": "19"},
                **{"subscriber_last_name": "PARENT", "subscriber_first_name": "PAT", "subscriber_middle_name": "X"},
                **{"subscriber_birth_date": "1970-01-01", "subscriber_sex": "M"},
                **{f"subscriber_{name}": value for name, value in address.items()},
                **{"subscriber_postal_code": "02108", "effective_from": "2020-01-01", "effective_to": "2026-12-31"},
            }
        ],
        "encounters": [_encounter(ids)],
        "diagnoses": [
            {"encounter_id": ids["encounter_id"], "sequence": "1", "code_system": "ICD10CM", "code": "J06.9"},
            {"encounter_id": ids["encounter_id"], "sequence": "2", "code_system": "SNOMED", "code": "195662009"},
        ],
        "services": [_service(ids, "1", "100.00", "1:2"), _service(ids, "2", "50.50", "2")],
    }
    for row in tables["diagnoses"]:
        row["description"] = "What it is: in words"
    for dataset, values in changes.items():
        for row in tables[dataset]:
            row.update(values)
    return tables


def _encounter(ids: dict[str, str]) -> Row:
    return {
        **{"encounter_id": ids["encounter_id"], "patient_id": ids["patient_id"], "financial_class": "insurance"},
        **{"service_from": "2026-02-27", "service_to": "2026-02-28", "place_of_service": "22"},
        **{"rendering_npi": "1234567893", "rendering_last_name": "WHO", "rendering_first_name": "DOC"},
        **{"rendering_taxonomy": "207Q00000X", "referring_npi": "1000000004", "referring_last_name": "REFER"},
        **{"referring_first_name": "R", "supervising_npi": "1000000012", "supervising_last_name": "SUPER"},
        **{"supervising_first_name": "S", "facility_npi": "1000000020", "facility_name": "CLINIC"},
        **{"facility_address_line1": "2 SIDE ST", "facility_city": "BOSTON", "facility_state": "MA"},
        **{"facility_postal_code": "02108", "authorization_number": "A1", "referral_number": "R1"},
        **{"accident_cause": "AA", "accident_date": "2026-02-01", "accident_state": "MA"},
        **{"onset_date": "2026-02-01", "patient_paid": "10.00", "note": "none"},
        **{"total_minutes": "30", "mdm_problems": "2", "mdm_data": "1", "mdm_risk": "3"},
        **{"patient_status": "new", "modality": "in_person", "patient_location": "elsewhere"},
    }


def _service(ids: dict[str, str], line: str, charge: str, pointers: str) -> Row:
    return {
        **{"encounter_id": ids["encounter_id"], "line_number": line, "service_from": "2026-02-27"},
        **{"service_to": "2026-02-28", "code_system": "HCPCS", "code": "G0463", "description": "Visit: clinic"},
        **{"modifier1": "25", "modifier2": "59", "modifier3": "RT", "modifier4": "LT", "units": "1"},
        **{"unit_basis": "UN", "minutes": "20", "charge": charge, "diagnosis_pointers": pointers},
        **{"ndc": "00000000001", "ndc_units": "1.5", "ndc_unit_basis": "ML", "start_time": "09:00"},
        **{"stop_time": "09:20", "dose_quantity": "1.5", "dose_unit": "ML", "wasted_quantity": "0"},
        **{"container": "single_dose"},
    }


def samples(numbers: Iterable[int]) -> Tables:
    """Several visits in one drop."""
    return joined(*(sample(number) for number in numbers))


def joined(*drops: Tables) -> Tables:
    """The rows of several drops in one."""
    return {dataset.name: [deepcopy(row) for drop in drops for row in drop[dataset.name]] for dataset in DATASETS}


def csv_bytes(dataset: str, rows: list[Row]) -> bytes:
    """A dataset as a CSV file."""
    names = next(d for d in DATASETS if d.name == dataset).column_names
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([[row.get(name) or "" for name in names] for row in rows])
    return out.getvalue().encode()


def parquet_bytes(dataset: str, rows: list[Row]) -> bytes:
    """A dataset as a Parquet file."""
    names = next(d for d in DATASETS if d.name == dataset).column_names
    out = io.BytesIO()
    pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names}, schema=dict.fromkeys(names, pl.String)
    ).write_parquet(out)
    return out.getvalue()


def control(tables: Tables, ending: str = "csv") -> dict[str, Any]:
    """control.json that ties to the rows."""
    return {
        "batch": "a delivery",
        "datasets": {name: {"file": f"{name}.{ending}", "rows": len(rows)} for name, rows in tables.items()},
        "encounters": len(tables["encounters"]),
        "total_charges": f"{sum((_dollars(row.get('charge')) for row in tables['services']), Decimal(0)):.2f}",
    }


def _dollars(text: str | None) -> Decimal:
    try:
        return Decimal(text or "0").quantize(Decimal("0.01"))
    except InvalidOperation:
        return Decimal(0)


def files(tables: Tables, ending: str = "csv") -> dict[str, bytes]:
    """All files of a drop."""
    made = {"csv": csv_bytes, "parquet": parquet_bytes}[ending]
    named = {f"{name}.{ending}": made(name, rows) for name, rows in tables.items()}
    return {**named, "control.json": json.dumps(control(tables, ending)).encode()}


class Practice:
    """A client's warehouse and inbox, and nights over them."""

    def __init__(self, path: Path) -> None:
        self.folder = Workspace(path).client("practice")
        self.inbox = self.folder.inbox("encounters")
        self.inbox.mkdir(parents=True)
        self.con = open_warehouse(self.folder.warehouse)
        self.con.execute(hmac_macro(KEY))

    def deliver(self, name: str, content: Tables | dict[str, bytes]) -> None:
        """Lay a drop into the inbox: tables that tie, or files as they are."""
        made = content if all(isinstance(part, bytes) for part in content.values()) else files(content)  # type: ignore[arg-type]
        (self.inbox / name).mkdir()
        for file, body in made.items():
            (self.inbox / name / file).write_bytes(body)  # type: ignore[arg-type]

    def night(self, *stages: Callable[[Night], Counts], day: date = DAY, clears: bool = True) -> tuple[Night, Counts]:
        """Run stages as one transaction, then clear the inbox as a night does (or crash before that)."""
        night = Night(self.folder, day, 1, self.con, Vault(self.folder.vault), KEY, range(0))
        counts: Counts = {}
        self.con.begin()
        for stage in stages:
            counts |= stage(night)
        self.con.commit()
        if clears:
            for entry in night.consumed:
                shutil.rmtree(self.folder.path / "inbox" / entry)
            self.con.execute("UPDATE core.received_file SET consumed = true")
        return night, counts

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Rows of a query."""
        return fetch_dicts(self.con, query)

    def values(self, query: str) -> list[Any]:
        """The first column of a query."""
        return [next(iter(row.values())) for row in self.rows(query)]

    def states(self) -> dict[str, tuple[str, str | None]]:
        """State and reason code of every encounter."""
        found = self.rows("SELECT received_id, state, reason_code FROM core.encounter ORDER BY received_id")
        return {row["received_id"]: (row["state"], row["reason_code"]) for row in found}

    def problems(self) -> list[tuple[str, str]]:
        """Code and severity of every problem."""
        found = self.rows("SELECT code, severity FROM core.problem ORDER BY code, position")
        return [(row["code"], row["severity"]) for row in found]
