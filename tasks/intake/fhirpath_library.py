"""Any FHIRPath expression, by fhirpathpy; `resolve()` is a function of ours."""

from collections.abc import Callable
from typing import Any

from data_contracts.settings import SettingsError

Resolve = Callable[[Any], Any]


class ByLibrary:
    """An expression that the library evaluates; it is imported when the first one is made. Not for several threads."""

    def __init__(self, expression: str) -> None:
        """Read the expression. Raises SettingsError."""
        import fhirpathpy
        from fhirpathpy.engine.nodes import ResourceNode

        self._expression, self._node = expression, ResourceNode
        self._how: Resolve = _nothing
        table = {"userInvocationTable": {"resolve": {"fn": self._resolve, "arity": {0: []}}}}
        try:
            self._compiled: Callable[..., list[Any]] = fhirpathpy.compile(expression, None, table)
        except Exception:  # noqa: BLE001
            raise self._refused() from None
        self({}, {}, _nothing)

    def __call__(self, element: Any, resource: Any, resolve: Resolve) -> list[Any]:
        """The values of the expression. Raises SettingsError."""
        self._how = resolve
        try:
            return list(self._compiled(element, {"resource": resource}))
        except Exception:  # noqa: BLE001
            raise self._refused() from None

    def _refused(self) -> SettingsError:
        """The library raises bare exceptions, most of them when it evaluates; their text may quote a value."""
        return SettingsError(f"a mapping: {self._expression} cannot be evaluated as FHIRPath; correct it")

    def _resolve(self, items: list[Any]) -> list[Any]:
        plain = [item.data if isinstance(item, self._node) else item for item in items]
        return [there for item in plain if (there := self._how(item)) is not None]


def _nothing(_: Any) -> Any:
    return None
