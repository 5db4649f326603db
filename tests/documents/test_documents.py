"""Invoices and what comes with them: true to the sealed month, from it alone, the same bytes each time."""

import json
import shutil
import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from reports import invoice_detail, paper
from reports.invoice import invoice_paper
from reports.month import write_documents
from reports.paper import Paper, Row, Section, Table, Text, names, total_row
from reports.performance import performance_paper
from reports.sealed import open_sealed
from tests.documents.sealed_month import CLIENT, COMPANY, SealedMonth, ordinary
from tests.reports.test_pages import Structure

DUNNING = {
    "form": 1, "company": COMPANY, "client": CLIENT, "as_of": "2026-11-02", "unapplied": "-10.00", "total": "202.40",
    "level": {"name": "First reminder", "after_days": 10, "text": "The invoices below are past their due day."},
    "items": [{"number": "EB-000031", "issued_on": "2026-10-02", "due_on": "2026-10-17", "amount_due": "412.40",
               "paid": "200.00", "open": "212.40", "days_overdue": 16}],
}  # fmt: skip


def number(text: str) -> Decimal:
    return Decimal(text.replace("\N{MINUS SIGN}", "-").replace(",", "").replace("$", ""))


def documents(root: Path) -> dict[str, bytes]:
    return {str(f.relative_to(root)): f.read_bytes() for f in sorted(root.rglob("*.*")) if f.is_file()}


def paper_of(folder: Path) -> Paper:
    with open_sealed(folder) as sealed:
        assert sealed.invoice is not None
        return invoice_paper(sealed, sealed.invoice, sealed.invoice["documents"][0])


def tables(of: Paper, heading: str) -> list[Table]:
    return [p for s in of.sections if s.heading.startswith(heading) for p in s.parts if isinstance(p, Table)]


def negated(month: SealedMonth) -> SealedMonth:
    """The credit note that takes an invoice back."""
    for line in month.lines:
        line |= {key: str(-Decimal(line[key])) for key in ("base_amount", "amount") if line[key] is not None}
    for share in month.shares:
        share["amount"] = str(-Decimal(share["amount"]))
    month.credits, month.version = "EB-000040", 2
    return month


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ordinary().write(tmp_path_factory.mktemp("month"), dunning=DUNNING)


