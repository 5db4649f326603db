"""A practice whose visits are a Synthea export: tables of NPIs and payers by rule, a small crosswalk."""

import csv
from datetime import date
from pathlib import Path

import polars as pl

from tasks.coding.code_sets import Release, write_release
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
_MAPPED = {
    "CPT": {"185345009": "99213", "185347001": "99213", "185349003": "99213", "390906007": "99212",
            "424441002": "99203", "424619006": "99213"},
    "HCPCS": {"162673000": "G0439"},
    "ICD10CM": {"195662009": "J02.9", "444814009": "J01.90", "10509002": "J20.9", "59621000": "I10",
                "55822004": "E78.5", "73595000": "Z73.3", "72892002": "Z34.90", "185086009": "J44.9",
                "162864005": "E66.9"},
}  # fmt: skip
_FEES = {"99203": "120.00", "99212": "77.49", "99213": "77.49", "G0439": "129.16"}
_SINCE, _UNTIL = date(2015, 10, 1), date(2025, 9, 30)
_CROSSWALK_HEADER = "local_system,local_code,code_system,code,modifier1,modifier2,units_factor,valid_from,valid_to\n"
CROSSWALK = _CROSSWALK_HEADER + "".join(
    f"SNOMED,{snomed},{system},{code},,,1,{_SINCE},\n"
    for system, codes in _MAPPED.items()
    for snomed, code in codes.items()
)
FEES = "code,modifier,fee,valid_from,valid_to\n" + "".join(f"{c},,{fee},{_SINCE},\n" for c, fee in _FEES.items())


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
    _load_icd10cm(path / "codes")
    return convert(source, client / "inbox" / "encounters" / BATCH, npis, payer_ids)


def _load_icd10cm(folder: Path) -> None:
    """The visits lie before the release that comes with the project: load one, as a user would, of the mapped codes."""
    codes = sorted(code.replace(".", "") for code in _MAPPED["ICD10CM"].values())
    rows = pl.DataFrame({"code": codes, "description": codes}).with_columns(
        valid_from=pl.lit(_SINCE), valid_to=pl.lit(_UNTIL), billable=pl.lit(True)
    )
    release = Release("icd10cm", "2015-10", _SINCE, _UNTIL, "the codes that the crosswalk of this test uses")
    write_release(folder / release.file_name, release, rows)
