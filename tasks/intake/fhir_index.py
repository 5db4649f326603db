"""Resources of files and of what is known, and the references between them."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tasks.intake.fhir_file import Item, Json, read_json
from tasks.intake.known import Entry, Known

_CONDITIONAL = re.compile(r"([A-Z][A-Za-z]+)\?identifier=([^|]*)\|(.+)")
_ROUNDS = 5


class Index:
    """Resources by type and id; those of the files stand for what was known before under the same name."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.items: dict[str, Item] = {}
        self._urls: dict[str, str] = {}
        self._asked: set[str] = set()
        self._fresh: list[Item] = []
        self._numbered: dict[tuple[str, str], Item] | None = None

    def add(self, item: Item) -> None:
        """Add a resource; the later of two of the same name stays."""
        there = self.items.get(item.key)
        if there is None or there.told_at <= item.told_at or not item.told_at:
            self.items[item.key] = item
            self._fresh.append(item)
        if item.url:
            self._urls[item.url] = item.key

    def recall(self, entries: Iterable[Entry]) -> None:
        """Add remembered resources, where the files do not tell them."""
        for entry in entries:
            if entry.entry_key not in self.items:
                kind = entry.entry_key.partition("/")[0]
                item = Item(entry.element, entry.source_file, read_json(entry.content), "", kind)
                self.items[entry.entry_key] = item
                self._fresh.append(item)

    def key_of(self, reference: str) -> str:
        """The name of what a reference leads to: `Patient/1` for an absolute, relative or urn reference."""
        if reference in self._urls:
            return self._urls[reference]
        parts = reference.split("/_history/")[0].split("/")
        return "/".join(parts[-2:])

    def find(self, reference: object) -> Item | None:
        """The resource that a Reference names, or None."""
        named = reference.get("reference") if isinstance(reference, dict) else None
        return self.items.get(self.key_of(named)) if isinstance(named, str) else None

    def resolve(self, reference: object) -> Any:
        """The resource that a Reference names; else what its identifier says of it; else None."""
        item = self.find(reference)
        if item is not None:
            return item.resource
        if not isinstance(reference, dict):
            return None
        named = reference.get("reference")
        conditional = _CONDITIONAL.fullmatch(named) if isinstance(named, str) else None
        if conditional is not None:
            return self._by_number(conditional[2], conditional[3])
        identifier = reference.get("identifier")
        return {"identifier": [identifier]} if isinstance(identifier, dict) else None

    def _by_number(self, system: str, value: str) -> Json:
        """The resource with an identifier; one that only has that, where none was told."""
        if self._numbered is None:
            self._numbered = {
                (str(number.get("system")), str(number.get("value"))): item
                for item in self.items.values()
                for number in _list((item.resource or {}).get("identifier"))
                if isinstance(number, dict)
            }
        item = self._numbered.get((system, value))
        found = item.resource if item is not None else None
        return found if found is not None else {"identifier": [{"system": system, "value": value}]}

    def complete(self) -> None:
        """Recall what the resources refer to and no file told, and what that refers to."""
        for _ in range(_ROUNDS):
            fresh, self._fresh = self._fresh, []
            named = {self.key_of(text) for item in fresh for text in _references(item.resource)}
            wanted = {name for name in named if name not in self.items and "/" in name} - self._asked
            if not wanted:
                return
            self._asked |= wanted
            self.recall(self._known.fetch(wanted))

    def entry(self, item: Item, visit: str, patient: str, day: str) -> Entry:
        """A resource as something to be remembered."""
        content = json.dumps(item.resource, ensure_ascii=False, separators=(",", ":"))
        return Entry(item.key, visit, patient, item.told_at or day, item.source_file, item.place, content)

    def named_by(self, entry: Entry) -> set[str]:
        """The names of what a remembered resource refers to."""
        return {self.key_of(text) for text in _references(read_json(entry.content))}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _references(node: object) -> Iterator[str]:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        if isinstance(child, dict) and isinstance(named := child.get("reference"), str):
            yield named
        if isinstance(child, dict | list):
            yield from _references(child)
