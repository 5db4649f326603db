"""Reads a BAI2 bank file into rows of what the bank received and paid; a file whose totals do not tie is not used.

The rows have the columns of the CSV and three more: what the bank calls the transaction, where its trace stands, and
who sent it. Positions are lines of the file, from 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from data_contracts.bank_file import CREDITS, DEBITS, FUNDS_VALUES, KINDS, PAYER, TRACE


class Bai2Error(Exception):
    """The file cannot be used; the text says where and why, without values of the file."""


@dataclass
class Record:
    """A record with its continuations: where it began, how many lines it took, its values, the lines of its text."""

    line: int
    fields: list[str]
    lines: int = 1
    text: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Transaction:
    """A transaction of record 16."""

    source_line: int
    deposited_on: str
    amount: str
    kind: str
    trace: str | None
    trace_from: str | None
    originator_id: str | None
    payer_name: str | None
    description: str


@dataclass
class _Sums:
    """What a trailer promises of its part of the file."""

    amount: int = 0
    parts: int = 0
    records: int = 1


def is_bai2(content: bytes) -> bool:
    """True when the file begins as a BAI2 file does."""
    return content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"01,")


def read_bai2(content: bytes) -> list[Transaction]:
    """The transactions of a file. Raises Bai2Error when it is no BAI2 file, is cut off, or its totals do not tie."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Bai2Error("the file is not text") from None
    found: list[Transaction] = []
    open_parts: list[tuple[str, _Sums]] = []
    day = ""
    for record in _records(text):
        code = record.fields[0]
        if open_parts and code not in _OPENS:
            for _, sums in open_parts:
                sums.records += record.lines
        if code in _OPENS:
            _open(record, code, open_parts)
            day = _day(record) if code == "02" else day
        elif code == "16":
            _expect(record, bool(open_parts) and open_parts[-1][0] == "03", "a transaction outside an account")
            found.append(_transaction(record, day))
            open_parts[-1][1].amount += _cents(record, record.fields[2])
        elif code in _CLOSES:
            _close(record, code, open_parts)
        else:
            raise Bai2Error(f"line {record.line}: no record of BAI2 begins so")
    if open_parts or not text.strip():
        raise Bai2Error("the file is cut off: a trailer record is missing")
    return found


_OPENS = {"01": "", "02": "01", "03": "02"}
_CLOSES = {"49": "03", "98": "02", "99": "01"}


def _records(text: str) -> Iterator[Record]:
    """The records, each with its continuations. A continued text goes on in a new line, other values after a comma."""
    record: Record | None = None
    for number, line in enumerate(text.splitlines(), 1):
        raw = line.strip()
        if not raw:
            continue
        if raw.startswith("88,"):
            if record is None:
                raise Bai2Error(f"line {number}: a continuation of nothing")
            _continue(record, raw[3:])
            continue
        if record is not None:
            yield record
        record = Record(number, [])
        _fill(record, raw)
    if record is not None:
        yield record


def _fill(record: Record, raw: str) -> None:
    if raw.startswith("16,"):
        values = raw.split(",")
        head = _head_of_16(values)
        record.fields = [value.strip().rstrip("/") for value in values[:head]]
        rest = ",".join(values[head:]).removesuffix("/")
        record.text = [rest] if rest else []
    else:
        record.fields = [value.strip() for value in raw.removesuffix("/").split(",")]


def _continue(record: Record, raw: str) -> None:
    record.lines += 1
    if record.fields[0] == "16":
        record.text.append(raw.removesuffix("/"))
    else:
        record.fields += [value.strip() for value in raw.removesuffix("/").split(",")]


def _head_of_16(values: Sequence[str]) -> int:
    """How many values stand before the text: code, type, amount, funds type and what it needs, two references."""
    return 4 + _after_funds(values, 3) + 2


def _after_funds(values: Sequence[str], place: int) -> int:
    """How many values belong to the funds type at `place`."""
    kind = values[place].strip().rstrip("/") if place < len(values) else ""
    if kind == "D" and place + 1 < len(values) and values[place + 1].isdigit():
        return 1 + 2 * int(values[place + 1])
    return FUNDS_VALUES.get(kind, 0)


def _open(record: Record, code: str, open_parts: list[tuple[str, _Sums]]) -> None:
    within = open_parts[-1][0] if open_parts else ""
    _expect(record, within == _OPENS[code], "a header that does not belong here")
    for _, sums in open_parts:
        sums.records += record.lines
    if open_parts:
        open_parts[-1][1].parts += 1
    sums = _Sums(records=record.lines)
    if code == "02":
        _expect(record, len(record.fields) > 4 and record.fields[3] == "1", "a group that is no update (status 1)")
    if code == "03":
        _expect(record, len(record.fields) < 3 or record.fields[2] in {"", "USD"}, "an account not in dollars")
        sums.amount = sum(_summary(record))
    open_parts.append((code, sums))


def _summary(record: Record) -> Iterator[int]:
    """The amounts of an account's summary: type, amount, count, funds type and what it needs, repeated."""
    place = 3
    while place < len(record.fields):
        if place + 1 < len(record.fields) and record.fields[place + 1]:
            yield _cents(record, record.fields[place + 1])
        place += 4 + _after_funds(record.fields, place + 3)


def _close(record: Record, code: str, open_parts: list[tuple[str, _Sums]]) -> None:
    _expect(record, bool(open_parts) and open_parts[-1][0] == _CLOSES[code], "a trailer that does not belong here")
    sums = open_parts.pop()[1]
    promised = [_cents(record, value) for value in record.fields[1:]]
    counted = [sums.amount, sums.records] if code == "49" else [sums.amount, sums.parts, sums.records]
    _expect(record, promised == counted, "the control totals are not those of the records before it")
    if open_parts:
        open_parts[-1][1].amount += sums.amount


def _cents(record: Record, value: str) -> int:
    digits = value.removeprefix("+").removeprefix("-")
    _expect(record, digits.isdigit() and digits.isascii(), "an amount or count that is no whole number")
    return int(value)


def _day(record: Record) -> str:
    try:
        return datetime.strptime(record.fields[4], "%y%m%d").date().isoformat()
    except ValueError:
        raise Bai2Error(f"line {record.line}: no such day") from None


def _expect(record: Record, holds: bool, fault: str) -> None:
    if not holds:
        raise Bai2Error(f"line {record.line}: {fault}")


def _transaction(record: Record, day: str) -> Transaction:
    code = record.fields[1]
    _expect(record, code.isdigit() and (int(code) in CREDITS or int(code) in DEBITS), "a type that is no transaction")
    _expect(record, len(record.fields) > 2, "a transaction without an amount")
    cents = _cents(record, record.fields[2]) * (1 if int(code) in CREDITS else -1)
    text = "\n".join(record.text)
    # A bank may break a line inside the trace, or end a segment by the end of a line.
    found = TRACE.search(text) if "TRN" in text else None
    if found is None or found[2] is None:
        found = TRACE.search("".join(record.text)) or found
    reference = record.fields[-1] or None
    payer = PAYER.search(text)
    return Transaction(
        source_line=record.line,
        deposited_on=day,
        amount=f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}",
        kind=KINDS.get(code, ""),
        trace=found[1] if found else reference,
        trace_from="addenda" if found else "reference" if reference else None,
        originator_id=found[2] if found else None,
        payer_name=payer[1].strip() if payer else None,
        description=f"{','.join(record.fields[-2:])} {text}",
    )
