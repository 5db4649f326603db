"""Correction files for tests: rows as a person writes them, as CSV or as a workbook."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from data_contracts.corrections import COLUMNS
from tests.ledger.books import DAY, Books, Claim
from tests.ledger.x835 import Clp, Line, St

BY = {"reason": "policy", "decided_by": "r.stone", "decided_on": str(DAY)}


def row(action: str, claim: Claim | str | None = None, amount: object = None, **cells: object) -> dict[str, object]:
    """A decision."""
    number = claim.number if isinstance(claim, Claim) else claim
    return {"action": action, "claim_number": number, "amount": amount, **BY, **cells}


def as_csv(*rows: dict[str, object]) -> str:
    """A CSV of decisions."""
    lines = [",".join("" if r.get(c) is None else str(r[c]) for c in COLUMNS) for r in rows]
    return "\n".join([",".join(COLUMNS), *lines, ""])


def decide(books: Books, *rows: dict[str, object], name: str = "a") -> None:
    """The next night over these decisions."""
    books.drop("corrections", as_csv(*rows), name)
    books.tomorrow()


def outcome(books: Books) -> list[tuple[Any, ...]]:
    """Status and fault of every decision, in order of file and line."""
    return books.rows("SELECT status, fault FROM core.correction ORDER BY received_on, source_file, source_line")


def owing_patient(books: Books) -> Claim:
    """A claim of 100: its payer paid 60, gave up 20 and leaves 20 to the patient."""
    claim = books.claim([100])
    line = Line(100, 60, [("CO", "45", 20), ("PR", "1", 20)], control=claim.lines[0])
    books.today(St(60, [Clp(claim.number, 100, 60, [line])]))
    return claim


_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Decisions" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        ' Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def as_xlsx(*rows: dict[str, object]) -> bytes:
    """A workbook of decisions: numbers as numbers, everything else as text."""
    table: Sequence[Sequence[object]] = [COLUMNS, *([r.get(c) for c in COLUMNS] for r in rows)]
    lines = "".join(f"<row>{''.join(_cell(value) for value in line)}</row>" for line in table)
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{lines}</sheetData></worksheet>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name, text in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            parts.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, int | float):
        return f"<c><v>{value!r}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
