"""A small client in a temporary workspace, with rows of coded encounters, for tests of what claims make of them."""

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from tasks.night import Night, hmac_macro
from tasks.vault import Vault
from tasks.warehouse import Connection, open_database, open_warehouse
from tasks.workspace import Workspace

DAY = date(2026, 11, 2)
NPI, TAX_ID = "1234567893", "123456789"

COMPANY = """
name: Eventide Billing
time_zone: America/Chicago
clearinghouse:
  submitter_id: EVENTIDE01
  receiver_id: NORTHCLR
  receiver_name: Northern Clearing
  contact_name: Claims Desk
  contact_phone: "5555550100"
  usage: T
"""
PAYERS = """
payers:
  - {payer_id: PLAIN1, name: Plains Health, payer_class: commercial, filing_indicator: CI, route: plains}
  - {payer_id: COAST2, name: Coastal Mutual, payer_class: commercial, filing_indicator: CI, route: coastal}
  - {payer_id: MEDB, name: Medicare Part B, payer_class: medicare, filing_indicator: MB, route: plains}
"""
CLIENT = """
client_id: riverside
name: Riverside Family Practice
specialty: family medicine
claim_prefix: RV
charges: fee_schedule
billing_identities:
  - npi: "1234567893"
    tax_id: "123456789"
    name: Riverside Family Practice
    taxonomy: 207Q00000X
    address_line1: 12 River Street
    city: Springfield
    state: IL
    postal_code: "627010001"
    phone: "5555550123"
    valid_from: 2020-01-01
    valid_to: 2026-10-31
  - npi: "1234567893"
    tax_id: "987654321"
    name: Riverside Family Practice LLC
    taxonomy: 207Q00000X
    address_line1: 14 River Street
    city: Springfield
    state: IL
    postal_code: "627010001"
    phone: "5555550123"
    valid_from: 2026-11-01
"""


def make_workspace(path: Path) -> Workspace:
    """A workspace with one client, `riverside`."""
    client = path / "clients" / "riverside"
    client.mkdir(parents=True)
    (path / "company.yaml").write_text(COMPANY)
    (path / "payers.yaml").write_text(PAYERS)
    (client / "client.yaml").write_text(CLIENT)
    (client / "client.key").write_text("11" * 32)
    return Workspace(path)


@cache
def _empty_warehouse() -> Path:
    """A warehouse with the schema and no rows, made once: tests start from a copy."""
    path = Path(tempfile.mkdtemp()) / "warehouse.duckdb"
    open_warehouse(path).close()
    return path


def make_night(
    workspace: Workspace,
    *,
    day: date = DAY,
    run: int = 1,
    control_numbers: range = range(41, 50),
    con: Connection | None = None,
) -> Night:
    """A night of `riverside`, over a new warehouse or over the open one of an earlier night."""
    folder = workspace.client("riverside")
    if con is None:
        shutil.copy(_empty_warehouse(), folder.warehouse)
        con = open_database(folder.warehouse)
    con.execute(hmac_macro(folder.key()))
    return Night(folder, day, run, con, Vault(folder.vault), folder.key(), control_numbers)


