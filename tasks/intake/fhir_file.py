"""A file of FHIR resources: NDJSON, a Bundle, a list, or one resource. Numbers stay text as they are written."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Resource types of which each may be an encounter to be billed.
VISITS = ("Encounter", "Claim", "ExplanationOfBenefit")
_TYPE = re.compile(rb'"resourceType"\s*:\s*"(\w+)"')
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?")
Json = dict[str, Any]


@dataclass
class Item:
    """A resource with where it stands, its url in a Bundle, and when it was told; without a resource it is broken."""

    place: str
    source_file: str
    resource: Json | None
    url: str = ""
    kind: str = ""
    broken: str = ""

    @property
    def key(self) -> str:
        """Type and id, or type and place where it has no id."""
        return f"{self.kind}/{(self.resource or {}).get('id') or self.place}"

    @property
    def told_at(self) -> str:
        """meta.lastUpdated, where it is a moment."""
        meta = (self.resource or {}).get("meta")
        said = meta.get("lastUpdated") if isinstance(meta, dict) else None
        return said if isinstance(said, str) and _MOMENT.fullmatch(said) else ""


def read_json(text: str) -> Any:
    """JSON with numbers as the text they are written in. Raises ValueError."""
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("too deep") from None


def _no_number(text: str) -> None:
    raise ValueError("not a number of JSON")


def items(content: bytes, source_file: str) -> list[Item] | None:
    """The resources of a file in order, each that cannot be read by itself; None when the file as a whole cannot."""
    body = content.removeprefix(b"\xef\xbb\xbf").strip()
    lines = [(number, line) for number, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    whole = sum(line[:1] == b"{" and line.rstrip()[-1:] == b"}" for _, line in lines)
    if len(lines) > 1 and 2 * whole >= len(lines):  # one resource a line; some may be torn
        return [item for number, line in lines for item in _of_text(line, f"line {number}", source_file)]
    found = list(_of_text(body, "", source_file))
    return None if len(found) == 1 and found[0].broken and not found[0].kind else found


def count_visits(content: bytes) -> int:
    """How many encounters a file seems to hold that cannot be read as a whole: at least one."""
    return max(1, sum(found.decode() in VISITS for found in _TYPE.findall(content)))


def _of_text(text: bytes, place: str, source_file: str) -> Iterator[Item]:
    try:
        found = read_json(text.decode("utf-8"))
    except ValueError:
        named = _TYPE.search(text) if place else None
        kind = named[1].decode() if named else ""
        yield Item(place, source_file, None, kind=kind, broken="the resource is not JSON in UTF-8")
        return
    if isinstance(found, list) and not place:
        for number, each in enumerate(found):
            yield from _of(each, f"[{number}]", "", source_file)
        return
    yield from _of(found, place, "", source_file)


def _of(found: Any, place: str, url: str, source_file: str) -> Iterator[Item]:
    kind = found.get("resourceType") if isinstance(found, dict) else None
    if not isinstance(kind, str) or not re.fullmatch(r"[A-Z][A-Za-z]{2,40}", kind):
        yield Item(place, source_file, None, broken="the element is no resource: it has no resourceType")
        return
    if kind == "Bundle":
        entries = found.get("entry")
        for number, entry in enumerate(entries if isinstance(entries, list) else []):
            inside = entry if isinstance(entry, dict) else {}
            at = f"{place} Bundle.entry[{number}]".strip()
            full = inside.get("fullUrl")
            yield from _of(inside.get("resource"), at, full if isinstance(full, str) else "", source_file)
        return
    if not found.get("id") and url.startswith("urn:uuid:"):
        found["id"] = url.removeprefix("urn:uuid:")
    yield Item(f"{place} {kind}".strip(), source_file, found, url, kind)
    yield from _contained(found, place, kind, source_file)


def _contained(owner: Json, place: str, kind: str, source_file: str) -> Iterator[Item]:
    """Contained resources, as resources of their own: their ids, which hold within the owner, begin with its id."""
    inside = owner.pop("contained", None)
    if not isinstance(inside, list):
        return
    names = {}
    children = [child for child in inside if isinstance(child, dict)]
    for child in children:
        if isinstance(child.get("id"), str):
            names[f"#{child['id']}"] = f"{child.get('resourceType')}/{owner.get('id', '')}-{child['id']}"
            child["id"] = f"{owner.get('id', '')}-{child['id']}"
    _rename(owner, names)
    for number, child in enumerate(children):
        _rename(child, names)
        yield from _of(child, f"{place} {kind}.contained[{number}]".strip(), "", source_file)


def _rename(node: Any, names: dict[str, str]) -> None:
    """Have every reference to a contained resource name it by type and id."""
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        if isinstance(child, dict) and isinstance(named := child.get("reference"), str):
            child["reference"] = names.get(named, named)
        if isinstance(child, dict | list):
            _rename(child, names)
