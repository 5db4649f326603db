"""Who the patients of HL7 v2 messages are, and how they are insured: as the latest message tells."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tasks.intake.hl7v2_element import MessageElement
from tasks.intake.hl7v2_sent import Sent, later
from tasks.intake.known import Entry, Known
from tasks.intake.mapper import Mapper
from tasks.intake.row import Row, Told


@dataclass
class People:
    """Patients and coverages told; `again` reads a remembered message."""

    mapper: Mapper
    known: Known
    again: Callable[[Entry], Sent]
    _patients: dict[str, Sent] = field(default_factory=dict)
    _coverages: dict[str, Sent] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The patients that messages told."""
        return [*self._patients, *self._coverages]

    def remember(self, sent: Sent) -> None:
        """The latest message that tells all of the patient, and the latest that tells insurances."""
        rows = self.mapper.rows_of("patients", "PID")
        if rows and all(sent.element.values(path) for path in rows.told):
            later(self._patients, sent)
        if sent.message.segments.get("IN1"):
            later(self._coverages, sent)

    def place(self, told: Told, needed: set[str]) -> None:
        """A row of each patient told or needed, with the coverages, each as of the latest message."""
        wanted = sorted(needed | set(self.names))
        for entry in self.known.fetch(f"{what}:{patient}" for what in ("patient", "coverages") for patient in wanted):
            there = self._patients if entry.entry_key.startswith("patient:") else self._coverages
            if entry.patient not in there or there[entry.patient].message.written < entry.told_at:
                there[entry.patient] = self.again(entry)
        self.known.keep(sent.entry(f"patient:{patient}") for patient, sent in self._patients.items())
        self.known.keep(sent.entry(f"coverages:{patient}") for patient, sent in self._coverages.items())
        for patient in wanted:
            if patient in self._patients:
                told.patients[patient] = next(self._rows("patients", "PID", self._patients[patient]))
            if patient in self._coverages:
                told.coverages[patient] = [*self._rows("coverages", "IN1", self._coverages[patient])]

    def _rows(self, dataset: str, kind: str, sent: Sent) -> Iterator[Row]:
        rows = self.mapper.rows_of(dataset, kind)
        for segment in sent.message.segments.get(kind, []):
            element = MessageElement(sent.message.segments, f"message {sent.message.number}", segment)
            if rows is not None:
                row = self.mapper.row(rows, kind, sent.source_file, element)
                row.cells["patient_id"] = sent.patient
                yield row
