"""The encounter of one visit, from the resources that tell it and those that add facts to it."""

from data_contracts.mapping import Mapping
from tasks.intake.fhir_element import ResourceElement
from tasks.intake.fhir_file import VISITS, Item
from tasks.intake.fhir_index import Index
from tasks.intake.mapper import Mapper
from tasks.intake.row import ALL, Row


def fact_kinds(mapping: Mapping) -> dict[str, tuple[str, ...]]:
    """Resource types that tell facts of a visit (an Observation: its minutes), each with the paths that tell them."""
    kinds = mapping.datasets["encounters"].items()
    found = {kind: [path for value in rows.columns.values() for path in value.paths] for kind, rows in kinds}
    return {kind: tuple(paths) for kind, paths in found.items() if kind not in VISITS}


def encounter_of(mapper: Mapper, index: Index, heads: list[Item], stands: bool) -> Row | None:
    """The encounter's row from its first resource; what that leaves empty comes from the others (a Claim's place)."""
    made: Row | None = None
    for item in heads:
        rows = mapper.rows_of("encounters", item.kind)
        element = ResourceElement(index, item)
        if rows is None:
            continue
        row = mapper.row(rows, item.kind, item.source_file, element)
        element.note_modified(row)
        taken = mapper.taken(rows.take, element, row)
        if made is None and not taken:
            return _taken_back(row, element.full(rows.take[0].path)) if stands else None
        if made is None:
            made = row
        elif taken:
            filled = {name: text for name, text in row.cells.items() if text and not made.cells.get(name)}
            made.cells |= filled
            made.unplaced = [fault for fault in made.unplaced if fault.column_name not in filled]
    return made


def _taken_back(row: Row, path: str) -> Row:
    """A visit that was to be billed, and is not any more (cancelled, entered in error): a person looks at it."""
    reason = "the visit was to be billed, and by this element it is not any more"
    remedy = "Nothing, if no claim was sent (it is formed anew once it is to be billed again); else void the claim"
    row.fault(ALL, path, reason, remedy)
    return row


def add_facts(mapper: Mapper, index: Index, encounter: Row, parts: list[Item]) -> None:
    """What further resources tell of the visit: facts that differ are for a person."""
    kinds = {*fact_kinds(mapper.mapping)}
    for item in (item for item in parts if item.kind in kinds):
        rows, element = mapper.rows_of("encounters", item.kind), ResourceElement(index, item)
        if rows is None or not mapper.taken(rows.take, element):
            continue
        row = mapper.row(rows, item.kind, item.source_file, element)
        encounter.unplaced += row.unplaced
        for column, text in row.cells.items():
            there = encounter.cells.get(column)
            if text and there and text != there:
                reason = "the element differs from what another one tells of the visit"
                encounter.fault(
                    column, element.place, reason, "Correct one of them, or say that it was entered in error"
                )
            elif text:
                encounter.cells[column] = text


def untold(key: str, parts: list[Item]) -> Row:
    """Charges of an Encounter that no file has told."""
    item = parts[0]
    row = Row(item.kind, item.source_file, item.place, {"encounter_id": key.partition("/")[2]})
    reason = "the element refers to an Encounter that no file has told"
    row.fault(ALL, item.place, reason, "Send the Encounter; it is then formed with these charges")
    return row
