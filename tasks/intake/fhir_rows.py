"""FHIR resources into rows: visits with their parts, patients and coverages, with what was known before."""

from collections import Counter
from dataclasses import dataclass, field

from tasks.intake.fault import Fault
from tasks.intake.fhir_element import ResourceElement
from tasks.intake.fhir_encounter import fact_kinds
from tasks.intake.fhir_file import VISITS, Item
from tasks.intake.fhir_index import Index
from tasks.intake.fhir_people import People
from tasks.intake.fhir_visit import visit_of
from tasks.intake.known import Known
from tasks.intake.mapper import Mapper
from tasks.intake.row import ALL, Row, Told, Visit

_RESEND = "Send the resource again, corrected; the others of the file went on"


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
        self._people = People(self.mapper, self.known, self.index)
        self._facts = fact_kinds(self.mapper.mapping)

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
            row.fault(ALL, item.place, item.broken, _RESEND)
            self.told.visits.append(Visit(row, [], []))

    def form(self) -> Told:
        """The rows of everything read, and of visits that wait for what was told of their patients."""
        self.index.complete()
        about = {key: self._people.about(item) for key, item in self._new.items()}
        told = {about[key] for key, item in self._new.items() if item.kind in {"Patient", "Coverage"}}
        visits = {key: self._visit(item) for key, item in self._new.items()}
        waiting = self.known.waiting(told - {""}) | self._found_at_last(
            {key for key, visit in visits.items() if not visit}
        )
        touched = list(dict.fromkeys([*(v for v in visits.values() if v), *sorted(waiting)]))
        self.index.recall(self.known.fetch(touched))
        self.index.recall(self.known.of_visits(touched))
        self.index.complete()
        self._form_visits(touched)
        self._people.place(self.told, told)
        self.known.keep(
            self.index.entry(item, visits[key], about[key], self.day)
            for key, item in self._new.items()
            if (item.resource or {}).get("id")
        )
        return self.told

    def _found_at_last(self, told: set[str]) -> set[str]:
        """The visits that wait for one of the resources told, by name: a doctor, an organization."""
        lost = self.known.of_visits(self.known.lost()) if told else []
        return {entry.visit for entry in lost if told & self.index.named_by(entry)}

    def _visit(self, item: Item) -> str:
        """The visit that a resource is or belongs to, by name; empty for what belongs to none."""
        if item.kind == "Encounter":
            return item.key
        element = ResourceElement(self.index, item)
        facts = self._facts.get(item.kind)
        if facts is not None and not any(element.values(path) for path in facts):
            return ""
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
        standing = self.known.standing(key.partition("/")[2] for key in touched)
        for key in touched:
            if all(self._waits(item) for item in parts[key]):
                continue
            visit = visit_of(self.mapper, self.index, key, parts[key], key.partition("/")[2] in standing)
            if visit is None:
                left[key.partition("/")[0]] += 1
            else:
                self.told.visits.append(visit)
        for kind, count in sorted(left.items()):
            message = f"{count} resources {kind} are not to be billed as they are (take of the mapping); they were kept"
            self.faults.append((Fault("resource_left", message, "Nothing; send them again when they are"), "warning"))

    def _waits(self, item: Item) -> bool:
        """True for what only adds to a visit, as a dose does: alone it is none, and is kept for when one comes."""
        datasets = self.mapper.mapping.datasets
        return item.kind not in VISITS and all(item.kind not in datasets[name] for name in ("services", "diagnoses"))
