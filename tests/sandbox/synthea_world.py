"""A practice whose visits are a Synthea export: tables of NPIs and payers by rule, a small crosswalk."""

import csv
from pathlib import Path

from tasks.sandbox.identifiers import npi
from tasks.sandbox.synthea import convert

BATCH = "synthea"
COMPANY = """
name: Synthea Billing
time_zone: America/New_York
clearinghouse: {submitter_id: SYNBILL, receiver_id: PRACTICECH, receiver_name: Practice Clearinghouse,
  contact_name: Claims Desk, contact_phone: "2125550100", usage: T}
"""
CLIENT = """
client_id: synthea
name: Synthea Practices
specialty: family medicine
claim_prefix: SYN
charges: as_sent
billing_identities:
  - {npi: "2990000004", tax_id: "990000000", name: Synthea Practices, taxonomy: 207Q00000X,
     address_line1: 1 Main Street, city: Boston, state: MA, postal_code: "021080000", phone: "6175550100",
     valid_from: 1960-01-01}
"""
# A few SNOMED items that the practice has mapped, as a coder would; all else is for the coder.
CROSSWALK = """\
local_system,local_code,code_system,code,modifier1,modifier2,units_factor,valid_from,valid_to
SNOMED,185345009,CPT,99213,,,1,2015-10-01,
SNOMED,185349003,CPT,99213,,,1,2015-10-01,
SNOMED,390906007,CPT,99212,,,1,2015-10-01,
SNOMED,185347001,CPT,99213,,,1,2015-10-01,
SNOMED,162673000,HCPCS,G0439,,,1,2015-10-01,
SNOMED,195662009,ICD10CM,J02.9,,,1,2015-10-01,
SNOMED,444814009,ICD10CM,J01.90,,,1,2015-10-01,
SNOMED,10509002,ICD10CM,J20.9,,,1,2015-10-01,
SNOMED,59621000,ICD10CM,I10,,,1,2015-10-01,
SNOMED,55822004,ICD10CM,E78.5,,,1,2015-10-01,
SNOMED,73595000,ICD10CM,Z73.3,,,1,2015-10-01,
SNOMED,160903007,ICD10CM,Z56.9,,,1,2015-10-01,
"""
FEES = "code,modifier,fee,valid_from,valid_to\n" + "".join(
    f"{code},,{fee},2015-10-01,\n" for code, fee in (("99212", "77.49"), ("99213", "77.49"), ("G0439", "129.16"))
)


def tables_by_rule(source: Path) -> tuple[dict[str, str], dict[str, str]]:
    """NPIs and payer ids that Synthea lacks: numbered in the order of providers.csv and payers.csv."""
    npis = {row["Id"]: npi(10_000 + n) for n, row in enumerate(_rows(source / "providers.csv"))}
    payers = {row["Id"]: f"SYN{n:02d}" for n, row in enumerate(_rows(source / "payers.csv"))}
    return npis, payers


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def make_synthea_workspace(path: Path, source: Path) -> dict[str, int]:
    """A workspace with the client `synthea` and the export in its inbox; returns the rows of each dataset."""
    npis, payer_ids = tables_by_rule(source)
    client = path / "clients" / "synthea"
    client.mkdir(parents=True)
    entries = [
        f'  - {{payer_id: {payer_ids[row["Id"]]}, name: "{row["NAME"]}", payer_class: commercial, filing_indicator: CI,'
        " route: all}"
        for row in _rows(source / "payers.csv")
    ]
    (path / "payers.yaml").write_text("payers:\n" + "\n".join(entries) + "\n")
    (path / "company.yaml").write_text(COMPANY)
    (client / "client.yaml").write_text(CLIENT)
    (client / "fees.csv").write_text(FEES)
    (client / "crosswalk.csv").write_text(CROSSWALK)
    return convert(source, client / "inbox" / "encounters" / BATCH, npis, payer_ids)
