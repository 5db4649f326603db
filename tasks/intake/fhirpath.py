"""FHIRPath expressions of a mapping, made ready once.

fhirpathpy reads any expression. Most of a mapping are plain paths, which it takes twenty times longer for than a walk
over the same lists: names, an index, `where(path = 'text')`, `where(path contains 'text')`, `first()`, `resolve()` and
`%resource` are walked here, and give the same.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from tasks.intake.fhirpath_library import ByLibrary, Resolve

Ready = Callable[[Any, Any, Resolve], list[Any]]
Step = Callable[[list[Any], Resolve], list[Any]]

_NAME = re.compile(r"([A-Za-z][A-Za-z0-9]*)(?:\[(\d+)\])?")
_WHERE = re.compile(r"where\(([A-Za-z0-9.]+)(?:\s*(=)\s*|\s+(contains)\s+)'([^'\\]*)'\)")
_STEP = re.compile(r"(?:where\([^()]*\)|[^.()]+(?:\(\))?)(?:\.|$)")


@cache
def ready(expression: str) -> Ready:
    """The expression as a function of element, resource and how references are resolved; it gives a list.

    Making it ready, and the function itself, raise SettingsError for what is no FHIRPath.
    """
    path = expression.removeprefix("%resource.")
    steps = steps_of(path)
    return ByLibrary(expression) if steps is None else Walk(steps, of_resource=path != expression)


@dataclass(frozen=True)
class Walk:
    """A plain path, from the element or from the resource around it."""

    steps: list[Step]
    of_resource: bool

    def __call__(self, element: Any, resource: Any, resolve: Resolve) -> list[Any]:
        """The values at the path."""
        found = [resource if self.of_resource else element]
        for step in self.steps:
            found = step(found, resolve)
        return found


@dataclass(frozen=True)
class Child:
    """The children of a name, or one of them."""

    name: str
    index: int | None

    def __call__(self, found: list[Any], _: Resolve) -> list[Any]:
        """Of all elements together."""
        children = _children(found, self.name)
        return children if self.index is None else children[self.index : self.index + 1]


@dataclass(frozen=True)
class Where:
    """The elements of which the values at a path are the text alone (`single`), or have it among them."""

    names: tuple[str, ...]
    text: str
    single: bool

    def __call__(self, found: list[Any], _: Resolve) -> list[Any]:
        """Those of the elements."""
        return [item for item in found if self._holds(item)]

    def _holds(self, item: Any) -> bool:
        values = [item]
        for name in self.names:
            values = _children(values, name)
        return values == [self.text] if self.single else self.text in values


def _first(found: list[Any], _: Resolve) -> list[Any]:
    return found[:1]


def _resolved(found: list[Any], resolve: Resolve) -> list[Any]:
    return [there for item in found if (there := resolve(item)) is not None]


def steps_of(path: str) -> list[Step] | None:
    """The steps of a plain path, or None for any other expression."""
    parts = _STEP.findall(path)
    if "".join(parts) != path:
        return None
    steps = [_step(part.removesuffix(".")) for part in parts]
    plain = [step for step in steps if step is not None]
    return plain if len(plain) == len(steps) else None


def _step(text: str) -> Step | None:
    if text in {"resolve()", "first()"}:
        return _resolved if text == "resolve()" else _first
    where = _WHERE.fullmatch(text)
    if where is not None:
        return Where(tuple(where[1].split(".")), where[4], where[2] is not None)
    name = _NAME.fullmatch(text)
    return Child(name[1], int(name[2]) if name[2] else None) if name is not None else None


def _children(items: list[Any], name: str) -> list[Any]:
    found: list[Any] = []
    for item in items:
        child = item.get(name) if isinstance(item, dict) else None
        if isinstance(child, list):
            found += child
        elif child is not None:
            found.append(child)
    return found
