"""The three balances of an 835: line, claim and transaction, in whole cents.

Line: SVC02 less its CAS is SVC03. Claim: CLP03 less the CAS of the claim and of its lines is CLP04. Transaction: the
sum of CLP04 less the PLB amounts is BPR02. (005010X221A1, balancing; X12 RFI 2601 for line and claim.)
"""

import numpy as np
import polars as pl

from tasks.x12.findings import Findings, Severity
from tasks.x12.segments import Bools, Ints

Tables = dict[str, pl.DataFrame]
REMEDY = "Do not post it; ask the payer for a corrected remittance"


def check_balances(tables: Tables, findings: Findings, settled: slice = slice(None)) -> Ints:
    """Report lines, claims and transaction sets that do not balance, and payments below zero.

    Of the payments those of `settled`; returned is what the claims and provider adjustments of each come to, in cents.
    """
    adjustment, claim, line, payment = (tables[name] for name in ("adjustment", "claim", "line", "payment"))
    (adjusted,), at = cents(adjustment, "amount"), place(adjustment)
    of_line = np.where(present(adjustment["line_index"]), adjusted, 0)
    what = "The line's charge less its adjustments is not what it paid"
    line_charge, line_paid = cents(line, "charge_amount", "paid_amount")
    off = line_charge - between(of_line, at, place(line)) - line_paid
    report(line, off, findings, "line_out_of_balance", what, "SVC03")
    what = "The claim's charge less all its adjustments is not what it paid"
    charge, paid = cents(claim, "charge_amount", "paid_amount")
    report(claim, charge - between(adjusted, at, place(claim)) - paid, findings, "claim_out_of_balance", what, "CLP04")
    what = "The charges of the lines do not add up to the claim's charge"
    of_lines = between(line_charge, place(line), place(claim))
    split = between(np.ones(len(line), np.int64), place(line), place(claim)) > 0
    report(claim, np.where(split, of_lines - charge, 0), findings, "line_charges_differ", what, "CLP03", "warning")
    provider = tables["provider_adjustment"]
    of_claims = between(paid, place(claim), place(payment))
    (of_plb,), (amount,) = cents(provider, "amount"), cents(payment, "amount")
    of_provider = between(of_plb, place(provider), place(payment))
    total: Ints = of_claims - of_provider
    check_payments(payment[settled], total[settled], findings)
    _check_signs(claim, charge, paid, payment, amount, findings)
    return total


def check_payments(payment: pl.DataFrame, total: Ints, findings: Findings) -> None:
    """Report the payments that are not the total of their claims and provider adjustments (in cents)."""
    what = "The claims' payments less the provider adjustments are not the payment"
    (amount,) = cents(payment, "amount")
    report(payment, total - amount, findings, "transaction_out_of_balance", what, "BPR02")


def cents(frame: pl.DataFrame, *columns: str) -> list[Ints]:
    """Money columns as whole cents; what could not be read (and is reported so) counts as nothing."""
    if frame.is_empty():
        return [np.zeros(0, np.int64) for _ in columns]
    return [filled(frame[column]) for column in columns]


def filled(column: pl.Series, nothing: int = 0) -> Ints:
    """The numbers of an Int64 or Decimal column (these in units of their last place), `nothing` where it is null.

    They are looked up in its memory: each query over a column, however short, costs more than what is done here.
    """
    array = column.to_arrow()
    words = 2 if column.dtype.is_decimal() else 1
    values = np.frombuffer(array.buffers()[1], np.int64)[array.offset * words :][: len(array) * words : words]
    return np.where(present(column), values, nothing) if column.null_count() else np.ascontiguousarray(values)


def present(column: pl.Series) -> Bools:
    """Which rows of a column are not null; as filled, mostly without a query."""
    nulls = column.null_count()
    if nulls in (0, len(column)):
        return np.full(len(column), nulls == 0)
    return np.asarray(column.is_not_null().to_numpy(), np.bool_)


def among(column: pl.Series, value: str) -> Bools:
    """Which rows of a text column have the value; null is not it."""
    same = column == value
    return np.asarray((same.fill_null(False) if same.null_count() else same).to_numpy(), np.bool_)


def place(frame: pl.DataFrame) -> Ints:
    """Segment numbers of a table's rows: what belongs to a row stands before the next row of its kind."""
    return frame["segment"].to_numpy()


def between(values: Ints, at: Ints, edges: Ints) -> Ints:
    """For each edge, the sum of the values that stand from it up to the next edge."""
    total = np.concatenate(([0], np.cumsum(values)))
    before = np.searchsorted(at, edges)
    sums: Ints = total[np.append(before, len(at))[1:]] - total[before]
    return sums


def _check_signs(
    claim: pl.DataFrame, charge: Ints, paid: Ints, payment: pl.DataFrame, amount: Ints, findings: Findings
) -> None:
    """Report payments below zero or marked as a debit, and reversals that do not take back."""
    debit = among(payment["credit_or_debit"], "D")
    message = "The payment is below zero or a debit (BPR02, BPR03): an 835 never takes money that way"
    findings.add(
        "negative_payment", "error", place(payment)[(amount < 0) | debit] - 1, message, REMEDY, "BPR02", "amount"
    )
    reversal = among(claim["status_code"], "22")
    message = "A reversal (CLP02 = 22) takes back: its amounts must be below zero"
    wrong = reversal & ((charge > 0) | (paid > 0))
    findings.add("positive_reversal", "warning", place(claim)[wrong] - 1, message, REMEDY, "CLP04", "amount")


def report(
    frame: pl.DataFrame,
    difference: Ints,
    findings: Findings,
    code: str,
    what: str,
    element: str,
    severity: Severity = "error",
    remedy: str = REMEDY,
) -> None:
    """Report the rows whose difference (in cents) is not zero."""
    off = difference.nonzero()[0]
    if not len(off):
        return
    messages = [f"{what}: off by {'-' * (n < 0)}{abs(n) // 100}.{abs(n) % 100:02}" for n in difference[off].tolist()]
    findings.add(code, severity, place(frame)[off] - 1, messages, remedy, element, "amount")
