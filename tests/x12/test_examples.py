"""Files that others made: the verdicts of the MANIFEST, and oxedi's reading of every 835 to the cent."""

import csv
from pathlib import Path

import polars as pl
import pytest

from tasks.x12.convert import read_file
from tasks.x12.read import read_835

ROOT = Path(__file__).resolve().parents[3] / "shared" / "x12"
READ = ("835", "999", "277CA")


def _manifest() -> list[dict[str, str]]:
    if not (ROOT / "MANIFEST.tsv").is_file():
        return []
    with (ROOT / "MANIFEST.tsv").open(encoding="utf-8") as lines:
        return [row for row in csv.DictReader(lines, delimiter="\t") if row["transaction_set"] in READ]


MANIFEST = _manifest()
REMITTANCES = [row["file"] for row in MANIFEST if row["transaction_set"] == "835"]


@pytest.fixture(autouse=True)
def _needs_examples(shared: Path) -> None:
    """All tests here read the shared examples."""


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: row["file"])
def test_verdict_is_that_of_the_manifest(row):
    tables = read_file((ROOT / row["file"]).read_bytes(), row["file"])
    errors = tables["finding"].filter(pl.col("severity") == "error")
    assert errors.is_empty() == (row["envelope_and_balance"] == "ok"), errors["message"].to_list()


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
    mine = _rows(ours["payment"], "amount", "trace", "payer_name", "payee_name", "payee_identifier", "payment_on")
    names = _text("trace_number", "payer_name", "payee_name", "payee_id")
    other = _rows(theirs["payments"], "total_payment_amount", *names, "payment_date")
    assert mine == other


def _same_claims(ours: dict[str, pl.DataFrame], theirs: dict[str, pl.DataFrame]) -> None:
    names = ("claim_number", "status_code", "payer_claim_number", "patient_last_name", "patient_first_name")
    others = ("claim_id", "claim_status", "payer_control_number", *names[3:])
    money = ("charge_amount", "paid_amount", "patient_responsibility")
    others_money = ("charge_amount", "payment_amount", "patient_responsibility")
    mine = _rows(
        ours["claim"], "st_index", pl.col("segment") - 1, *money, *names, "member_id", "service_from", "service_to"
    )
    other = _rows(
        theirs["claims"],
        "payment",
        "segment",
        *others_money,
        *_text(*others, "patient_id"),
        "statement_from",
        "statement_to",
    )
    assert mine == other


def _same_lines(ours: dict[str, pl.DataFrame], theirs: dict[str, pl.DataFrame]) -> None:
    money = ("charge_amount", "paid_amount", "allowed_amount")
    mine = _rows(ours["line"], pl.col("segment") - 1, *money, "code_qualifier", "code", "line_control")
    other = _rows(
        theirs["services"], "segment", "charge_amount", "payment_amount", "allowed_amount",
        *_text("procedure_qualifier", "procedure_code", "line_item_control_number"),
    )  # fmt: skip
    assert mine == other


def _same_adjustments(ours: dict[str, pl.DataFrame], theirs: dict[str, pl.DataFrame]) -> None:
    names = ("group_code", "reason_code")
    mine = _rows(ours["adjustment"], pl.col("segment") - 1, "amount", *names)
    assert mine == _rows(theirs["adjustments"], "segment", "amount", *_text(*names))
    mine = _rows(ours["provider_adjustment"], pl.col("segment") - 1, "amount", "reason_code", "reference", "fiscal_on")
    other = _rows(
        theirs["provider_adjustments"], "segment", "amount", *_text("reason_code", "reference_id"), "fiscal_period_date"
    )
    assert mine == other
