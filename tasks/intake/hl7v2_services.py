"""The charges of one visit: later messages replace and take back what earlier ones told."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from data_contracts.mapping import Mapping, Rows
from tasks.intake.codes import place_pointers, plain
from tasks.intake.forms import FORMS
from tasks.intake.hl7v2_element import MessageElement, Segment
from tasks.intake.hl7v2_path import parsed
from tasks.intake.hl7v2_piece import Piece, pieces
from tasks.intake.hl7v2_sent import Sent
from tasks.intake.mapper import Mapper
from tasks.intake.row import Row

_WHAT = ("code", "service_from", "modifier1", "modifier2", "modifier3", "modifier4")
_HOW_MUCH = ("charge", "units")


@dataclass(frozen=True)
class Charge:
    """A charge that stands, with its segment."""

    row: Row
    segment: Segment


@dataclass
class Charges:
    """The charges of a visit that stand, by transaction id; `taken_back` counts those that credits ended."""

    standing: dict[str, Charge]
    taken_back: int = 0

    @property
    def rows(self) -> list[Row]:
        """The rows, in order."""
        return [charge.row for charge in self.standing.values()]


def charges_of(mapper: Mapper, sent: Sequence[Sent], diagnoses: list[Row]) -> Charges:
    """Each charge once: a later message's charge of the same transaction id (FT1-2) stands for the earlier one."""
    found = Charges({})
    rows = mapper.rows_of("services", "FT1")
    if rows is None:
        return found
    numbers = {plain(row.cells.get("code") or ""): row.cells["sequence"] or "" for row in diagnoses}
    unnamed: dict[str, str] = {}
    for piece in pieces(mapper.mapping, sent, "FT1"):
        row = mapper.row(rows, "FT1", piece.source_file, piece.element)
        credit = mapper.taken_back(rows.take, piece.element)
        if credit is not None:
            _take_back(found, row, piece, credit)
        elif mapper.taken(rows.take, piece.element, row):
            place_pointers(rows.points, piece.element, row, diagnoses, numbers)
            _note_astray(mapper.mapping, rows, row, piece)
            _add(found, row, piece, unnamed)
    for number, row in enumerate(found.rows, 1):
        row.cells["line_number"] = str(number)
    return found


def _add(found: Charges, row: Row, piece: Piece, unnamed: dict[str, str]) -> None:
    """Add a charge; one without a transaction id may not be the same as one of another message."""
    named = piece.element.values("FT1-2")
    if not named:
        message = piece.element.place.rsplit(" ", 1)[0]
        words = piece.segment.line[4:].lstrip("0123456789")  # without FT1-1, which only counts
        if unnamed.setdefault(words, message) != message:
            reason = "the charge is as in an earlier message of the visit, and has no transaction id to tell them apart"
            row.fault(None, piece.element.full("FT1-2"), reason, "Send FT1-2 with each charge")
    found.standing[named[0] if named else _own_key(found)] = Charge(row, piece.segment)


def _own_key(found: Charges) -> str:
    return f"\r{len(found.standing) + found.taken_back}"


def _take_back(found: Charges, credit: Row, piece: Piece, path: str) -> None:
    """End the charge that a credit names whole; any other credit is for a person."""
    named = (piece.element.values("FT1-2") or [""])[0]
    alike = [key for key, charge in found.standing.items() if _same(charge.row, credit)]
    if alike:
        del found.standing[named if named in alike else alike[-1]]
        found.taken_back += 1
        return
    reason = "the credit is not for a whole charge of the visit: same code, day, modifiers, units and amount"
    remedy = (
        "Send the charge that it takes back; for a part of a charge, send the charge again as it is now (same FT1-2)"
    )
    credit.fault(None, piece.element.full(path), reason, remedy)
    found.standing[_own_key(found)] = Charge(credit, piece.segment)


def _same(charge: Row, credit: Row) -> bool:
    """True where the credit tells nothing that the charge does not; its amounts may be negative."""
    if any(charge.cells.get(name) != credit.cells.get(name) for name in _WHAT):
        return False
    pairs = [(_size(charge.cells.get(name)), _size(credit.cells.get(name))) for name in _HOW_MUCH]
    return all(one == other or other is None for one, other in pairs)


def _size(text: str | None) -> Decimal | None:
    found = FORMS["amount"](text or "")
    return abs(Decimal(found)) if found else None


def _note_astray(mapping: Mapping, rows: Rows, row: Row, piece: Piece) -> None:
    """Say of segments that tell something and belong to no charge that nobody knows whose they are."""
    for segment in piece.astray:
        element = MessageElement({}, "", segment)
        wanted = [path for value in rows.columns.values() for path in value.paths]
        if any(element.values(path) for path in wanted if parsed(path).segment == segment.name):
            path = mapping.groups[segment.name].same
            reason = "the element is neither of the charge before it nor of a single other one of the message"
            row.fault(None, element.full(path), reason, "Send it after its charge, with the same code")
