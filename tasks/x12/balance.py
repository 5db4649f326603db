"""The three balances of an 835: line, claim and transaction, in whole cents.

Line: SVC02 less its CAS is SVC03. Claim: CLP03 less the CAS of the claim and of its lines is CLP04. Transaction: the sum
of CLP04 less the PLB amounts is BPR02. (005010X221A1, balancing; X12 RFI 2601 for line and claim.)
"""

import polars as pl

from tasks.x12.findings import Findings, Severity

Tables = dict[str, pl.DataFrame]
REMEDY = "Do not post it; ask the payer for a corrected remittance"


def check_balances(tables: Tables, findings: Findings) -> None:
    """Report lines, claims and transaction sets that do not balance, and payments below zero."""
    _check_lines(tables, findings)
    _check_claims(tables, findings)
    _check_transactions(tables, findings)


def cents(column: str) -> pl.Expr:
    """A money column as whole cents; what could not be read (and is reported so) counts as nothing."""
    return pl.col(column).to_physical().cast(pl.Int64).fill_null(0)


def _summed(frame: pl.DataFrame, keys: list[str], name: str) -> pl.DataFrame:
    """The amounts of a table by some keys."""
    return frame.group_by(keys).agg(cents("amount").sum().alias(name))


def _with(frame: pl.DataFrame, sums: pl.DataFrame, keys: list[str], name: str) -> pl.DataFrame:
    """The frame with a sum beside each row, 0 where there is none."""
    return frame.join(sums, on=keys, how="left", maintain_order="left").with_columns(pl.col(name).fill_null(0))


def _check_lines(tables: Tables, findings: Findings) -> None:
    keys = ["st_index", "claim_index", "line_index"]
    lines = _with(tables["line"], _summed(tables["adjustment"], keys, "adjusted"), keys, "adjusted")
    difference = cents("charge_amount") - pl.col("adjusted") - cents("paid_amount")
    _report(
        lines, difference, findings, "line_out_of_balance", "The line's charge less its adjustments is not what it paid"
    )


def _check_claims(tables: Tables, findings: Findings) -> None:
    keys = ["st_index", "claim_index"]
    claims = _with(tables["claim"], _summed(tables["adjustment"], keys, "adjusted"), keys, "adjusted")
    difference = cents("charge_amount") - pl.col("adjusted") - cents("paid_amount")
    what = "The claim's charge less all its adjustments is not what it paid"
    _report(claims, difference, findings, "claim_out_of_balance", what)
    lines = tables["line"].group_by(keys).agg(cents("charge_amount").sum().alias("of_lines"))
    split = claims.join(lines, on=keys, how="inner", maintain_order="left")
    positive = claims.filter(
        (pl.col("status_code") == "22") & ((cents("charge_amount") > 0) | (cents("paid_amount") > 0))
    )
    message = "A reversal (CLP02 = 22) takes back: its amounts must be below zero"
    findings.add("positive_reversal", "warning", positive["segment"].to_numpy() - 1, message, REMEDY, "CLP04")
    what = "The charges of the lines do not add up to the claim's charge"
    difference = pl.col("of_lines") - cents("charge_amount")
    _report(split, difference, findings, "line_charges_differ", what, "warning")


def _check_transactions(tables: Tables, findings: Findings) -> None:
    paid = tables["claim"].group_by("st_index").agg(cents("paid_amount").sum().alias("paid"))
    payments = _with(tables["payment"], paid, ["st_index"], "paid")
    provider = _summed(tables["provider_adjustment"], ["st_index"], "provider")
    payments = _with(payments, provider, ["st_index"], "provider")
    difference = pl.col("paid") - pl.col("provider") - cents("amount")
    what = "The claims' payments less the provider adjustments are not the payment"
    _report(payments, difference, findings, "transaction_out_of_balance", what)
    below = payments.filter((cents("amount") < 0) | (pl.col("credit_or_debit") == "D"))
    message = "The payment is below zero or a debit (BPR02, BPR03): an 835 never takes money that way"
    findings.add("negative_payment", "error", below["segment"].to_numpy() - 1, message, REMEDY, "BPR02")


def _report(
    frame: pl.DataFrame, difference: pl.Expr, findings: Findings, code: str, what: str, severity: Severity = "error"
) -> None:
    """Report the rows whose difference (in cents) is not zero."""
    off = frame.select("segment", off=difference).filter(pl.col("off") != 0)
    messages = [f"{what}: off by {'-' * (n < 0)}{abs(n) // 100}.{abs(n) % 100:02}" for n in off["off"].to_list()]
    findings.add(code, severity, off["segment"].to_numpy() - 1, messages, REMEDY)
