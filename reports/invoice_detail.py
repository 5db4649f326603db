"""The pages behind an invoice: every line, and the payments that each line traces to."""

from decimal import Decimal
from itertools import groupby
from typing import Any

from reports.amounts import measured, price, summed
from reports.invoice_fee import has_more_lines
from reports.paper import Column, Row, Section, Table, Text, names, total_row
from reports.render import count, counted, day, money
from reports.sealed import Sealed
from reports.words import source

# More rows than anybody reads on paper, and than are set in half a second: the workbook has every posting anyway.
ON_PAPER = 400
BY_CLAIM = (
    "Claim: the number on the claim without its last two digits. Source: the first 12 digits of the sha256 of the "
    "file, which we keep, and the byte or line in it."
)
BY_FILE = "Payments of one file stand together. Source: the first 12 digits of the sha256 of the file, which we keep."


def detail(sealed: Sealed, document: dict[str, Any]) -> tuple[Section, ...]:
    """The sections after page one: every line where page one does not say it all, then what each rests on."""
    if not has_more_lines(document):
        return _payments(sealed, document, new_page=True)
    parts = [_lines(sealed, document)]
    if any(line["rendering_npi"] for line in document["lines"]):
        parts.append(_physicians(sealed, document))
    return (Section("Lines", tuple(parts), new_page=True), *_payments(sealed, document, new_page=False))


def _lines(sealed: Sealed, document: dict[str, Any]) -> Table:
    split = any(line["rendering_npi"] for line in document["lines"])
    columns = names(
        "Line", "*What", *(["Physician"] if split else []), ">Base or quantity", ">Rate or price", ">Amount"
    )
    rows = [
        Row(
            (
                str(line["line"]),
                line["description"],
                *([sealed.name(line["rendering_npi"])] if split else []),
                measured(line, summed([line], "base_amount"), summed([line], "quantity")),
                price(line),
                money(Decimal(line["amount"])),
            )
        )
        for line in document["lines"]
    ]
    base = summed(document["lines"], "base_amount")
    sums = ("" if base is None else money(base), "", money(Decimal(document["amount_due"])))
    caption = "Every line, under the agreement of the day; the sum of the bases is the base of the document"
    return Table(caption, columns, (*rows, total_row(len(columns), "All", *sums)))


def _physicians(sealed: Sealed, document: dict[str, Any]) -> Table:
    lines = sorted(document["lines"], key=lambda line: (line["rendering_npi"] is None, line["rendering_npi"] or ""))
    rows = []
    for npi, of in groupby(lines, key=lambda line: line["rendering_npi"]):
        group = list(of)
        cells = (money(summed(group, key) or Decimal(0)) for key in ("base_amount", "amount"))
        rows.append(Row((sealed.name(npi, "The practice"), npi or "", *cells)))
    sums = (money(summed(lines, key) or Decimal(0)) for key in ("base_amount", "amount"))
    rows.append(total_row(4, "All", *sums))
    return Table("By physician", names("*Physician", "NPI", ">Base", ">Amount"), tuple(rows))


def _payments(sealed: Sealed, document: dict[str, Any], *, new_page: bool) -> tuple[Section, ...]:
    """What each line with a fee rests on: each payment, or those of one file together, or where they are."""
    book = f"{'credit-note' if document['kind'] == 'credit_note' else 'invoice'}-{document['number']}.xlsx"
    lines = {line["line"]: line for line in document["lines"] if line["kind"] != "not_percent"}
    if not document["shares"]:
        return ()
    for query, head in (("payments", BY_CLAIM), ("payments_by_file", BY_FILE)):
        rows = [row for row in sealed.rows(query, invoice_id=document["invoice_id"]) if row["line"] in lines]
        if rows and len(rows) <= ON_PAPER:
            tables = (_table(sealed, lines[line], list(of)) for line, of in groupby(rows, key=lambda row: row["line"]))
            note = Text(f"{head} {book} has every posting of every line, with the whole digest.", "note")
            return (Section("What each line rests on", (note, *tables), new_page),)
    shares = counted(len(document["shares"]), "posting")
    said = (
        f"The {shares} that these lines rest on are in {book}, sheet Payments, each with its file and its place there."
    )
    return (Section("What each line rests on", (Text(said),)),)


def _table(sealed: Sealed, line: dict[str, Any], rows: list[dict[str, Any]]) -> Table:
    earlier = any(row["original_invoice"] or row["original_period"] for row in rows)
    which = Column("Claim", code=True) if "claim_id" in rows[0] else Column("Claims", "right")
    spoken_of = "Service" if rows[0]["source"] == "charge" else "Paid on"
    columns = names(
        "Posted", spoken_of, which, "*Payer", "Kind", *(["Charged for in"] if earlier else []),
        Column("Source", code=True), ">Amount",
    )  # fmt: skip
    who = f", {sealed.name(line['rendering_npi'])}" if line["rendering_npi"] else ""
    cells = [_row(sealed, row, earlier) for row in rows]
    total = total_row(len(columns), "Base of the line", money(Decimal(line["base_amount"])))
    return Table(f"Line {line['line']}: {line['description']}{who}", columns, (*cells, total))


def _row(sealed: Sealed, row: dict[str, Any], earlier: bool) -> Row:
    return Row(
        (
            day(row["posted_on"]),
            day(row["effective_on"]),
            (row["claim_id"] or "–") if "claim_id" in row else count(row["claims"]),
            sealed.name(row["payer_id"], "Patient"),
            source(row["source"] or ""),
            *([_charged_in(row)] if earlier else []),
            _place(row),
            money(row["amount"]),
        )
    )


def _charged_in(row: dict[str, Any]) -> str:
    """The invoice that had charged for money that is taken back; its month where none had."""
    if row["original_invoice"]:
        return str(row["original_invoice"])
    return f"{row['original_period']:%Y-%m}, not invoiced" if row["original_period"] else ""


def _place(row: dict[str, Any]) -> str:
    """Where it stands: file, and place where it is one payment."""
    if row["source_file"] is None:
        return "–"
    place = f":{row['source_position']}" if "source_position" in row else ""
    return f"{row['source_file'][:12]}{place}"
