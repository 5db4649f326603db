"""The workbook of an invoice or credit note: its lines, every posting behind them, and the work that was counted."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from reports.sealed import Sealed

LINES = ("line", "kind", "description", "physician", "agreement_from", "base_amount", "rate", "quantity", "amount")
POSTINGS = (
    "line", "posting_id", "posted_on", "effective_on", "claim_id", "line_id", "payer_id", "payer", "payer_class",
    "physician", "place_of_service", "code", "source", "amount", "original_posting_id", "original_invoice",
    "source_file", "source_position",
)  # fmt: skip
WORK = ("kind", "subject_id", "worked_on", "payer_class", "physician", "quantity", "amount", "description")
_WIDTHS = {"description": 48, "payer": 28, "physician": 28, "source_file": 68, "posting_id": 40, "line_id": 20,
           "original_posting_id": 40, "claim_id": 20, "subject_id": 24}  # fmt: skip
_MONEY = {"amount", "base_amount"}
_RATES = {"rate", "quantity"}
_DAYS = {"agreement_from"}


def workbook(sealed: Sealed, whole: dict[str, Any], document: dict[str, Any]) -> bytes:
    """The XLSX; the same bytes for the same month: it was created on the day on which the document was issued."""
    # Only those who write documents pay for it.
    from xlsxwriter import Workbook

    made = BytesIO()
    book = Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    issued = date.fromisoformat(document["issued_on"])
    title = f"{'Credit note' if document['kind'] == 'credit_note' else 'Invoice'} {document['number']}"
    book.set_properties(
        {"title": title, "author": whole["company"]["name"], "created": datetime(issued.year, issued.month, issued.day)}
    )
    postings = sealed.rows("postings", invoice_id=document["invoice_id"])
    _head(book, title, whole, document)
    _sheet(book, "Lines", LINES, [line | {"physician": _who(sealed, line)} for line in document["lines"]])
    _sheet(
        book, "Payments", POSTINGS,
        [row | {"physician": _who(sealed, row), "payer": sealed.name(row["payer_id"])} for row in postings],
    )  # fmt: skip
    _sheet(book, "Work", WORK, [row | {"physician": _who(sealed, row)} for row in sealed.rows("work")])
    book.close()
    return made.getvalue()


def _who(sealed: Sealed, row: dict[str, Any]) -> str | None:
    return sealed.name(row["rendering_npi"]) if row["rendering_npi"] else None


def _head(book: Any, title: str, whole: dict[str, Any], document: dict[str, Any]) -> None:
    """The first sheet: whose, for which month, how much."""
    sheet = book.add_worksheet("Document")
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 48)
    rows = [
        ("Document", title), ("From", whole["company"]["name"]), ("To", whole["client"]["name"]),
        ("Month", whole["period"]), ("Version", whole["version"]),
        ("Issued", date.fromisoformat(document["issued_on"])),
        ("Due", date.fromisoformat(document["due_on"])), ("Takes back", document["credits"]),
        *((name, Decimal(document[key])) for name, key in (
            ("Base", "base_amount"), ("Fee", "fee_amount"), ("Tax", "tax_amount"), ("Amount due", "amount_due"))),
    ]  # fmt: skip
    bold = book.add_format({"bold": True})
    styles = _styles(book)
    for place, (name, value) in enumerate(rows):
        sheet.write_string(place, 0, name, bold)
        _write(sheet, place, 1, value, styles["amount" if isinstance(value, Decimal) else "text"], styles["day"])


def _sheet(book: Any, name: str, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """A table of rows with a frozen head; an empty cell for what is not known."""
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    styles = _styles(book)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS.get(column, 14))
        sheet.write_string(0, at, column.replace("_", " "), head)
        amounts = column in _MONEY
        style = styles["amount" if amounts else "rate" if column in _RATES else "text"]
        for place, row in enumerate(rows, 1):
            _write(sheet, place, at, _value(column, row[column]), style, styles["day"])
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _styles(book: Any) -> dict[str, Any]:
    formats = {"amount": "#,##0.00;[Red]-#,##0.00", "rate": "#,##0.00##", "day": "yyyy-mm-dd", "text": "General"}
    return {name: book.add_format({"num_format": text}) for name, text in formats.items()}


def _value(column: str, value: Any) -> Any:
    """A value with its type: those of invoice.json are text."""
    if isinstance(value, str) and column in _MONEY | _RATES:
        return Decimal(value)
    return date.fromisoformat(value) if isinstance(value, str) and column in _DAYS else value


def _write(sheet: Any, row: int, column: int, value: Any, style: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        # A workbook has no decimals: to the cent an amount is exact up to fifteen digits.
        sheet.write_number(row, column, value, style)
