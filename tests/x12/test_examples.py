"""Files that others made: the verdicts of the MANIFEST, and oxedi's reading of every 835 to the cent."""

import csv
from pathlib import Path

import polars as pl
import pytest

from tasks.x12.convert import read_file
from tasks.x12.read import read_835
from tests.x12.pyx12_check import errors as pyx12_errors

ROOT = Path(__file__).resolve().parents[3] / "shared" / "x12"
# Where pyx12 says something else than the MANIFEST (envelope and balance), and why.
PYX12_DIFFERS = {
    "277ca/imsweb-x12-277CA-accepted.x12": "the provider's level has no STC of its own: situational, not the envelope",
    "835/keironstoddart-united-healthcare-legacy-sample.x12": "NP is no state: a code value",
    "837i/kputnam-837-institutional-claim.x12": "the billing provider's ZIP code has five digits, not nine",
    "837i/kputnam-automobile-accident.x12": "the billing provider's ZIP code has five digits, not nine",
    "837i/kputnam-two-claims-for-the-same-provider.x12": "the billing provider's ZIP code has five digits, not nine",
    "837p/kputnam-oxygen.x12": "PWK02 = AD is not in pyx12's list: a code value",
    "999/kputnam-response-to-functional-group-containing-3-837s.x12": "two CTX at one segment, pyx12's map takes one",
    "837p/kputnam-wheelchair.x12": "PWK02 = AD is not in pyx12's list: a code value",
}
PYX12_READS = ("837P", "837I", "835", "999", "277CA")


def _manifest() -> list[dict[str, str]]:
    if not (ROOT / "MANIFEST.tsv").is_file():
        return []
    with (ROOT / "MANIFEST.tsv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


MANIFEST = _manifest()
REMITTANCES = [row["file"] for row in MANIFEST if row["transaction_set"] == "835"]
WITH_PYX12 = [row for row in MANIFEST if row["transaction_set"] in PYX12_READS]
# tests/trust/test_x12_pyx12.py asks it of all.
_FEW = [row for row in WITH_PYX12 if row["file"] in PYX12_DIFFERS or row["transaction_set"] not in ("837P", "837I")]


@pytest.fixture(autouse=True)
def _needs_examples(shared: Path) -> None:
    """All tests here read the shared examples."""


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: row["file"])
def test_verdict_is_that_of_the_manifest(row):
    tables = read_file((ROOT / row["file"]).read_bytes(), row["file"])
    errors = tables["finding"].filter(pl.col("severity") == "error")
    assert errors.is_empty() == (row["envelope_and_balance"] == "ok"), errors["message"].to_list()


def pyx12_agrees(row: dict[str, str]) -> bool:
    """Whether pyx12 finds a file valid just when the MANIFEST does."""
    content = (ROOT / row["file"]).read_bytes().removeprefix(b"\xef\xbb\xbf")
    return (not pyx12_errors(content)) == (row["envelope_and_balance"] == "ok")


@pytest.mark.parametrize("row", _FEW, ids=lambda row: row["file"])
def test_pyx12_agrees_or_it_is_known_why_not(row):
    assert pyx12_agrees(row) == (row["file"] not in PYX12_DIFFERS)


def test_the_examples_out_of_balance_are_named_by_level():
    found = read_835((ROOT / "835/moov-io-sample1.x12").read_bytes(), "f")["finding"]
    errors = found.filter(pl.col("severity") == "error").select("code", "st_control", "claim_index").rows()
    # The file pays minus 6173.50: the MANIFEST speaks of the claim only, BPR02 below zero is an error of its own.
    assert errors == [
        ("negative_payment", "0001", None),
        ("claim_out_of_balance", "0001", 0),
        ("negative_payment", "0002", None),
    ]


@pytest.mark.parametrize("name", REMITTANCES)
def test_oxedi_reads_the_same(name):
    oxedi = pytest.importorskip("oxedi")
    content = (ROOT / name).read_bytes()
    theirs, ours = oxedi.parse(content).tables.to_polars(), read_835(content, name)
    _same_payments(ours, theirs)
    _same_claims(ours, theirs)
    _same_lines(ours, theirs)
    _same_adjustments(ours, theirs)


def _text(*names: str) -> list[pl.Expr]:
    """oxedi's texts are bytes, and absent elements in the middle of a segment are empty instead of null."""
    return [pl.col(name).cast(pl.String).replace("", None) for name in names]


