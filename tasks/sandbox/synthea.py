"""A Synthea export (its 18 CSVs) as an encounter drop: a foreign extract, taken as it is.

Facts are carried over, never made up: SNOMED and CVX codes stay what they are, an NPI comes from a table that the
caller gives or stays missing, a subscriber who is not the patient keeps the name and nothing else. The few words that
need translating follow synthea_rules.yaml. Days are the dates of Synthea's UTC timestamps.
"""

from collections.abc import Mapping
from pathlib import Path

from tasks.sandbox.drop import Tables, write_tables
from tasks.sandbox.profiles import Row
from tasks.sandbox.synthea_export import Export, rules


def convert(source: Path, drop: Path, npis: Mapping[str, str], payer_ids: Mapping[str, str]) -> dict[str, int]:
    """Write the export in folder `source` as the drop folder `drop`; returns the rows of each dataset.

    `npis` maps providers.Id to an NPI, `payer_ids` payers.Id to a payer of payers.yaml; what they lack stays missing
    (the payer keeps Synthea's id, which no payers.yaml has).
    """
    export = Export(source, npis, payer_ids)
    tables: Tables = {
        "patients": [_patient(p) for p in export.rows("patients")],
        "coverages": list(export.coverages()),
        "encounters": [export.encounter(e) for e in export.rows("encounters")],
        "diagnoses": [d for e in export.rows("encounters") for d in export.diagnoses(e)],
        "services": [s for e in export.rows("encounters") for s in export.services(e)],
    }
    write_tables(drop, tables)
    return {name: len(rows) for name, rows in tables.items()}


def _patient(row: Row) -> Row:
    return {
        "patient_id": row["Id"],
        "last_name": row["LAST"],
        "first_name": row["FIRST"],
        "suffix": row["SUFFIX"],
        "birth_date": row["BIRTHDATE"],
        "sex": row["GENDER"],
        "address_line1": row["ADDRESS"],
        "city": row["CITY"],
        "state": rules()["state"].get(row["STATE"], row["STATE"]),
        "postal_code": row["ZIP"],
    }
