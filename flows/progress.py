"""Telling the person at the keyboard how far a run is; silent where nobody listens (a Prefect worker)."""

from collections.abc import Callable

_listeners: list[Callable[[str], None]] = []


def listen(listener: Callable[[str], None]) -> None:
    """Have `listener` called with each line of progress."""
    _listeners.append(listener)


def announce(text: str) -> None:
    """Tell how far the run is. Client ids, days and counts only."""
    for listener in _listeners:
        listener(text)
