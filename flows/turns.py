"""Clients that work side by side take the company's control numbers in the order of their names.

Otherwise the quicker one would have the lower numbers, and the same night run again would write other claim files.
"""

import asyncio
from collections.abc import Sequence
from contextvars import ContextVar
from itertools import takewhile


class Turns:
    """The order of the clients of one night."""

    def __init__(self, clients: Sequence[str]) -> None:
        """`clients` begin in this order: who waits for an earlier one waits for a night that has begun."""
        self._over = {client_id: asyncio.Event() for client_id in clients}

    async def wait(self, client_id: str) -> None:
        """Until every earlier client has taken its numbers, or is done without."""
        for earlier in takewhile(lambda name: name != client_id, self._over):
            await self._over[earlier].wait()

    def end(self, client_id: str) -> None:
        """Let the later clients go on; again changes nothing."""
        self._over[client_id].set()


_turns: ContextVar[Turns] = ContextVar("turns")


def begin_turns(clients: Sequence[str]) -> Turns:
    """The turns of the night that runs here, for the flows inside it."""
    turns = Turns(clients)
    _turns.set(turns)
    return turns


def current_turns() -> Turns:
    """The turns of the running night."""
    return _turns.get()
