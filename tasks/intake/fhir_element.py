"""An element of a FHIR resource on which the paths of a mapping are read."""

from typing import Any

from tasks.intake.fhir_file import Item
from tasks.intake.fhir_index import Index
from tasks.intake.fhirpath import ready
from tasks.intake.row import Coding, Row


class ResourceElement:
    """A resource, or one element of it."""

    def __init__(self, index: Index, item: Item, node: Any = None, path: str = "") -> None:
        self._index, self.item = index, item
        self._node = item.resource if node is None else node
        self.place = item.place + (f".{path}" if path else "")

    def note_modified(self, row: Row) -> None:
        """Say of an element with a modifierExtension that its meaning is not known: it may negate all else."""
        if isinstance(self._node, dict) and self._node.get("modifierExtension"):
            reason = "the element has a modifierExtension, which may change what it means"
            row.fault(
                None, f"{self.place}.modifierExtension", reason, "A person decides; send it without, if it may be"
            )

    def _read(self, path: str) -> list[Any]:
        return ready(path)(self._node, self.item.resource, self._index.resolve)

    def values(self, path: str) -> list[str]:
        """The primitive values at a path, as they are written."""
        found = []
        for value in self._read(path):
            if isinstance(value, bool):
                found.append(str(value).lower())
            elif not isinstance(value, dict | list) and str(value).strip():
                found.append(str(value).strip())
        return found

    def codings(self, path: str) -> list[list[Coding]]:
        """The CodeableConcepts (or Codings) at a path."""
        found = []
        for concept in self._read(path):
            if not isinstance(concept, dict):
                continue
            inside = concept.get("coding")
            codings = [c for c in inside if isinstance(c, dict)] if isinstance(inside, list) else [concept]
            text = concept.get("text")
            each = [
                Coding(str(c.get("system") or ""), str(c["code"]).strip(), str(c.get("display") or text or ""))
                for c in codings
                if c.get("code")
            ]
            if each:
                found.append(each)
        return found

    def children(self, path: str) -> list["ResourceElement"]:
        """The elements at a path, each with its own place."""
        nodes = enumerate(self._read(path))
        return [ResourceElement(self._index, self.item, node, f"{path}[{number}]") for number, node in nodes]

    def full(self, path: str) -> str:
        """The path with the resource's place."""
        whole = path.removeprefix("%resource.")
        return f"{self.place if whole == path else self.item.place}.{whole}"

    def lost(self, path: str) -> bool:
        """True when a reference on the path leads to nothing known."""
        before, called, _ = path.partition(".resolve()")
        return bool(called) and any(self._index.resolve(reference) is None for reference in self._read(before))
