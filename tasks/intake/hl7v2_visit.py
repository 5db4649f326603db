"""The messages of one visit into its encounter, diagnoses and services."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data_contracts.mapping import Rows
from tasks.intake.codes import place_pointers, plain
from tasks.intake.hl7v2_element import MessageElement, Segment
from tasks.intake.hl7v2_sent import Sent
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


@dataclass(frozen=True)
class Piece:
    """A segment of a visit with the file that it came in."""

    source_file: str
    segment: Segment
    element: MessageElement


def visit_of(mapper: Mapper, sent: Sequence[Sent]) -> Visit:
    """The visit that messages tell together, the earliest first; the encounter's row is named by the last."""
    last = sent[-1]
    whole: dict[str, list[Segment]] = {}
    for one in sent:
        for name, segments in one.message.segments.items():
            whole.setdefault(name, []).extend(segments)
    element = MessageElement(whole, f"message {last.message.number}")
    rows = mapper.rows_of("encounters", "PV1")
    encounter = mapper.row(rows, "PV1", last.source_file, element) if rows else Row("PV1", last.source_file, "", {})
    encounter.cells["patient_id"] = last.patient or None
    if not last.patient:
        reason = "the message names no patient that the mapping can place"
        encounter.fault("patient_id", f"{element.place} PID-3", reason, "Name the patient by an id and its type")
    number = encounter.cells.get("encounter_id")
    diagnoses = _diagnoses(mapper, sent)
    services = _services(mapper, sent, diagnoses)
    for row in (*diagnoses, *services):
        row.cells["encounter_id"] = number
    return Visit(encounter, diagnoses, services)


def _pieces(sent: Sequence[Sent], name: str) -> Iterator[Piece]:
    for one in sent:
        place = f"message {one.message.number}"
        for segment in one.message.segments.get(name, []):
            yield Piece(one.source_file, segment, MessageElement(one.message.segments, place, segment))


def _diagnoses(mapper: Mapper, sent: Sequence[Sent]) -> list[Row]:
    """Each diagnosis once: those of DG1, then those that only a charge names."""
    found: dict[str, Row] = {}
    rows = mapper.rows_of("diagnoses", "DG1")
    if rows is not None:
        for piece in _pieces(sent, "DG1"):
            row = mapper.row(rows, "DG1", piece.source_file, piece.element)
            if mapper.taken(rows.take, piece.element, row):
                found.setdefault(plain(row.cells.get("code") or f"DG1 {len(found)}"), row)
    rows = mapper.rows_of("diagnoses", "FT1")
    if rows is not None:
        for piece, path, concept in _named(sent, rows):
            if not any(plain(coding.code) in found for coding in concept):
                row = mapper.row(rows, "FT1", piece.source_file, Concept(piece.element.full(path), concept))
                found[plain(row.cells["code"] or "")] = row
    for sequence, row in enumerate(found.values(), 1):
        row.cells["sequence"] = str(sequence)
    return [*found.values()]


def _named(sent: Sequence[Sent], rows: Rows) -> Iterator[tuple[Piece, str, list[Coding]]]:
    """The diagnoses that charges name."""
    paths = rows.coded.paths if rows.coded is not None else ()
    for piece in _pieces(sent, "FT1"):
        for path in paths:
            yield from ((piece, path, concept) for concept in piece.element.codings(path))


def _services(mapper: Mapper, sent: Sequence[Sent], diagnoses: list[Row]) -> list[Row]:
    """Each charge once: a later message's charge of the same transaction id (FT1-2) stands for the earlier one."""
    rows = mapper.rows_of("services", "FT1")
    if rows is None:
        return []
    numbers = {plain(row.cells.get("code") or ""): row.cells["sequence"] or "" for row in diagnoses}
    found: dict[str, Row] = {}
    unnamed: dict[str, str] = {}
    for piece in _pieces(sent, "FT1"):
        row = mapper.row(rows, "FT1", piece.source_file, piece.element)
        if not mapper.taken(rows.take, piece.element, row):
            continue
        place_pointers(rows.points, piece.element, row, diagnoses, numbers)
        named = piece.element.values("FT1-2")
        if named:
            found[named[0]] = row
            continue
        message = piece.element.place.rsplit(" ", 1)[0]
        words = piece.segment.line[4:].lstrip("0123456789")  # without FT1-1, which only counts
        if unnamed.setdefault(words, message) != message:
            reason = "the charge is as in an earlier message of the visit, and has no transaction id to tell them apart"
            row.fault(None, piece.element.full("FT1-2"), reason, "Send FT1-2 with each charge")
        found[f"\r{len(found)}"] = row
    for number, row in enumerate(found.values(), 1):
        row.cells["line_number"] = str(number)
    return [*found.values()]
