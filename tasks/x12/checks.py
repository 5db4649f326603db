"""What a guide says of single values: amounts that can be read, dates that are dates, known codes, check digits."""

import numpy as np

from data_contracts.x12.codes import CODES
from data_contracts.x12.guide import Column, Segment
from tasks.x12.findings import Findings, Severity
from tasks.x12.segments import Bools, Ints, Segments, Span, code_of, window
from tasks.x12.values import value_classes


def check_column(
    segments: Segments,
    findings: Findings,
    segment: Segment,
    column: Column,
    span: Span,
    rows: Ints,
    good: Bools,
) -> None:
    """Report the values of one column that break what the guide says of it. Values themselves are never shown."""
    filled = span.filled
    where = f"{segment.id}{column.element:02}" + (f"-{column.component}" if column.component else "")
    if column.kind in _UNREADABLE:
        severity, code, what = _UNREADABLE[column.kind]
        _report(segments, findings, span, rows, filled & ~good, code, severity, f"{where} is not {what}", where)
    if column.required:
        _check_required(findings, column, where, rows[~filled])
    if column.codes:
        unknown = filled & ~segments.among(span, CODES[column.codes])
        message = f"{where} is not a value of the list '{column.codes}'"
        _report(segments, findings, span, rows, unknown, "unknown_code", "warning", message, where, _LIST)
    if column.check == "npi":
        _check_npi(segments, findings, column, where, span, rows, np.flatnonzero(filled))


_UNREADABLE: dict[str, tuple[Severity, str, str]] = {
    "amount": ("error", "unreadable_amount", "an amount of money"),
    "quantity": ("warning", "unreadable_number", "a number"),
    "count": ("warning", "unreadable_number", "a whole number"),
    "date": ("warning", "unreadable_date", "a day written CCYYMMDD"),
    "first_day": ("warning", "unreadable_date", "a day written CCYYMMDD, or two with a hyphen"),
    "last_day": ("warning", "unreadable_date", "a day written CCYYMMDD, or two with a hyphen"),
}
_ASK = "Ask the sender for a corrected file"
_LIST = "Compare with the current list"


def _report(
    segments: Segments,
    findings: Findings,
    span: Span,
    rows: Ints,
    wrong: Bools | Ints,
    code: str,
    severity: Severity,
    message: str,
    where: str,
    remedy: str = _ASK,
) -> None:
    """Report some of the values with their classes."""
    at = rows[wrong]
    if len(at):
        findings.add(code, severity, at, message, remedy, where, value_classes(segments, span.take(wrong)))


def _check_required(findings: Findings, column: Column, where: str, rows: Ints) -> None:
    """Report absent elements; an absent amount is one that cannot be read."""
    if column.kind == "amount":
        message = f"{where} is absent: an amount must stand there"
        findings.add("unreadable_amount", "error", rows, message, _ASK, where, "empty")
    else:
        findings.add("missing_element", "warning", rows, f"{where} is absent", _ASK, where, "empty")


def _check_npi(
    segments: Segments, findings: Findings, column: Column, where: str, span: Span, rows: Ints, at: Ints
) -> None:
    """Report National Provider Identifiers whose check digit is wrong, where the qualifier says it is one."""
    if column.check_when is not None:
        qualifier = segments.codes(segments.element(rows[at], column.check_when[0]))
        at = at[qualifier == code_of(column.check_when[1])]
    wrong = at[~is_npi(segments.content, span.take(at))]
    message = f"{where} is not an NPI: ten digits with a check digit"
    remedy = "Check the provider's identifier"
    _report(segments, findings, span, rows, wrong, "npi_check_digit", "warning", message, where, remedy)


def is_npi(content: bytes, span: Span) -> Bools:
    """Which values are ten digits that pass the Luhn check with the prefix 80840 (CMS, NPI check digit)."""
    good = span.end - span.start == 10
    start = np.where(good, span.start, 0)
    byte = window(content, "u1")
    total = np.full(len(start), 24)
    for place in range(10):
        digit = byte[start + place].astype(np.int64) - 48
        good &= (digit >= 0) & (digit <= 9)
        doubled = digit * 2 if place % 2 == 0 else digit
        total += np.where(doubled > 9, doubled - 9, doubled)
    return np.asarray(good & (total % 10 == 0), np.bool_)
