"""A message with its file and patient, and what of messages a mapping reads."""

from dataclasses import dataclass

from data_contracts.mapping import Mapping
from tasks.intake.hl7v2_element import MessageElement
from tasks.intake.hl7v2_message import Message
from tasks.intake.hl7v2_path import parsed
from tasks.intake.known import Entry

# DG1-15, diagnosis priority: 1 is the primary one, 0 has none.
RANK = "DG1-15"


@dataclass(frozen=True)
class Sent:
    """A message of a file, with the file and the patient it names."""

    message: Message
    source_file: str
    patient: str

    @property
    def element(self) -> MessageElement:
        """All of the message."""
        return MessageElement(self.message.segments, f"message {self.message.number}")

    def entry(self, key: str, visit: str = "") -> Entry:
        """The message as something to be remembered."""
        place = f"message {self.message.number}"
        return Entry(key, visit, self.patient, self.message.written, self.source_file, place, self.message.content)


def wanted_fields(mapping: Mapping) -> dict[str, list[int]]:
    """The fields that a mapping reads, by segment."""
    rows = [r for kinds in mapping.datasets.values() for r in kinds.values()]
    paths = [p for r in rows for v in r.columns.values() for p in (*v.paths, *v.only_paths)]
    paths += [p for group in mapping.groups.values() for p in (group.same, *group.as_at)]
    paths += [p for r in rows for p in (*r.modifiers, *r.told, *(t.path for t in r.take))]
    paths += [p for r in rows if r.coded for p in r.coded.paths]
    paths += [p for r in rows if r.points for p in r.points.paths] + ["FT1-2", "PID-3", RANK]
    kinds = {kind for kinds in mapping.datasets.values() for kind in kinds}
    fields: dict[str, set[int]] = {name: set() for name in ("MSH", *kinds)}
    for path in map(parsed, paths):
        fields.setdefault(path.segment, set()).add(path.field)
        fields[path.segment] |= {path.of_at[0]} if path.of_at else set()
    return {name: sorted(numbers) for name, numbers in fields.items()}


def later(told: dict[str, Sent], sent: Sent) -> None:
    """Keep the later of two messages about a patient; of the same moment, the one that came later in the file."""
    there = told.get(sent.patient)
    if there is None or there.message.written <= sent.message.written:
        told[sent.patient] = sent
