"""What in an 835 may balance and yet be wrong: lines that were lost, facts that contradict each other.

A line that was lost is an error: its money was not read. All else is a warning for a person.
"""

import numpy as np
import polars as pl

from data_contracts.x12 import x835
from tasks.x12.balance import among, between, cents, filled, place, present, report
from tasks.x12.findings import Findings
from tasks.x12.segments import Bools, Ints
from tasks.x12.values import classes_of

Tables = dict[str, pl.DataFrame]
# What tells a claim of a transaction set that comes twice.
CLAIM_KEYS = ("st_index", "claim_number", "status_code", "charge_amount", "paid_amount", "payer_claim_number")
# As many triplets as a segment has.
_BACK = 6
_KNOWN = frozenset(segment.id for _, segment in x835.GUIDE.uses())
_LOOK = "Look at the claim before the money is posted; ask the payer if it is not clear"


def check_plausible(tables: Tables, findings: Findings) -> None:
    """Report what contradicts itself in the tables of the 835 (as read, before dates are filled in)."""
    _check_lost_lines(tables, findings)
    _check_payments(tables["payment"], findings)
    if len(tables["claim"]):
        _check_claims(tables, findings)
        _check_dates(tables, findings)
        _check_repeated(tables, findings)
    _check_adjustments(tables["adjustment"], findings)


def _check_lost_lines(tables: Tables, findings: Findings) -> None:
    """Report claims whose lines were likely lost among segments that no guide knows."""
    other, claim, line = tables["other_segments"], tables["claim"], tables["line"]
    if other.is_empty() or claim.is_empty():
        return
    (charge,), (of_line,) = cents(claim, "charge_amount"), cents(line, "charge_amount")
    difference = between(of_line, place(line), place(claim)) - charge
    strange = ~pl.col("segment_id").is_in(_KNOWN).fill_null(False)
    inside = other.filter(pl.col("claim_index").is_not_null() & strange)
    unread = between(np.ones(len(inside), np.int64), place(inside), place(claim)) > 0
    what = "A segment of the claim could not be read, and its lines do not add up to its charge: a line was likely lost"
    report(claim, np.where(unread, difference, 0), findings, "unread_line", what, "CLP03")


def _check_payments(payment: pl.DataFrame, findings: Findings) -> None:
    """Report payments of something by no means, and of nothing by some means (BPR02, BPR04)."""
    (amount,) = cents(payment, "amount")
    none = among(payment["method"], "NON")
    message = "BPR04 says that nothing is paid (NON) and BPR02 pays, or the other way round"
    wrong = (none & (amount != 0)) | (~none & (amount == 0) & present(payment["amount"]))
    classes = classes_of(payment["method"].filter(pl.Series(wrong))).to_list() if wrong.any() else []
    rows = place(payment)[wrong] - 1
    findings.add("payment_method", "warning", rows, message, "Look for the deposit", "BPR04", classes)


def _check_claims(tables: Tables, findings: Findings) -> None:
    """Report claims whose status, charge, payment and patient's share contradict each other, or that no LX opens."""
    claim, adjustment = tables["claim"], tables["adjustment"]
    charge, paid, share = cents(claim, "charge_amount", "paid_amount", "patient_responsibility")
    rows = place(claim) - 1
    wrong = among(claim["status_code"], "4") & (paid > 0)
    message = "The claim is denied (CLP02 = 4) and paid"
    findings.add("denied_but_paid", "warning", rows[wrong], message, _LOOK, "CLP04", "amount")
    message = "More is paid than was charged: it may have to be paid back"
    findings.add("paid_above_charge", "warning", rows[paid > np.maximum(charge, 0)], message, _LOOK, "CLP04", "amount")
    (amount,) = cents(adjustment, "amount")
    of_patient = np.where(among(adjustment["group_code"], "PR"), amount, 0)
    owed = between(of_patient, place(adjustment), place(claim))
    # A reversal says no share of the patient: it takes the first one back.
    differs = np.where(among(claim["status_code"], "22"), 0, owed - share)
    what = "The adjustments of group PR are not the patient's share (CLP05)"
    report(claim, differs, findings, "patient_share_differs", what, "CLP05", "warning", _LOOK)
    first = np.append(True, np.diff(claim["st_index"].to_numpy()) != 0)
    bare = first & ~present(claim["batch_index"])
    message = "Claims begin before any LX"
    findings.add("missing_segment", "warning", rows[bare], message, "Tell the sender; the claims were read", "LX")


