"""The documents of a closed month: invoice, credit note, performance page, dunning letter.

They come from the sealed folder alone: rendering again writes the same bytes, whatever was changed since.
"""

from pathlib import Path
from typing import Any

from reports.dunning import dunning_paper
from reports.invoice import invoice_paper
from reports.invoice_book import workbook
from reports.paper import Paper, html, pdf
from reports.performance import performance_paper
from reports.sealed import Sealed, open_sealed
from tasks.month import Month
from tasks.night import Counts
from tasks.workspace import write_whole


def run(month: Month) -> Counts:
    """Write the documents of the month; doing it again writes the same."""
    return {"documents": write_documents(month.sealed, month.folder.reports)}


def write_documents(folder: Path, reports: Path) -> int:
    """Write all documents of closed/<period>/v<n> into reports/<client>; returns how many."""
    with open_sealed(folder) as sealed:
        target = reports / sealed.period
        _write(performance_paper(sealed), target / f"performance{_version(sealed)}")
        whole = sealed.invoice
        documents: list[dict[str, Any]] = [] if whole is None else whole["documents"]
        for document in documents:
            place = target / file_name(document)
            _write(invoice_paper(sealed, whole or {}, document), place)
            write_whole(place.with_name(place.name + ".xlsx"), workbook(sealed, whole or {}, document))
        letter = sealed.dunning
        if letter is not None:
            company = reports.parent / "company" / letter["as_of"]
            _write(dunning_paper(letter), company / f"dunning-{letter['client']['client_id']}")
        return 1 + len(documents) + (letter is not None)


def file_name(document: dict[str, Any]) -> str:
    """The name of a document's files without their kind: invoice-INV-000001."""
    return f"{document['kind'].replace('_', '-')}-{document['number']}"


def _version(sealed: Sealed) -> str:
    """The first close's page has the plain name; that of a month closed again stands beside it."""
    return "" if sealed.version == 1 else f"-v{sealed.version}"


def _write(paper: Paper, place: Path) -> None:
    write_whole(place.with_name(f"{place.name}.html"), html(paper))
    write_whole(place.with_name(f"{place.name}.pdf"), pdf(paper))
