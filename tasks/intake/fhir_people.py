"""Who the patients of FHIR resources are, and how they are insured."""

from dataclasses import dataclass

from tasks.intake.fhir_element import ResourceElement
from tasks.intake.fhir_file import Item
from tasks.intake.fhir_index import Index
from tasks.intake.known import Known
from tasks.intake.mapper import Mapper
from tasks.intake.row import Told, Visit

# Where a resource names its patient.
_ABOUT = {"Patient": "", "Coverage": "beneficiary", "Encounter": "subject", "Claim": "patient"}
_ABOUT |= {"ExplanationOfBenefit": "patient", "ChargeItem": "subject", "Condition": "subject", "Procedure": "subject"}


@dataclass(frozen=True)
class People:
    """Patients and coverages among the resources of an index."""

    mapper: Mapper
    known: Known
    index: Index

    def about(self, item: Item) -> str:
        """The patient that a resource is about, by name."""
        at = _ABOUT.get(item.kind)
        if at is None:
            return ""
        named = (item.resource or {}).get(at) if at else None
        reference = named.get("reference") if isinstance(named, dict) else None
        return item.key if not at else self.index.key_of(reference) if isinstance(reference, str) else ""

    def place(self, told: Told, patients: set[str]) -> None:
        """A row of each patient told or needed, with the coverages."""
        wanted = sorted((patients | {self.about(item) for item in self.index.items.values()}) - {""})
        self.index.recall(self.known.of_patients(wanted))
        self.index.complete()
        for item in [*self.index.items.values()]:
            if item.kind in {"Patient", "Coverage"} and self.about(item) in wanted:
                self._person(told, item)
        for visit in told.visits:
            patient = visit.encounter.cells.get("patient_id")
            if not told.coverages.get(patient or ""):
                self._uncovered(visit)

    def _person(self, told: Told, item: Item) -> None:
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
            told.patients[patient] = row
        else:
            told.coverages.setdefault(patient, []).append(row)

    def _uncovered(self, visit: Visit) -> None:
        """Say of a visit without coverage that its claim names one which nothing has told."""
        place = visit.encounter.element
        item = next((item for item in self.index.items.values() if item.place == place), None)
        path = "insurance.coverage.resolve()"
        if item is None or not ResourceElement(self.index, item).lost(path):
            return
        reason = "the element refers to a coverage that no file has told"
        remedy = "Send the Coverage; the encounter is then formed anew"
        visit.encounter.fault("financial_class", f"{item.place}.insurance.coverage", reason, remedy)
