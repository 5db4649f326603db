"""FHIRPath expressions of a mapping, made ready once.

fhirpathpy reads any expression. Most of a mapping are plain paths, which it takes twenty times longer for than a walk
over the same lists: names, an index, `where(path = 'text')`, `where(path contains 'text')`, `first()`, `resolve()` and
`%resource` are walked here, and give the same.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from data_contracts.settings import SettingsError

Resolve = Callable[[Any], Any]
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
    whole = path != expression
    steps = _steps(path)
    if steps is None:
        return _by_library(expression)

    def walk(element: Any, resource: Any, resolve: Resolve) -> list[Any]:
        found = [resource if whole else element]
        for step in steps:
            found = step(found, resolve)
        return found

    return walk


def _steps(path: str) -> list[Step] | None:
    """The steps of a plain path, or None for any other expression."""
    parts = _STEP.findall(path)
    if "".join(parts) != path:
        return None
    steps = [_step(part.removesuffix(".")) for part in parts]
    plain = [step for step in steps if step is not None]
    return plain if len(plain) == len(steps) else None


def _step(text: str) -> Step | None:
    if text == "resolve()":
        return lambda found, resolve: [there for item in found if (there := resolve(item)) is not None]
    if text == "first()":
        return lambda found, _: found[:1]
    where = _WHERE.fullmatch(text)
    if where is not None:
        return _where(where[1].split("."), where[4], single=where[2] is not None)
    name = _NAME.fullmatch(text)
    return _child(name[1], int(name[2]) if name[2] else None) if name is not None else None


def _where(names: list[str], text: str, *, single: bool) -> Step:
    def step(found: list[Any], _: Resolve) -> list[Any]:
        kept = []
        for item in found:
            values = [item]
            for name in names:
                values = _children(values, name)
            if values == [text] if single else text in values:
                kept.append(item)
        return kept

    return step


def _child(name: str, index: int | None) -> Step:
    def step(found: list[Any], _: Resolve) -> list[Any]:
        children = _children(found, name)
        return children if index is None else children[index : index + 1]

    return step


def _children(items: list[Any], name: str) -> list[Any]:
    found: list[Any] = []
    for item in items:
        child = item.get(name) if isinstance(item, dict) else None
        if isinstance(child, list):
            found += child
        elif child is not None:
            found.append(child)
    return found


def _by_library(expression: str) -> Ready:
    """Any expression, by fhirpathpy; resolve() is a function of ours."""
    import fhirpathpy
    from fhirpathpy.engine.nodes import ResourceNode

    holder: list[Resolve] = []

    def resolve(items: list[Any]) -> list[Any]:
        plain = [item.data if isinstance(item, ResourceNode) else item for item in items]
        return [there for item in plain if (there := holder[-1](item)) is not None]

    table = {"userInvocationTable": {"resolve": {"fn": resolve, "arity": {0: []}}}}
    compiled: list[Callable[..., list[Any]]] = []

    def evaluate(element: Any, resource: Any, how: Resolve) -> list[Any]:
        holder.append(how)
        try:
            compiled[:] = compiled or [fhirpathpy.compile(expression, None, table)]
            return list(compiled[0](element, {"resource": resource}))
        except Exception:  # noqa: BLE001
            # The library raises bare exceptions, most of them when it evaluates; their text may quote a value.
            raise SettingsError(f"a mapping: {expression} cannot be evaluated as FHIRPath; correct it") from None
        finally:
            holder.pop()

    evaluate({}, {}, lambda _: None)
    return evaluate