def _check_dates(tables: Tables, findings: Findings) -> None:
    """Report lines without a day of service where the claim has none either, and claims without lines and days."""
    claim, line = tables["claim"], tables["line"]
    of_claim = present(claim["service_from"]) | present(claim["service_to"])
    of_line = present(line["service_from"]) | present(line["service_to"])
    split = between(np.ones(len(line), np.int64), place(line), place(claim)) > 0
    around = np.searchsorted(place(claim), place(line)) - 1
    message = "Neither the line nor its claim has a day of service"
    bare = place(line)[~of_line & ~of_claim[around]] - 1
    findings.add("missing_service_date", "warning", bare, message, "Find the day in our own claim", "DTM02", "empty")
    message = "The claim has no lines and no day of service"
    bare = place(claim)[~of_claim & ~split] - 1
    findings.add("missing_service_date", "warning", bare, message, "Find the day in our own claim", "DTM02", "empty")


def _check_repeated(tables: Tables, findings: Findings) -> None:
    """Report claims that come twice, all amounts alike, in one transaction set."""
    at = tables["claim"]["claim_number"].is_duplicated().arg_true().to_numpy()
    if not len(at):
        return
    again = ~tables["claim"][at].select(pl.struct(CLAIM_KEYS).is_first_distinct()).to_series().to_numpy()
    report_repeated(place(tables["claim"])[at[again]] - 1, findings)


def report_repeated(rows: Ints, findings: Findings) -> None:
    """Report claims (their segments) that came before."""
    message = "The same claim with the same amounts came before in this transaction set: is it paid twice?"
    findings.add("repeated_claim", "warning", rows, message, _LOOK, "CLP01")


def _check_adjustments(adjustment: pl.DataFrame, findings: Findings) -> None:
    """Report adjustments of nothing, and a group and reason that come twice at one claim or line."""
    if adjustment.is_empty():
        return
    (amount,) = cents(adjustment, "amount")
    nothing = (amount == 0) & present(adjustment["amount"])
    _of_triplets(adjustment, nothing, findings, "zero_adjustment", "The adjustment is of nothing", 3)
    twice = _said_before(adjustment)
    message = "The same group and reason came before at this claim or line: is it said twice?"
    _of_triplets(adjustment, twice, findings, "repeated_adjustment", message, 2)


def _of_triplets(
    adjustment: pl.DataFrame, wrong: Bools, findings: Findings, code: str, message: str, element: int
) -> None:
    """Report some adjustments, each triplet by its own element of the CAS."""
    rows, triplet = place(adjustment)[wrong] - 1, adjustment["triplet"].to_numpy()[wrong]
    for number in np.unique(triplet).tolist():
        where = f"CAS{element + 3 * (number - 1):02}"
        findings.add(code, "warning", rows[triplet == number], message, _LOOK, where)


def _said_before(adjustment: pl.DataFrame) -> Bools:
    """Which adjustments have group and reason of one of the last few before them at the same claim or line."""
    where = [filled(adjustment[name], -1) for name in ("st_index", "claim_index", "line_index")]
    what = adjustment["group_code"].hash(1).to_numpy() ^ adjustment["reason_code"].hash(2).to_numpy()
    twice = np.zeros(len(adjustment), bool)
    for back in range(1, min(_BACK, len(adjustment) - 1) + 1):
        same = what[back:] == what[:-back]
        for counter in where:
            same &= counter[back:] == counter[:-back]
        twice[back:] |= same
    return twice