@dataclass
class Rows:
    """Rows of core tables in the making."""

    encounter: list[dict[str, Any]] = field(default_factory=list)
    patient: list[dict[str, Any]] = field(default_factory=list)
    coverage: list[dict[str, Any]] = field(default_factory=list)
    diagnosis: list[dict[str, Any]] = field(default_factory=list)
    service: list[dict[str, Any]] = field(default_factory=list)
    coded_service: list[dict[str, Any]] = field(default_factory=list)

    def load(self, con: Connection) -> None:
        """Append the rows to the warehouse."""
        for table in ("encounter", "patient", "coverage", "diagnosis", "service", "coded_service"):
            rows = getattr(self, table)
            if rows:
                frame = pl.DataFrame(rows, infer_schema_length=None)
                con.register("_rows", frame.to_arrow())
                con.execute(f"INSERT INTO core.{table} BY NAME SELECT * FROM _rows")
                con.unregister("_rows")

    def add(
        self,
        number: int,
        *,
        batch: str = "b1",
        patient: dict[str, Any] | None = None,
        coverages: Iterable[dict[str, Any]] = ({},),
        lines: Iterable[dict[str, Any]] = ({},),
        diagnoses: Iterable[str] = ("E119", "I10"),
        **encounter: Any,
    ) -> str:
        """An encounter that is ready, plain unless told otherwise; returns its received_id."""
        patient_id, encounter_id = f"P{number}", f"E{number}"
        received_id = f"{batch}/{encounter_id}"
        day = encounter.get("service_from", date(2026, 10, 30))
        person = _person(number) | (patient or {})
        self.patient.append({"batch_id": batch, "patient_id": patient_id, **person})
        for place, coverage in enumerate(coverages, start=1):
            self.coverage.append(_coverage(batch, patient_id, place, person) | coverage)
        for place, code in enumerate(diagnoses, start=1):
            self.diagnosis.append(
                {"received_id": received_id, "sequence": place, "code_system": "ICD-10-CM", "code": code,
                 "coded_code": code}
            )  # fmt: skip
        lines = list(lines)
        for place, line in enumerate(lines, start=1):
            self._line(received_id, place, day, line)
        self.encounter.append(
            {
                "received_id": received_id, "batch_id": batch, "encounter_id": encounter_id, "received_on": DAY,
                "content_hash": "0" * 64, "source_file": "f" * 64, "source_line": number + 1, "patient_id": patient_id,
                "financial_class": "insurance", "service_from": day, "service_to": day, "place_of_service": "11",
                "rendering_npi": "1987654329", "rendering_last_name": "Kildare", "rendering_first_name": "Ben",
                "rendering_taxonomy": "207Q00000X", "state": "ready", "state_since": DAY,
            }
            | encounter
        )  # fmt: skip
        return received_id

    def _line(self, received_id: str, place: int, day: date, line: dict[str, Any]) -> None:
        sent = {
            "received_id": received_id, "line_number": place, "service_from": day, "service_to": day,
            "code_system": "HCPCS", "code": "G0439", "units": 1, "unit_basis": "UN", "diagnosis_pointers": "1:2",
        }  # fmt: skip
        coded = {
            "received_id": received_id, "line_number": place, "code_system": "HCPCS", "code": "G0439", "units": 1,
            "unit_basis": "UN", "charge": "150.00", "charge_source": "fee_schedule",
        }  # fmt: skip
        both = {"code", "units", "unit_basis", "modifier1", "modifier2"}
        only_coded = {"charge", "coded"}
        self.service.append(sent | {k: v for k, v in line.items() if k not in only_coded})
        coded |= {k: v for k, v in line.items() if k in both | {"charge"}}
        self.coded_service.append(coded | line.get("coded", {}))


def _person(number: int) -> dict[str, Any]:
    return {
        "last_name": "Doe", "first_name": f"Jane{'abcdefghij'[number % 10]}", "birth_date": date(1980, 2, 14),
        "sex": "F",
        "address_line1": f"{number} Elm Avenue", "city": "Springfield", "state": "IL", "postal_code": "62704",
        "country": "US",
    }  # fmt: skip


def _coverage(batch: str, patient_id: str, place: int, person: dict[str, Any]) -> dict[str, Any]:
    return {
        "batch_id": batch, "coverage_id": f"{patient_id}-C{place}", "patient_id": patient_id,
        "payer_id": ("PLAIN1", "COAST2", "MEDB")[(place - 1) % 3], "priority": place,
        "member_id": f"W{patient_id}{place}",
        "group_number": "GRP01", "group_name": "Group", "relationship": "18",
        "subscriber_last_name": person["last_name"], "subscriber_first_name": person["first_name"],
        "subscriber_birth_date": person["birth_date"], "subscriber_sex": person["sex"],
        "effective_from": date(2020, 1, 1),
    }  # fmt: skip
