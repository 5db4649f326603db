"""FHIR resources into rows: visits with their parts, patients and coverages, with what was known before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tasks.intake.fault import Fault
from tasks.intake.fhir_element import ResourceElement
from tasks.intake.fhir_file import VISITS, Item
from tasks.intake.fhir_index import Index
from tasks.intake.fhir_visit import visit_of
from tasks.intake.known import Known
from tasks.intake.mapper import Mapper
from tasks.intake.row import Row, Told, Visit

_RESEND = "Send the resource again, corrected; the others of the file went on"
# Where a resource names its patient.
_ABOUT = {"Patient": "", "Coverage": "beneficiary", "Encounter": "subject", "Claim": "patient"}
_ABOUT |= {"ExplanationOfBenefit": "patient", "ChargeItem": "subject", "Condition": "subject", "Procedure": "subject"}


@dataclass
class Reader:
    """Reads resources by a mapping; `day` stands for the moment where a resource does not tell when it was written."""

    mapper: Mapper
    known: Known
    day: str
    told: Told = field(default_factory=Told)
    faults: list[tuple[Fault, str]] = field(default_factory=list)
    _new: dict[str, Item] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with nothing known."""
        self.index = Index(self.known)

    def read(self, items: list[Item]) -> None:
        """Take resources in; each that cannot be read is an encounter in quarantine, unless it surely is none."""
        for item in items:
            if item.resource is not None:
                self._new[item.key] = item
                self.index.add(item)
                continue
            if item.kind and item.kind not in (*VISITS, "ChargeItem"):
                said = f"{item.place}: {item.broken}"
                self.faults.append((Fault("resource_unreadable", said, _RESEND, item.place), "error"))
                continue
            row = Row(item.kind or "Encounter", item.source_file, item.place, {})
            row.fault(None, item.place, item.broken, _RESEND)
            self.told.visits.append(Visit(row, [], []))

    def form(self) -> Told:
        """The rows of everything read, and of visits that wait for what was told of their patients."""
        self.index.complete()
        about = {key: self._about(item) for key, item in self._new.items()}
        told = {about[key] for key, item in self._new.items() if item.kind in {"Patient", "Coverage"}}
        visits = {key: self._visit(item) for key, item in self._new.items()}
        touched = list(dict.fromkeys([*(v for v in visits.values() if v), *sorted(self.known.waiting(told - {""}))]))
        self.index.recall(self.known.fetch(touched))
        self.index.recall(self.known.of_visits(touched))
        self.index.complete()
        self._form_visits(touched)
        self._people(told)
        self.known.keep(
            self.index.entry(item, visits[key], about[key], self.day)
            for key, item in self._new.items()
            if (item.resource or {}).get("id")
        )
        return self.told

    def _about(self, item: Item) -> str:
        """The patient that a resource is about, by name."""
        at = _ABOUT.get(item.kind)
        if at is None:
            return ""
        named = (item.resource or {}).get(at) if at else None
        reference = named.get("reference") if isinstance(named, dict) else None
        return item.key if not at else self.index.key_of(reference) if isinstance(reference, str) else ""

    def _visit(self, item: Item) -> str:
        """The visit that a resource is or belongs to, by name; empty for what belongs to none."""
        if item.kind == "Encounter":
            return item.key
        element = ResourceElement(self.index, item)
        for path in self.mapper.mapping.links.get(item.kind, ()):
            for reference in element.values(f"{path}.reference"):
                return self.index.key_of(reference)
        claim = (item.resource or {}).get("claim") if item.kind == "ExplanationOfBenefit" else None
        there = self.index.find(claim)
        if there is not None and there is not item:
            return self._visit(there)
        return item.key if item.kind in VISITS else ""

    def _form_visits(self, touched: list[str]) -> None:
        parts: dict[str, list[Item]] = {key: [] for key in touched}
        for item in self.index.items.values():
            key = self._visit(item) if item.kind in self.mapper.mapping.links or item.kind in VISITS else ""
            if key in parts:
                parts[key].append(item)
        left: Counter[str] = Counter()
        for key in touched:
            visit = visit_of(self.mapper, self.index, key, parts[key])
            if visit is None:
                left[key.partition("/")[0]] += 1
            else:
                self.told.visits.append(visit)
        for kind, count in sorted(left.items()):
            message = f"{count} resources {kind} are not to be billed as they are (take of the mapping); they were kept"
            self.faults.append((Fault("resource_left", message, "Nothing; send them again when they are"), "warning"))

    def _people(self, told: set[str]) -> None:
        """A row of each patient told or needed, with the coverages."""
        wanted = sorted((told | {self._about(item) for item in self.index.items.values()}) - {""})
        self.index.recall(self.known.of_patients(wanted))
        self.index.complete()
        for item in [*self.index.items.values()]:
            if item.kind in {"Patient", "Coverage"} and self._about(item) in wanted:
                self._person(item)
        for visit in self.told.visits:
            patient = visit.encounter.cells.get("patient_id")
            if not self.told.coverages.get(patient or ""):
                self._uncovered(visit)

    def _person(self, item: Item) -> None:
        dataset = "patients" if item.kind == "Patient" else "coverages"
        rows = self.mapper.rows_of(dataset, item.kind)
        if rows is None:
            return
        element = ResourceElement(self.index, item)
        row = self.mapper.row(rows, item.kind, item.source_file, element)
        if not self.mapper.taken(rows.take, element, row):
            return
        patient = row.cells.get("patient_id") or ""
        if dataset == "patients":
            self.told.patients[patient] = row
        else:
            self.told.coverages.setdefault(patient, []).append(row)

    def _uncovered(self, visit: Visit) -> None:
        """Say of a visit without coverage that its claim names one which nothing has told."""
        item = next(self._items_at(visit.encounter.element), None)
        path = "insurance.coverage.resolve()"
        if item is None or not ResourceElement(self.index, item).lost(path):
            return
        reason = "the element refers to a coverage that no file has told"
        remedy = "Send the Coverage; the encounter is then formed anew"
        visit.encounter.fault("financial_class", f"{item.place}.insurance.coverage", reason, remedy)

    def _items_at(self, place: str) -> Iterator[Item]:
        return (item for item in self.index.items.values() if item.place == place)
