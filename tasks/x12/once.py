"""A property that is worked out once. Python's own (until 3.12) lets no two threads work out the same property of two
objects at a time: blocks read side by side would wait for each other.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801 (it is used like `property`)
    """Like functools.cached_property, without its lock: two threads that ask one object may both work it out."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self.make, self.__doc__ = make, make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Remember under which name the value is kept."""
        self.name = name

    @overload
    def __get__(self, one: None, owner: type) -> "once[Value]": ...
    @overload
    def __get__(self, one: object, owner: type) -> Value: ...
    def __get__(self, one: object | None, owner: type) -> "Value | once[Value]":
        """Work it out; from then on Python finds it in the object itself and does not come here."""
        if one is None:
            return self
        value = one.__dict__[self.name] = self.make(one)
        return value
