"""The messages of one visit into its encounter, diagnoses and services."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data_contracts.mapping import Rows
from tasks.intake.codes import plain
from tasks.intake.hl7v2_element import MessageElement, Segment
from tasks.intake.hl7v2_piece import Piece, pieces
from tasks.intake.hl7v2_sent import RANK, Sent
from tasks.intake.hl7v2_services import Charges, charges_of
from tasks.intake.mapper import Mapper
from tasks.intake.row import Coding, Row, Visit


@dataclass(frozen=True)
class Concept:
    """One coded element of several in a field, as an element of its own."""

    place: str
    concept: list[Coding]

    def values(self, path: str) -> list[str]:
        """Nothing but its codings can be read."""
        return []

    def codings(self, path: str) -> list[list[Coding]]:
        """Itself."""
        return [self.concept]

    def full(self, path: str) -> str:
        """Its place."""
        return self.place

    def lost(self, path: str) -> bool:
        """It refers to nothing."""
        return False


def visit_of(mapper: Mapper, sent: Sequence[Sent]) -> Visit:
    """The visit that messages tell together, the earliest first; the encounter's row is named by the last."""
    last = sent[-1]
    diagnoses = _diagnoses(mapper, sent)
    charges = charges_of(mapper, sent, diagnoses)
    element = _whole(sent, charges)
    rows = mapper.rows_of("encounters", "PV1")
    encounter = mapper.row(rows, "PV1", last.source_file, element) if rows else Row("PV1", last.source_file, "", {})
    encounter.cells["patient_id"] = last.patient or None
    if not last.patient:
        reason = "the message names no patient that the mapping can place"
        encounter.fault("patient_id", f"{element.place} PID-3", reason, "Name the patient by an id and its type")
    if charges.taken_back and not charges.standing:
        reason = "every charge of the visit was taken back by a credit"
        encounter.fault(None, f"{element.place} FT1-6", reason, "Nothing, if no claim was sent; else void the claim")
    number = encounter.cells.get("encounter_id")
    for row in (*diagnoses, *charges.rows):
        row.cells["encounter_id"] = number
    return Visit(encounter, diagnoses, charges.rows)


def _whole(sent: Sequence[Sent], charges: Charges) -> MessageElement:
    """All segments of the messages; of charges only those that stand, so that no other day is the visit's."""
    whole: dict[str, list[Segment]] = {}
    for one in sent:
        for name, segments in one.message.segments.items():
            whole.setdefault(name, []).extend(segments)
    if charges.standing:
        whole["FT1"] = [charge.segment for charge in charges.standing.values()]
    return MessageElement(whole, f"message {sent[-1].message.number}")


def _diagnoses(mapper: Mapper, sent: Sequence[Sent]) -> list[Row]:
    """Each diagnosis once: those of DG1 by their priority, then those that only a charge names."""
    found = _told(mapper, sent)
    rows = mapper.rows_of("diagnoses", "FT1")
    if rows is not None:
        for piece, path, concept in _named(mapper, sent, rows):
            if not any(plain(coding.code) in found for coding in concept):
                row = mapper.row(rows, "FT1", piece.source_file, Concept(piece.element.full(path), concept))
                found[plain(row.cells["code"] or "")] = row
    for sequence, row in enumerate(found.values(), 1):
        row.cells["sequence"] = str(sequence)
    return [*found.values()]


def _told(mapper: Mapper, sent: Sequence[Sent]) -> dict[str, Row]:
    """The diagnoses of DG1 by code, in order: a later message may rank one anew, or take it back."""
    found: dict[str, tuple[int, Row]] = {}
    rows = mapper.rows_of("diagnoses", "DG1")
    if rows is None:
        return {}
    for piece in pieces(mapper.mapping, sent, "DG1"):
        row = mapper.row(rows, "DG1", piece.source_file, piece.element)
        code = plain(row.cells.get("code") or f"DG1 {len(found)}")
        if mapper.taken_back(rows.take, piece.element) is not None:
            found.pop(code, None)
        elif mapper.taken(rows.take, piece.element, row):
            found[code] = (_rank(piece), found[code][1] if code in found else row)
    return {code: row for code, (_, row) in sorted(found.items(), key=lambda told: told[1][0])}


def _rank(piece: Piece) -> int:
    """The priority of a diagnosis; those without one come after, in the order of the messages."""
    said = (piece.element.values(RANK) or ["0"])[0]
    return int(said) if said.isdecimal() and int(said) else 1000


def _named(mapper: Mapper, sent: Sequence[Sent], rows: Rows) -> Iterator[tuple[Piece, str, list[Coding]]]:
    """The diagnoses that charges name."""
    paths = rows.coded.paths if rows.coded is not None else ()
    charges = mapper.rows_of("services", "FT1")
    for piece in pieces(mapper.mapping, sent, "FT1"):
        if charges is not None and not mapper.taken(charges.take, piece.element):
            continue
        for path in paths:
            yield from ((piece, path, concept) for concept in piece.element.codings(path))
