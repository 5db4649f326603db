"""A process that reads blocks beside another one: `python -m tasks.x12.helper DESCRIPTOR`, started by helpers.py.

It is told of a file by the descriptors of its memory, of the turn and of a socket. It takes blocks whenever it is its
turn, tells which, and sends what it read, until the end of the file or until nobody listens any more.
"""

import os
import pickle
import socket
import sys
from mmap import ACCESS_READ, mmap

from data_contracts.x12 import x835
from tasks.x12.block_tables import read_block
from tasks.x12.blocks import Cutter, Uncut
from tasks.x12.parcel import pack
from tasks.x12.turn import Turn

# How many blocks may wait to be used: what bounds the memory.
AHEAD = 3
MOST_BYTES = 1 << 16


def work(control: socket.socket) -> None:
    """Help with one file after another until the other process ends."""
    while True:
        message, descriptors, *_ = socket.recv_fds(control, MOST_BYTES, 3)
        if not message:
            return
        content, turn, out = descriptors
        source_file, size, latin = pickle.loads(message)  # noqa: S301 (the process that started this one wrote it)
        try:
            with mmap(content, 0, access=ACCESS_READ) as mapped, socket.socket(fileno=out) as told:
                _help(Cutter(mapped, source_file, x835.GUIDE, size, latin), Turn(turn), told)
        except (BrokenPipeError, ConnectionResetError, Uncut):
            pass  # the other process has stopped, or sees for itself that the file cannot be read so
        finally:
            os.close(content)
            os.close(turn)


def _help(cutter: Cutter, turn: Turn, told: socket.socket) -> None:
    """Read blocks of one file."""
    waiting = 0
    while taken := turn.take(cutter, lambda number, start: told.sendall(pickle.dumps((number, start)))):
        number, block = taken
        parcel = pack(read_block(block))
        socket.send_fds(told, [pickle.dumps(number)], [parcel])
        os.close(parcel)
        waiting += 1
        while waiting >= AHEAD:
            if not told.recv(1):
                return
            waiting -= 1


if __name__ == "__main__":
    work(socket.socket(fileno=int(sys.argv[1])))