def _rows(frame: pl.DataFrame, *columns: str | pl.Expr) -> list[tuple[object, ...]]:
    return frame.select(*columns).rows()


def _same_payments(ours: dict[str, pl.DataFrame], theirs: dict[str, pl.DataFrame]) -> None:
    same = {
        "handling": "handling_code", "credit_or_debit": "credit_debit_flag", "method": "payment_method",
        "payment_format": "payment_format", "trace": "trace_number", "originator_id": "payer_identifier",
        "payer_name": "payer_name", "payer_city": "payer_city", "payer_state": "payer_state",
        "payer_postal_code": "payer_zip", "payee_name": "payee_name", "payee_qualifier": "payee_id_qualifier",
        "payee_identifier": "payee_id", "payee_city": "payee_city", "payee_state": "payee_state",
        "payee_postal_code": "payee_zip",
    }  # fmt: skip
    mine = _rows(ours["payment"], "amount", "payment_on", "production_on", *same)
    dates = ("payment_date", "production_date")
    assert mine == _rows(theirs["payments"], "total_payment_amount", *dates, *_text(*same.values()))


def _same_claims(ours: dict[str, pl.DataFrame], theirs: dict[str, pl.DataFrame]) -> None:
    exact = {
        "st_index": "payment", "charge_amount": "charge_amount", "paid_amount": "payment_amount",
        "patient_responsibility": "patient_responsibility", "covered_amount": "coverage_amount",
        "drg_weight": "drg_weight", "service_from": "statement_from", "service_to": "statement_to",
    }  # fmt: skip
    same = {
        "claim_number": "claim_id", "status_code": "claim_status", "filing_indicator": "filing_indicator",
        "payer_claim_number": "payer_control_number", "facility_code": "facility_type", "frequency": "frequency_code",
        "drg_code": "drg_code", "patient_last_name": "patient_last_name", "patient_first_name": "patient_first_name",
        "member_qualifier": "patient_id_qualifier", "member_id": "patient_id", "group_number": "group_number",
        "rendering_last_name": "rendering_provider_name", "rendering_qualifier": "rendering_provider_id_qualifier",
        "rendering_identifier": "rendering_provider_id",
    }  # fmt: skip
    mine = _rows(ours["claim"], pl.col("segment") - 1, *exact, *same)
    assert mine == _rows(theirs["claims"], "segment", *exact.values(), *_text(*same.values()))


def _same_lines(ours: dict[str, pl.DataFrame], theirs: dict[str, pl.DataFrame]) -> None:
    exact = {
        "charge_amount": "charge_amount", "paid_amount": "payment_amount", "allowed_amount": "allowed_amount",
        "paid_units": "units_paid", "original_units": "original_units",
    }  # fmt: skip
    same = {"code_qualifier": "procedure_qualifier", "code": "procedure_code",
            "line_control": "line_item_control_number"}  # fmt: skip
    claim = ours["claim"].with_row_index("claim").select("st_index", "claim_index", pl.col("claim").cast(pl.Int64))
    lines = ours["line"].join(claim, on=["st_index", "claim_index"], how="left", maintain_order="left")
    mine = _rows(lines, pl.col("segment") - 1, "st_index", "claim", *exact, *same)
    assert mine == _rows(theirs["services"], "segment", "payment", "claim", *exact.values(), *_text(*same.values()))


def _same_adjustments(ours: dict[str, pl.DataFrame], theirs: dict[str, pl.DataFrame]) -> None:
    names = ("group_code", "reason_code")
    of_line = pl.col("line_index").is_not_null()
    mine = _rows(ours["adjustment"], pl.col("segment") - 1, "st_index", of_line, "amount", "quantity", *names)
    of_service = pl.col("service").is_not_null()
    assert mine == _rows(
        theirs["adjustments"], "segment", "payment", of_service, "amount", "quantity", *_text(*names)
    )  # fmt: skip
    same = {"reason_code": "reason_code", "reference": "reference_id", "provider_identifier": "provider_id"}
    place = (pl.col("segment") - 1, "st_index")
    mine = _rows(ours["provider_adjustment"], *place, "amount", "fiscal_on", *same)
    exact = ("segment", "payment", "amount", "fiscal_period_date")
    assert mine == _rows(theirs["provider_adjustments"], *exact, *_text(*same.values()))
