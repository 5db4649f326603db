"""The balances of an 837: a claim's charge is the sum of its lines; what another payer did with a line adds up to it.

Claim: CLM02 is the sum of SV102 (or SV203). Line: SVD02 and the CAS after it add up to the line's charge; payers that
bundle lines break that, so it is a warning. (005010X222A1 and X223A2, balancing.)
"""

import numpy as np
import polars as pl

from tasks.x12.balance import between, cents, place, report
from tasks.x12.findings import Findings

Tables = dict[str, pl.DataFrame]
_CLAIM = "Do not send or use it; the charge of the claim and of its lines must be made the same"
_LINE = "Compare with the other payer's remittance; bundled lines may differ"


def check_claim_balances(tables: Tables, findings: Findings) -> None:
    """Report claims and adjudicated lines of an 837 (its tables by their names in the guide) that do not balance."""
    claim, line, answer, adjustment = (tables[name] for name in ("claim", "line", "adjudication", "adjustment"))
    (charge,), (of_line,) = cents(claim, "charge_amount"), cents(line, "charge_amount")
    what = "The charges of the lines do not add up to the claim's charge"
    off = between(of_line, place(line), place(claim)) - charge
    report(claim, off, findings, "claim_out_of_balance", what, "CLM02", remedy=_CLAIM)
    if answer.is_empty() or line.is_empty():
        return
    adjustment = adjustment.filter(pl.col("adjudication_index").is_not_null())
    (adjusted,), (paid,) = cents(adjustment, "amount"), cents(answer, "paid_amount")
    around = np.maximum(np.searchsorted(place(line), place(answer)) - 1, 0)
    off = of_line[around] - between(adjusted, place(adjustment), place(answer)) - paid
    what = "What another payer paid and adjusted is not the line's charge"
    report(answer, off, findings, "line_out_of_balance", what, "SVD02", "warning", _LINE)
