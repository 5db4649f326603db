"""A client's night on a desk: a workspace with one client, and rows put straight into its warehouse."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from tasks.coding.stage import run
from tasks.night import Counts, Night
from tasks.vault import Vault
from tasks.warehouse import Connection, fetch_dicts, insert, scalar
from tasks.workspace import Workspace

DAY = date(2026, 3, 10)
FEES = "code,modifier,fee,valid_from,valid_to\n"
CROSSWALK = "local_system,local_code,code_system,code,modifier1,modifier2,units_factor,valid_from,valid_to\n"
COMPANY = {
    "name": "Night Owl Billing",
    "time_zone": "America/New_York",
    "clearinghouse": {
        "submitter_id": "NIGHTOWL",
        "receiver_id": "CLEARHOUSE",
        "receiver_name": "Clearing House",
        "contact_name": "Billing Office",
        "contact_phone": "5555550100",
        "usage": "T",
    },
}
PAYERS = [
    {"payer_id": payer_id, "name": f"Payer {payer_id}", "payer_class": kind, "filing_indicator": code, "route": "main"}
    for payer_id, kind, code in (("P1", "commercial", "CI"), ("P2", "medicare", "MB"), ("P3", "medicaid", "MC"))
]
IDENTITY = {
    "npi": "1234567893",
    "tax_id": "123456789",
    "name": "Test Practice",
    "taxonomy": "207Q00000X",
    "address_line1": "1 Main St",
    "city": "Albany",
    "state": "NY",
    "postal_code": "122070000",
    "phone": "5555550101",
    "valid_from": "2000-01-01",
}
ENCOUNTER: dict[str, Any] = {
    "batch_id": "b1",
    "received_on": DAY,
    "content_hash": "h",
    "source_file": "f",
    "source_line": 2,
    "patient_id": "p1",
    "financial_class": "insurance",
    "service_from": date(2026, 3, 2),
    "service_to": date(2026, 3, 2),
    "place_of_service": "11",
    "rendering_npi": "1234567893",
    "state": "ready",
    "state_since": DAY,
}
DIAGNOSIS: dict[str, Any] = {"sequence": 1, "code_system": "ICD10CM", "code": "E11.9"}
SERVICE: dict[str, Any] = {
    "line_number": 1,
    "service_from": date(2026, 3, 2),
    "service_to": date(2026, 3, 2),
    "code_system": "CPT",
    "code": "99213",
    "units": "1",
    "unit_basis": "UN",
    "charge": "120.00",
    "diagnosis_pointers": "1",
}
PATIENT: dict[str, Any] = {
    "batch_id": "b1",
    "patient_id": "p1",
    "last_name": "Doe",
    "first_name": "Jo",
    "birth_date": date(1980, 5, 5),
    "sex": "F",
}
COVERAGE: dict[str, Any] = {
    "batch_id": "b1",
    "coverage_id": "c1",
    "patient_id": "p1",
    "payer_id": "P1",
    "priority": 1,
    "relationship": "18",
    "effective_from": date(2020, 1, 1),
}


@dataclass
class Desk:
    """One client's night without the stages before."""

    night: Night
    fees: str = FEES + "99213,,120.00,2020-01-01,\n"
    crosswalk: str = CROSSWALK
    waiting: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def put(self, table: str, **row: Any) -> None:
        """Put one row into a table, at the latest before it is read; what is not said is NULL."""
        self.waiting.setdefault(table, []).append(row)

    def flush(self) -> None:
        """Write the rows that were put, a table at a time."""
        for table, rows in self.waiting.items():
            insert(self.night.con, table, pl.DataFrame(rows, infer_schema_length=None))
        self.waiting.clear()

    def encounter(
        self,
        name: str,
        diagnoses: list[dict[str, Any]] | None = None,
        services: list[dict[str, Any]] | None = None,
        **facts: Any,
    ) -> str:
        """Put an encounter with its parts; returns its received_id."""
        row = {**ENCOUNTER, "encounter_id": name, **facts}
        row["received_id"] = f"{row['batch_id']}/{name}"
        self.put("core.encounter", **row)
        day = {"service_from": row["service_from"], "service_to": row["service_to"]}
        for number, diagnosis in enumerate(diagnoses if diagnoses is not None else [{}], 1):
            self.put("core.diagnosis", received_id=row["received_id"], **{**DIAGNOSIS, "sequence": number, **diagnosis})
        for number, service in enumerate(services if services is not None else [{}], 1):
            line = {**SERVICE, **day, "line_number": number, **service}
            self.put("core.service", received_id=row["received_id"], **line)
        return str(row["received_id"])

    def run(self) -> Counts:
        """Write the client's files and run the stage."""
        self.flush()
        (self.night.folder.path / "fees.csv").write_text(self.fees)
        (self.night.folder.path / "crosswalk.csv").write_text(self.crosswalk)
        return run(self.night)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query."""
        self.flush()
        return fetch_dicts(self.night.con, query)

    def state(self, received_id: str) -> tuple[str, str | None]:
        """State and reason code of an encounter."""
        row = self.rows(f"SELECT state, reason_code FROM core.encounter WHERE received_id = '{received_id}'")[0]
        return row["state"], row["reason_code"]

    def value(self, query: str) -> Any:
        """The one value of a query."""
        self.flush()
        return scalar(self.night.con, query)


def open_desk(
    path: Path, code_sets: Path, con: Connection, *, charges: str = "fee_schedule", patient: bool = True
) -> Desk:
    """A workspace in `path` with one client, one patient and a commercial coverage; `con` is its empty warehouse."""
    client = path / "clients" / "acme"
    client.mkdir(parents=True)
    (path / "codes").symlink_to(code_sets)
    (path / "company.yaml").write_text(yaml.safe_dump(COMPANY))
    (path / "payers.yaml").write_text(yaml.safe_dump({"payers": PAYERS}))
    settings = {
        "client_id": "acme",
        "name": "Acme",
        "specialty": "family medicine",
        "claim_prefix": "AC",
        "charges": charges,
        "billing_identities": [IDENTITY],
    }
    (client / "client.yaml").write_text(yaml.safe_dump(settings))
    folder = Workspace(path).client("acme")
    night = Night(folder, DAY, 1, con, Vault(folder.vault), b"k" * 32, range(1, 10))
    desk = Desk(night)
    if patient:
        desk.put("core.patient", **PATIENT)
        desk.put("core.coverage", **COVERAGE)
    return desk
