"""Files of HL7 v2 and FHIR: what they tell, as one batch of rows.

Files that lie in inbox/encounters by themselves are taken in together, a batch for each format: a practice's system may
write a file a message. One whose trailer does not tie, or that cannot be read, is a batch of its own, held.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from data_contracts.datasets.control import MessagesControl
from data_contracts.mapping import read_mapping
from tasks.intake import fhir_rows, hl7v2_rows
from tasks.intake.fault import Fault
from tasks.intake.fhir_file import Item, count_visits, items
from tasks.intake.formats import format_of
from tasks.intake.hl7v2_file import Envelope, cut
from tasks.intake.known import Known
from tasks.intake.mapper import Mapper
from tasks.intake.row import Row, Told, Visit
from tasks.night import Night
from tasks.vault import sha256

Placed = tuple[Fault, str | None]


@dataclass(frozen=True)
class File:
    """A file as it came."""

    source_file: str
    content: bytes


@dataclass(frozen=True)
class Opened:
    """A file cut into messages or resources; `untied` and `broken` hold the batch that it is in."""

    file: File
    format: str
    parts: Envelope | list[Item]
    untied: tuple[str, ...] = ()
    broken: str = ""

    @property
    def moment(self) -> tuple[str, str]:
        """When its first message was written, for the order of files; then its sha256."""
        first = self.parts.messages[0].lines[0] if isinstance(self.parts, Envelope) and self.parts.messages else b""
        parts = first.split(first[3:4]) if len(first) > 3 else []
        return parts[6].decode("ascii", "replace") if len(parts) > 6 else "", self.file.source_file


@dataclass
class Sent:
    """The files of one batch, its name, one hash over them, and what its control.json promises, where it has one."""

    folder: str
    opened: list[Opened]
    content_hash: str
    control: MessagesControl | None = None
    faults: list[Placed] = field(default_factory=list)


def opened(file: File) -> Opened | None:
    """Cut a file, or None for one of another format."""
    name = format_of(file.content)
    if name == "hl7v2":
        envelope = cut(file.content)
        return Opened(file, name, envelope, tuple(envelope.untied))
    if name == "fhir_r4":
        found = items(file.content, file.source_file)
        return Opened(file, name, found or [], broken="" if found is not None else "the file is not JSON")
    return None


def batches(files: Sequence[Opened]) -> list[Sent]:
    """Files that lie by themselves, as batches: one a format, and one for each file that must be held."""
    found = []
    for name in ("hl7v2", "fhir_r4"):
        mine = sorted((o for o in files if o.format == name), key=lambda o: o.moment)
        sound = [o for o in mine if not o.untied and not o.broken]
        for together in ([sound] if sound else []) + [[o] for o in mine if o not in sound]:
            digest = sha256("\n".join(sorted(o.file.source_file for o in together)).encode())
            found.append(Sent(f"{name}-{digest[:12]}", together, digest))
    return found


@dataclass(frozen=True)
class Telling:
    """What the files of one format told, by which mapping, with faults (and their severity) and what to remember."""

    mapper: Mapper
    told: Told
    faults: list[tuple[Fault, str]]
    known: Known


def tell(night: Night, sent: Sent) -> list[Telling]:
    """What the files of a batch tell, by the client's mappings. Raises SettingsError."""
    found = []
    for name in sorted({o.format for o in sent.opened}):
        mapper = Mapper(read_mapping(name, night.folder.path / "mappings" / f"{name}.yaml"))
        known = Known(night, name)
        reader = (
            hl7v2_rows.Reader(mapper, known) if name == "hl7v2" else fhir_rows.Reader(mapper, known, str(night.day))
        )
        for one in (o for o in sent.opened if o.format == name):
            if isinstance(reader, hl7v2_rows.Reader) and isinstance(one.parts, Envelope):
                reader.read(one.parts.messages, one.file.source_file)
            elif isinstance(reader, fhir_rows.Reader) and isinstance(one.parts, list):
                reader.read(one.parts)
            if one.broken:
                reader.told.visits += _uncounted(one)
        found.append(Telling(mapper, reader.form(), reader.faults, known))
    return found


def _uncounted(one: Opened) -> list[Visit]:
    """An encounter for each that a file seems to hold which cannot be read."""
    rows = [Row("Encounter", one.file.source_file, "", {}) for _ in range(count_visits(one.file.content))]
    return [Visit(row, [], []) for row in rows]
