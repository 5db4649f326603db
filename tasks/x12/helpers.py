"""Helpers: processes that read blocks of a large file beside this one. Threads would wait for each other's interpreter.

They are started when a file is first worth it, while this process already reads, and wait for the next one afterwards.
"""

import atexit
import multiprocessing
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from mmap import mmap
from select import select
from threading import Lock

from tasks.x12.block_tables import Read, read_block
from tasks.x12.blocks import Cutter, Start
from tasks.x12.helper import AHEAD, MOST_BYTES
from tasks.x12.parcel import unpack
from tasks.x12.turn import Turn

# From how many bytes on a helper is worth what its start costs, and the most of them.
WORTH = 1 << 24
_MOST = 3
_one_file = Lock()


@dataclass
class Job:
    """A helper's work on one file: the starts of the blocks that it has taken and not sent yet, by their numbers."""

    told: socket.socket
    taken: dict[int, Start] = field(default_factory=dict)
    ended: bool = False

    def go_on(self) -> None:
        """Tell it that one of its blocks is used: it may read another one."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.told.send(b".")

    def collect(self, wait: bool) -> dict[int, Read]:
        """The blocks that it has sent; with `wait` at least one, unless it has ended."""
        found: dict[int, Read] = {}
        while not self.ended:
            if not select([self.told], [], [], None if wait and not found else 0)[0]:
                return found
            try:
                message, descriptors, *_ = socket.recv_fds(self.told, MOST_BYTES, 1)
            except ConnectionResetError:
                continue  # it ended and did not hear everything; what it sent before is still there
            self.ended = not message
            if descriptors and message:
                number = pickle.loads(message)  # noqa: S301 (our own process wrote it)
                del self.taken[number]
                found[number] = unpack(descriptors[0])
            elif message:
                number, start = pickle.loads(message)  # noqa: S301
                self.taken[number] = start
        return found


@dataclass(frozen=True)
class Helper:
    """A process started by this one, and the socket by which it is told of files."""

    process: "subprocess.Popen[bytes]"
    control: socket.socket

    def begin(self, cutter: Cutter, content: int, turn: Turn) -> Job:
        """Have it work on a file."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        message = pickle.dumps((cutter.source_file, cutter.size, cutter.latin))
        with theirs:
            socket.send_fds(self.control, [message], [content, turn.fd, theirs.fileno()])
        return Job(ours)


_helpers: list[Helper] = []


def read_side_by_side(cutter: Cutter, mapped: int | None) -> Iterator[Read]:
    """All blocks of a file in order; of a large one over all cores. `mapped`: as in stream.read_blocks."""
    if len(cutter.content) < WORTH or not _cores_left() or not _one_file.acquire(blocking=False):
        start: Start | None = Start()
        while start is not None:
            block, start = cutter.cut(start)
            yield read_block(block)
        return
    try:
        turn = Turn.first()
        with _working(cutter, mapped, turn) as jobs:
            yield from _read_with(jobs, cutter, turn)
    finally:
        _one_file.release()


def _read_with(jobs: list[Job], cutter: Cutter, turn: Turn) -> Iterator[Read]:
    """The blocks in order, whoever reads them."""
    done: dict[int, Read] = {}
    sender: dict[int, Job] = {}
    number, more = 0, True
    while True:
        for job in jobs:
            _note(job, job.collect(wait=False), done, sender)
        owner = next((job for job in jobs if number in job.taken), None)
        if number in done:
            if number in sender:
                sender.pop(number).go_on()
            yield done.pop(number)
            number += 1
        elif more and (owner is None or len(done) < AHEAD):
            taken = turn.take(cutter, lambda *_: None)
            if taken is None:
                more = False
            else:
                done[taken[0]] = read_block(taken[1])
        elif owner is None:
            return
        elif owner.ended:
            done[number] = read_block(cutter.cut(owner.taken.pop(number))[0])
        else:
            _note(owner, owner.collect(wait=True), done, sender)


def _note(job: Job, found: dict[int, Read], done: dict[int, Read], sender: dict[int, Job]) -> None:
    """Keep what a helper has sent."""
    done |= found
    sender |= dict.fromkeys(found, job)


@contextmanager
def _working(cutter: Cutter, mapped: int | None, turn: Turn) -> Iterator[list[Job]]:
    """The work of all helpers on one file."""
    with ExitStack() as stack:
        stack.callback(os.close, turn.fd)
        content = mapped
        if content is None:
            content = os.memfd_create("cleanclaim-file")
            stack.callback(os.close, content)
            os.truncate(content, len(cutter.content))
            with mmap(content, 0) as memory:
                memory[:] = cutter.content
        jobs = []
        for helper in _started():
            with suppress(OSError):  # it has ended, or there is no room for another socket: the others do its work
                jobs.append(helper.begin(cutter, content, turn))
                stack.callback(jobs[-1].told.close)
        yield jobs


def _cores_left() -> int:
    """How many helpers there may be: none in a process that is itself one of several that share the cores."""
    if multiprocessing.parent_process() is not None or not hasattr(os, "memfd_create"):
        return 0
    return min(len(os.sched_getaffinity(0)) - 1, _MOST)


def _started() -> list[Helper]:
    """All helpers; those that are not there yet (or not any more) are started."""
    _helpers[:] = [helper for helper in _helpers if helper.process.poll() is None]
    with suppress(OSError):  # no process can be started: there are fewer of them
        while len(_helpers) < _cores_left():
            _helpers.append(_start())
    return _helpers


def _start() -> Helper:
    """A new helper. What it says of an error may hold a patient's data and is not heard: its block is read here."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    alone = {"PYTHONPATH": os.pathsep.join(sys.path), "POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with theirs:
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-m", "tasks.x12.helper", str(theirs.fileno())],
            pass_fds=[theirs.fileno()], env=os.environ | alone, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    return Helper(process, ours)


@atexit.register
def _stop() -> None:
    """End the helpers with this process."""
    for helper in _helpers:
        helper.control.close()
        helper.process.terminate()
        helper.process.wait()
    _helpers.clear()