@pytest.fixture(scope="module")
def written(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("reports")
    assert write_documents(folder, root / "riverside") == 3
    return documents(root)


def test_every_document_is_there(written: dict[str, bytes]) -> None:
    assert sorted(written) == [
        "company/2026-11-02/dunning-riverside.html",
        "company/2026-11-02/dunning-riverside.pdf",
        "riverside/2026-10/invoice-EB-000042.html",
        "riverside/2026-10/invoice-EB-000042.pdf",
        "riverside/2026-10/invoice-EB-000042.xlsx",
        "riverside/2026-10/performance.html",
        "riverside/2026-10/performance.pdf",
    ]


def test_rendering_again_elsewhere_gives_the_same_bytes(
    folder: Path, written: dict[str, bytes], tmp_path: Path
) -> None:
    """From a copy of the sealed folder, where nothing else of the workspace is, by a typesetter made anew."""
    copy = tmp_path / "elsewhere" / "2026-10" / "v1"
    shutil.copytree(folder, copy)
    paper._compiler.cache_clear()
    write_documents(copy, tmp_path / "reports" / "riverside")
    assert documents(tmp_path / "reports") == written


def test_pages_are_well_formed_accessible_and_need_nothing_but_themselves(written: dict[str, bytes]) -> None:
    for name, content in written.items():
        if name.endswith(".html"):
            text = content.decode()
            structure = Structure(text)
            assert structure.every("html") == [{"lang": "en"}]
            assert len(structure.every("h1")) == 1
            assert structure.tables_without_caption == 0
            assert all("scope" in attributes for attributes in structure.every("th"))
            ids = [a["id"] for _, a in structure.tags if "id" in a]
            assert len(ids) == len(set(ids))
            assert "://" not in text


def test_pdfs_are_tagged_with_title_and_language(written: dict[str, bytes]) -> None:
    for name, content in written.items():
        if name.endswith(".pdf"):
            assert content.startswith(b"%PDF-1.7")
            plain = _inflated(content)
            for said in (b"/StructTreeRoot", b"/Lang", b"/Marked true", b"pdfuaid"):
                assert said in plain, name
            assert b"Riverside Family Practice" in plain


def _inflated(content: bytes) -> bytes:
    """The bytes of a PDF with its compressed streams unpacked."""
    parts = [content]
    for piece in content.split(b"stream\n")[1:]:
        try:
            parts.append(zlib.decompressobj().decompress(piece))
        except zlib.error:
            continue
    return b"".join(parts)


def test_page_one_adds_up(folder: Path) -> None:
    invoice = paper_of(folder)
    document = json.loads((folder / "invoice.json").read_text())["documents"][0]
    by_class, fee = tables(invoice, "What was collected")[0], tables(invoice, "The fee")[0]
    sums = [sum(number(r.cells[n]) for r in by_class.rows if not r.style) for n in range(1, 5)]
    assert [number(cell) for cell in by_class.rows[-1].cells[1:]] == sums
    assert sums[0] + sums[1] == sums[2]
    assert sums[3] == Decimal(document["base_amount"])
    assert sum(number(r.cells[-1]) for r in fee.rows if not r.style) == Decimal(document["amount_due"])
    assert number(fee.rows[-1].cells[-1]) == Decimal(document["amount_due"])
    left_out = next(p.text for p in invoice.sections[0].parts if getattr(p, "tone", "") == "note")
    assert number(left_out.split()[-1].rstrip(".")) == sums[2] - sums[3]


def test_every_line_with_a_fee_rests_on_payments_that_sum_to_its_base(folder: Path) -> None:
    found = tables(paper_of(folder), "What each line rests on")
    document = json.loads((folder / "invoice.json").read_text())["documents"][0]
    with_fee = [ln for ln in document["lines"] if ln["base_amount"] is not None and ln["kind"] != "not_percent"]
    assert [table.caption.split(":")[0] for table in found] == [f"Line {ln['line']}" for ln in with_fee]
    for table, line in zip(found, with_fee, strict=True):
        assert sum(number(r.cells[-1]) for r in table.rows[:-1]) == Decimal(line["base_amount"])
        assert all(len(row.cells[-2].split(":")[0]) == 12 for row in table.rows[:-1])
    assert [r.cells[5] for r in found[1].rows[:-1]] == ["EB-000017"]


def test_the_workbook_has_every_posting_with_its_file_and_place(folder: Path, tmp_path: Path) -> None:
    write_documents(folder, tmp_path / "riverside")
    book = CalamineWorkbook.from_path(str(tmp_path / "riverside" / "2026-10" / "invoice-EB-000042.xlsx"))
    assert book.sheet_names == ["Document", "Lines", "Payments", "Work"]
    head, *rows = book.get_sheet_by_name("Payments").to_python()
    document = json.loads((folder / "invoice.json").read_text())["documents"][0]
    shares = {(s["line"], s["posting_id"]): Decimal(s["amount"]) for s in document["shares"]}
    place = {name: head.index(name) for name in ("line", "posting id", "amount", "source file", "source position")}
    found = {(int(_n(r[place["line"]])), r[place["posting id"]]): Decimal(str(r[place["amount"]])) for r in rows}
    assert found == shares
    assert all(len(str(r[place["source file"]])) == 64 and r[place["source position"]] for r in rows)


def _n(value: Any) -> float:
    assert isinstance(value, float)
    return value


def test_a_credit_note_is_negative_and_names_what_it_takes_back(tmp_path: Path) -> None:
    folder = negated(ordinary(12)).write(tmp_path)
    note = paper_of(folder)
    assert note.name == "Credit note EB-000042"
    assert "EB-000040" in note.sections[0].parts[0].text  # type: ignore[union-attr]
    document = json.loads((folder / "invoice.json").read_text())["documents"][0]
    total = tables(note, "What this note takes back")[0].rows[-1]
    assert number(total.cells[-1]) == Decimal(document["amount_due"]) < 0
    write_documents(folder, tmp_path / "riverside")
    names = {f.name for f in (tmp_path / "riverside" / "2026-10").iterdir()}
    assert {"credit-note-EB-000042.pdf", "performance-v2.pdf"} <= names


def test_thirty_physicians_are_one_row_on_page_one_and_a_line_each_behind(tmp_path: Path) -> None:
    invoice = paper_of(ordinary(60, 30).write(tmp_path))
    fee = tables(invoice, "The fee")[0]
    assert [r.cells[0] for r in fee.rows if not r.style].count("Collections, 5.5%") == 1
    lines = tables(invoice, "Lines")[0]
    assert sum("With A Rather Long Name" in row.cells[2] for row in lines.rows) == 30
    assert sum(number(row.cells[-1]) for row in lines.rows[:-1]) == number(lines.rows[-1].cells[-1])


def test_lines_that_page_one_tells_whole_are_not_told_again(folder: Path) -> None:
    invoice = paper_of(folder)
    assert [section.heading for section in invoice.sections if section.new_page] == ["What each line rests on"]
    assert tables(invoice, "Lines") == []
    fee = tables(invoice, "The fee")[0]
    assert sorted(row.cells[1] for row in fee.rows if not row.style) == ["1", "2", "3", "4", "5", "6", "7"]


def test_a_month_of_two_bases_has_both_and_says_what_neither_counts(tmp_path: Path) -> None:
    month = SealedMonth()
    counted, _ = month.pay(10_000), month.pay(5_000)
    month.line("percent", "Collections, 6%", "6.00", "6.0000", [counted])
    month.pay(70_000, posting_id="charge:1/1", source="charge")
    month.tables["charged"] = [month.collections.pop()]
    month.line("not_percent", "Charged, in no percentage", "0.00", None, month.tables["charged"])
    folder = month.write(tmp_path)
    terms = json.loads((folder / "agreement.json").read_text())
    terms["agreements"] = [
        {"valid_from": "2026-01-01", "valid_to": "2026-10-15", "base": "collected_by_us"},
        {"valid_from": "2026-10-16", "valid_to": None, "base": "charges"},
    ]
    (folder / "agreement.json").write_text(json.dumps(terms))
    section = paper_of(folder).sections[0]
    assert section.heading == "What was collected and charged in October 2026"
    collected, charged = (part for part in section.parts if isinstance(part, Table))
    assert collected.rows[-1].cells == ("All", "150.00", "0.00", "150.00", "100.00")
    assert charged.rows[-1].cells == ("All", "700.00", "0.00", "700.00", "700.00")
    notes = [part.text for part in section.parts if isinstance(part, Text)]
    assert notes == ["Posted on days of which no agreement counts collections: $50.00."]


def test_the_name_of_a_total_widens_no_column() -> None:
    total = total_row(5, "Base of the line", "12.00")
    assert (total.named, Row(("a", "", "1")).named, total_row(2, "All", "").named) == (4, 1, 1)
    table = Table("t", names("a", "b", "c", "d", ">e"), (total,))
    page = paper.html(Paper("t", "s", "n", "b", (Section("h", (table,)),), "f")).decode()
    assert '<th scope="row" colspan="4">Base of the line</th><td class="n">12.00</td>' in page


def test_more_payments_than_paper_holds_stand_by_file_and_then_in_the_workbook(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [number(t.rows[-1].cells[-1]) for t in tables(paper_of(folder), "What each line rests on")]
    monkeypatch.setattr(invoice_detail, "ON_PAPER", 35)
    by_file = tables(paper_of(folder), "What each line rests on")
    assert [number(t.rows[-1].cells[-1]) for t in by_file] == whole
    assert [sum(number(r.cells[-1]) for r in t.rows[:-1]) for t in by_file] == whole
    assert by_file[0].columns[2].name == "Claims"
    monkeypatch.setattr(invoice_detail, "ON_PAPER", 3)
    section = paper_of(folder).sections[-1]
    assert "invoice-EB-000042.xlsx" in section.parts[0].text  # type: ignore[union-attr]


def test_names_are_text_on_screen_and_on_paper(tmp_path: Path) -> None:
    month = ordinary(4)
    month.client["name"] = '<b>Ä & Sons</b> #panic("x") $x$ *y* @z \\'
    write_documents(month.write(tmp_path), tmp_path / "riverside")
    html = (tmp_path / "riverside" / "2026-10" / "invoice-EB-000042.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Ä &amp; Sons&lt;/b&gt;" in html
    assert "<b>" not in html
    pdf = _inflated((tmp_path / "riverside" / "2026-10" / "invoice-EB-000042.pdf").read_bytes())
    assert b"#panic" in pdf or "#panic".encode("utf-16-be") in pdf


def test_a_month_without_an_invoice_has_its_performance_page_alone(tmp_path: Path) -> None:
    folder = SealedMonth().write(tmp_path, invoiced=False)
    assert write_documents(folder, tmp_path / "riverside") == 1
    assert sorted(f.name for f in (tmp_path / "riverside" / "2026-10").iterdir()) == [
        "performance.html",
        "performance.pdf",
    ]
    text = (tmp_path / "riverside" / "2026-10" / "performance.html").read_text(encoding="utf-8")
    assert "Nothing stood open" in text


def test_the_performance_page_says_what_was_sealed(folder: Path) -> None:
    with open_sealed(folder) as sealed:
        page = performance_paper(sealed)
    text = paper.html(page).decode()
    # 39,733.00 against 38,030.00 the month before.
    for said in ("$39,733.00", "4.5% more than in the month before", "40.5", "94.1%", "7.3%", "the bank has not shown"):
        assert said in text
    forward = next(p for s in page.sections for p in s.parts if isinstance(p, Table) and p.caption.startswith("Receiv"))
    for column in (1, 2, 3):
        amounts = [number(row.cells[column]) for row in forward.rows]
        assert sum(amounts[:-1]) == amounts[-1]
