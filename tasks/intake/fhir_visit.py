"""The resources of one visit into its encounter, diagnoses and services."""

from tasks.intake.codes import place_pointers, plain
from tasks.intake.fhir_element import ResourceElement
from tasks.intake.fhir_encounter import add_facts, encounter_of, untold
from tasks.intake.fhir_file import VISITS, Item
from tasks.intake.fhir_index import Index
from tasks.intake.mapper import Mapper
from tasks.intake.row import Row, Visit

# Who tells the services of a visit: the first that has any. A Claim and its answer name the same services again.
_SERVICES = ("ChargeItem", "Claim", "ExplanationOfBenefit", "Procedure")
_BILLS = ("Claim", "ExplanationOfBenefit")
Pair = tuple[Row, ResourceElement]


def visit_of(mapper: Mapper, index: Index, key: str, parts: list[Item], stands: bool) -> Visit | None:
    """The visit of a name from its parts; None for one that is not to be billed as it is, and never was (`stands`)."""
    heads = sorted((item for item in parts if item.kind in VISITS), key=lambda item: VISITS.index(item.kind))
    encounter = encounter_of(mapper, index, heads, stands) if heads else untold(key, parts)
    if encounter is None:
        return None
    add_facts(mapper, index, encounter, parts)
    services_by, found = "", list[Pair]()
    for services_by in _SERVICES:
        found = _rows(mapper, index, "services", services_by, parts)
        if found:
            break
    diagnoses, numbers = _diagnoses(mapper, index, services_by if found else "", parts)
    rows = mapper.rows_of("services", services_by)
    for number, (row, element) in enumerate(found, 1):
        owner = f"{element.item.key} " if services_by in _BILLS else ""
        own = {name.removeprefix(owner): n for name, n in numbers.items() if name.startswith(owner)}
        place_pointers(rows.points if rows else None, element, row, diagnoses, own)
        row.cells["line_number"] = str(number)
    services = [row for row, _ in found]
    for row in (*diagnoses, *services):
        row.cells["encounter_id"] = encounter.cells.get("encounter_id")
    return Visit(encounter, diagnoses, services)


def _rows(mapper: Mapper, index: Index, dataset: str, kind: str, parts: list[Item]) -> list[Pair]:
    """The rows of a dataset from the parts of a kind, each with its element."""
    rows = mapper.rows_of(dataset, kind)
    found = []
    for item in parts if rows is not None else ():
        if item.kind != kind or rows is None:
            continue
        whole = ResourceElement(index, item)
        for element in whole.children(rows.each) if rows.each else [whole]:
            row = mapper.row(rows, kind, item.source_file, element)
            element.note_modified(row)
            if mapper.taken(rows.take, element, row):
                found.append((row, element))
    return found


def _diagnoses(mapper: Mapper, index: Index, services_by: str, parts: list[Item]) -> tuple[list[Row], dict[str, str]]:
    """Each diagnosis once, in order, and its number by how services name it: the claim's sequence, or the code."""
    found: dict[str, Row] = {}
    names: dict[str, str] = {}
    kinds = [services_by, "Condition"] if services_by in _BILLS else ["Condition", *_BILLS]
    for kind in kinds:
        made = _rows(mapper, index, "diagnoses", kind, parts)
        for row, element in sorted(made, key=lambda pair: _rank(index, pair[1], parts)):
            code = plain(row.cells.get("code") or element.place)
            found.setdefault(code, row)
            names[f"{element.item.key} {(element.values('sequence') or [''])[0]}"] = code
        if found:
            break
    places = {code: str(number) for number, code in enumerate(found, 1)}
    for code, row in found.items():
        row.cells["sequence"] = places[code]
    return [*found.values()], {**places, **{name: places[code] for name, code in names.items()}}


def _rank(index: Index, element: ResourceElement, parts: list[Item]) -> int:
    """The place of a diagnosis: its sequence in a claim, its rank in the Encounter; others after them."""
    said = element.values("sequence")
    if not said:
        for item in parts:
            if item.kind == "Encounter":
                for named in ResourceElement(index, item).children("diagnosis"):
                    if any(index.key_of(r) == element.item.key for r in named.values("condition.reference")):
                        said = named.values("rank")
    return int(said[0]) if said and said[0].isdecimal() else 1000
