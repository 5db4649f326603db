"""Whose turn it is to cut: the start of the next block, in memory that processes share, and cut by one at a time."""

import fcntl
import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass

from tasks.x12.blocks import Block, Cutter, Start, Uncut

_UNCUT = "uncut"
_MOST = 1 << 24


@dataclass(frozen=True)
class Turn:
    """The number of the next block and its start, in the memory of a descriptor.

    A process that ends while it cuts has not moved them: the next one cuts that block.
    """

    fd: int

    @classmethod
    def first(cls) -> "Turn":
        """At the beginning of a file."""
        turn = cls(os.memfd_create("cleanclaim-turn"))
        turn._put(0, Start())
        return turn

    def take(self, cutter: Cutter, tell: Callable[[int, Start], None]) -> tuple[int, Block] | None:
        """Cut the next block: its number and itself; None at the end. Its start is told before anybody else cuts.

        Raises Uncut, whoever found out.
        """
        fcntl.lockf(self.fd, fcntl.LOCK_EX)
        try:
            number, start = pickle.loads(os.pread(self.fd, _MOST, 0))  # noqa: S301 (our own process wrote it)
            if start == _UNCUT:
                raise Uncut
            if start is None:
                return None
            try:
                block, following = cutter.cut(start)
            except Uncut:
                self._put(number, _UNCUT)
                raise
            tell(number, start)
            self._put(number + 1, following)
            return number, block
        finally:
            fcntl.lockf(self.fd, fcntl.LOCK_UN)

    def _put(self, number: int, start: Start | str | None) -> None:
        os.pwrite(self.fd, pickle.dumps((number, start)), 0)
