"""Messages of HL7 v2 into rows: who is told, which visits are charged, and what was known before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tasks.intake.fault import Fault
from tasks.intake.hl7v2_element import MessageElement
from tasks.intake.hl7v2_file import Cut
from tasks.intake.hl7v2_message import Message, Unreadable
from tasks.intake.hl7v2_sent import Sent, later, wanted_fields
from tasks.intake.hl7v2_visit import visit_of
from tasks.intake.known import Entry, Known
from tasks.intake.mapper import Mapper
from tasks.intake.row import Row, Told, Visit
from tasks.vault import sha256

RESEND = "Send the message again, corrected; the others of the file went on"


@dataclass
class Reader:
    """Reads messages by a mapping, with what is known from earlier files."""

    mapper: Mapper
    known: Known
    told: Told = field(default_factory=Told)
    faults: list[tuple[Fault, str]] = field(default_factory=list)
    _patients: dict[str, Sent] = field(default_factory=dict)
    _coverages: dict[str, Sent] = field(default_factory=dict)
    _visits: dict[str, list[Sent]] = field(default_factory=dict)
    _left: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Note which segments and fields the mapping reads: others are not even parted."""
        self._wanted = wanted_fields(self.mapper.mapping)

    def read(self, cuts: list[Cut], source_file: str) -> None:
        """Read the messages of a file; each that cannot be read stands alone."""
        for cut in cuts:
            try:
                self._place(Message(cut, self._wanted), source_file)
            except Unreadable as error:
                self._unread(cut, source_file, str(error))

    def _place(self, message: Message, source_file: str) -> None:
        role = self.mapper.mapping.messages.get(message.kind)
        if role is None and (not message.kind or message.kind.startswith("DFT")):
            raise Unreadable("the mapping does not name the message's type (MSH-9)")
        if role is None:
            self._left[message.kind] += 1
        if role not in {"patient", "charges"}:
            return
        sent = Sent(message, source_file, "")
        named = self._column("encounters", "PV1", "patient_id", sent) or ""
        sent = Sent(message, source_file, named)
        if role == "charges":
            number = self._column("encounters", "PV1", "encounter_id", sent)
            key = f"{number}|{named}" if number else f"|{source_file}|{message.number}"
            self._visits.setdefault(key, []).append(sent)
        elif not named:
            place = f"message {message.number} PID-3"
            self._fault("patient_unnamed", f"{place}: the message names no patient that the mapping can place", place)
        if named:
            self._remember(sent)

    def _column(self, dataset: str, kind: str, column: str, sent: Sent) -> str | None:
        rows = self.mapper.rows_of(dataset, kind)
        value = rows.columns.get(column) if rows else None
        return self.mapper.value(value, column, sent.element, Row(kind, "", "", {})) if value else None

    def _remember(self, sent: Sent) -> None:
        """The latest message that tells all of the patient, and the latest that tells insurances."""
        rows = self.mapper.rows_of("patients", "PID")
        if rows and all(sent.element.values(path) for path in rows.told):
            later(self._patients, sent)
        if sent.message.segments.get("IN1"):
            later(self._coverages, sent)

    def _unread(self, cut: Cut, source_file: str, why: str) -> None:
        """A message that cannot be read is an encounter in quarantine, unless it surely brings no charges."""
        place = f"message {cut.number}"
        if any(name in cut.lines[0] for name in (b"ADT^", b"BAR^")):
            self._fault("message_unreadable", f"{place}: {why}", place)
            return
        row = Row("PV1", source_file, place, {})
        row.fault(None, place, why, RESEND)
        self.told.visits.append(Visit(row, [], []))

    def _fault(self, code: str, message: str, place: str) -> None:
        self.faults.append((Fault(code, message, RESEND, place), "error"))

    def form(self) -> Told:
        """The rows of everything read, and of visits that wait for what was told of their patients."""
        waiting = self.known.waiting([*self._patients, *self._coverages])
        visits: dict[str, list[Sent]] = {key: [] for key in (*self._visits, *sorted(waiting - set(self._visits)))}
        for entry in self.known.of_visits(visits):
            visits[entry.visit].append(self._again(entry))
        for key, sent in visits.items():
            sent += self._visits.get(key, [])
            unlike = {s.message.content: s for s in sorted(sent, key=lambda s: s.message.written)}
            self.told.visits.append(visit_of(self.mapper, [*unlike.values()]))
            self._keep_visit(key, [*unlike.values()])
        self._patients_of({sent[0].patient for sent in visits.values()} - {""})
        for kind, count in sorted(self._left.items()):
            message = f"{count} messages of the type {kind} are not in the mapping; they were kept and not used"
            remedy = f"Nothing, if they bring no charges; else name the type in {self.mapper.file}"
            self.faults.append((Fault("unmapped_message", message, remedy), "warning"))
        return self.told

    def _keep_visit(self, key: str, sent: list[Sent]) -> None:
        if not key.startswith("|"):
            self.known.keep(s.entry(f"visit:{key}:{sha256(s.message.content.encode())[:16]}", key) for s in sent)

    def _again(self, entry: Entry) -> Sent:
        """A remembered message."""
        lines = tuple(line.encode() for line in entry.content.split("\r"))
        message = Message(Cut(int(entry.element.split()[1]), lines), self._wanted)
        return Sent(message, entry.source_file, entry.patient)

    def _patients_of(self, needed: set[str]) -> None:
        """A row of each patient told or needed, with the coverages, each as of the latest message."""
        wanted = sorted(needed | set(self._patients) | set(self._coverages))
        for entry in self.known.fetch(f"{what}:{patient}" for what in ("patient", "coverages") for patient in wanted):
            told = self._patients if entry.entry_key.startswith("patient:") else self._coverages
            if entry.patient not in told or told[entry.patient].message.written < entry.told_at:
                told[entry.patient] = self._again(entry)
        self.known.keep(sent.entry(f"patient:{patient}") for patient, sent in self._patients.items())
        self.known.keep(sent.entry(f"coverages:{patient}") for patient, sent in self._coverages.items())
        for patient in wanted:
            if patient in self._patients:
                self.told.patients[patient] = next(self._rows("patients", "PID", self._patients[patient]))
            if patient in self._coverages:
                self.told.coverages[patient] = [*self._rows("coverages", "IN1", self._coverages[patient])]
        self._untold()

    def _rows(self, dataset: str, kind: str, sent: Sent) -> Iterator[Row]:
        rows = self.mapper.rows_of(dataset, kind)
        for segment in sent.message.segments.get(kind, []):
            element = MessageElement(sent.message.segments, f"message {sent.message.number}", segment)
            if rows is not None:
                row = self.mapper.row(rows, kind, sent.source_file, element)
                row.cells["patient_id"] = sent.patient
                yield row

    def _untold(self) -> None:
        """Say of each visit whose patient no message has told."""
        for visit in self.told.visits:
            row = visit.encounter
            patient = row.cells.get("patient_id")
            if patient and patient not in self.told.patients:
                reason = "no message has told who the patient is"
                remedy = "Send an ADT for the patient; the encounter is then formed anew"
                row.fault("patient_id", f"{row.element} PID-3", reason, remedy)
