"""Messages of HL7 v2 into rows: who is told, which visits are charged, and what was known before."""

from collections import Counter
from dataclasses import dataclass, field

from tasks.intake.fault import Fault
from tasks.intake.hl7v2_doubts import say_moved, say_untold
from tasks.intake.hl7v2_file import Cut
from tasks.intake.hl7v2_message import Message, Unreadable
from tasks.intake.hl7v2_people import People
from tasks.intake.hl7v2_sent import Sent, wanted_fields
from tasks.intake.hl7v2_visit import visit_of
from tasks.intake.known import Entry, Known
from tasks.intake.mapper import Mapper
from tasks.intake.row import ALL, Row, Told, Visit
from tasks.vault import sha256

# Of these a message has one: a second one is of another message.
_ONCE = {"patient": ("PID",), "charges": ("PID", "PV1")}
RESEND = "Send the message again, corrected; the others of the file went on"


@dataclass
class Reader:
    """Reads messages by a mapping, with what is known from earlier files."""

    mapper: Mapper
    known: Known
    told: Told = field(default_factory=Told)
    faults: list[tuple[Fault, str]] = field(default_factory=list)
    _visits: dict[str, list[Sent]] = field(default_factory=dict)
    _left: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Note which segments and fields the mapping reads: others are not even parted."""
        self._wanted = wanted_fields(self.mapper.mapping)
        self._people = People(self.mapper, self.known, self._again)

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
        if role == "merge":
            self._merged(message)
        if role not in {"patient", "charges"}:
            return
        if any(len(message.segments.get(name, ())) > 1 for name in _ONCE[role]):
            raise Unreadable(
                f"the message has two segments {' or '.join(_ONCE[role])}: an MSH between them may be lost"
            )
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
            self._people.remember(sent)

    def _column(self, dataset: str, kind: str, column: str, sent: Sent) -> str | None:
        rows = self.mapper.rows_of(dataset, kind)
        value = rows.columns.get(column) if rows else None
        return self.mapper.value(value, column, sent.element, Row(kind, "", "", {})) if value else None

    def _merged(self, message: Message) -> None:
        """Say that two patients are one: what was told of the former stays under its number."""
        place = f"message {message.number} MRG-1"
        said = f"{place}: a patient is merged into another; what was told of the former number stays there"
        remedy = "Send the charges not billed yet again under the number that stays; correct sent claims by hand"
        self.faults.append((Fault("patients_merged", said, remedy, place), "warning"))

    def _unread(self, cut: Cut, source_file: str, why: str) -> None:
        """A message that cannot be read is an encounter in quarantine, unless it surely brings no charges."""
        place = f"message {cut.number}"
        if any(name in cut.lines[0] for name in (b"ADT^", b"BAR^")):
            self._fault("message_unreadable", f"{place}: {why}", place)
            return
        row = Row("PV1", source_file, place, {})
        row.fault(ALL, place, why, RESEND)
        self.told.visits.append(Visit(row, [], []))

    def _fault(self, code: str, message: str, place: str) -> None:
        self.faults.append((Fault(code, message, RESEND, place), "error"))

    def form(self) -> Told:
        """The rows of everything read, and of visits that wait for what was told of their patients."""
        waiting = self.known.waiting(self._people.names)
        visits: dict[str, list[Sent]] = {key: [] for key in (*self._visits, *sorted(waiting - set(self._visits)))}
        for entry in self.known.of_visits(visits):
            visits[entry.visit].append(self._again(entry))
        for key, sent in visits.items():
            sent += self._visits.get(key, [])
            unlike = {s.message.content: s for s in sorted(sent, key=lambda s: s.message.written)}
            self.told.visits.append(visit_of(self.mapper, [*unlike.values()]))
            self._keep_visit(key, [*unlike.values()])
        self._people.place(self.told, {sent[0].patient for sent in visits.values()} - {""})
        say_untold(self.told)
        say_moved(self.told, self.known, self.mapper.file)
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
