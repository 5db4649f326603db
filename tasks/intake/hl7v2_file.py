"""A file of HL7 v2 messages: cut into messages, its envelopes counted; of a message nothing is read but its head."""

import re
from dataclasses import dataclass, field

_ENVELOPE = (b"FHS", b"BHS", b"BTS", b"FTS")
_HEAD = re.compile(rb"MSH([^\w\s])([^\w\s]{2,5})\1")
_LINE = re.compile(rb"[A-Z][A-Z0-9]{2}(?:[^\w\s]|$)")


@dataclass(frozen=True)
class Cut:
    """One message as it lies in the file: its number from 1, and its segments; without a head it cannot be read."""

    number: int
    lines: tuple[bytes, ...]

    @property
    def broken(self) -> str | None:
        """What keeps the message from being read, or None."""
        head = _HEAD.match(self.lines[0])
        if head is None or len({head[1], *(head[2][i : i + 1] for i in range(len(head[2])))}) < 1 + len(head[2]):
            return (
                "MSH does not say its separators" if self.lines[0][:3] == b"MSH" else "the message has no MSH segment"
            )
        odd = next((number for number, line in enumerate(self.lines, 1) if not _LINE.match(line)), None)
        return None if odd is None else f"line {odd} of the message is not a segment"


@dataclass
class Envelope:
    """The messages of a file, and what its trailers say that they do not bear out."""

    messages: list[Cut] = field(default_factory=list)
    untied: list[str] = field(default_factory=list)
    batches: int = 0
    files_open: int = 0
    batches_open: int = 0

    def add(self, lines: list[bytes]) -> None:
        """Add a message."""
        if lines:
            self.messages.append(Cut(len(self.messages) + 1, tuple(lines)))


def cut(content: bytes) -> Envelope:
    r"""Cut a file into its messages; FHS, BHS, BTS, FTS, MLLP framing and any line ends are taken.

    >>> found = cut(b"BHS|^~\\&|A\rMSH|^~\\&|A\rPID|1\rMSH|^~\\&|B\rBTS|3\r")
    >>> len(found.messages), found.untied
    (2, ['BTS-1 says 3 messages, the batch has 2'])
    """
    envelope = Envelope()
    lines: list[bytes] = []
    before = 0
    for line in re.split(rb"[\r\n\x0b\x1c]+", content.removeprefix(b"\xef\xbb\xbf")):
        line = line.strip(b" \t\0")
        name = line[:3]
        if name in _ENVELOPE or (name == b"MSH"):
            envelope.add(lines)
            lines = []
        if name == b"FHS":
            envelope.batches, envelope.files_open = 0, envelope.files_open + 1
        elif name == b"BHS":
            before, envelope.batches_open = len(envelope.messages), envelope.batches_open + 1
        elif name == b"BTS":
            envelope.batches += 1
            envelope.batches_open -= 1
            _count(envelope, line, "BTS-1 says {} messages, the batch has {}", len(envelope.messages) - before)
        elif name == b"FTS":
            envelope.files_open -= 1
            _count(envelope, line, "FTS-1 says {} batches, the file has {}", envelope.batches)
        elif line:
            lines.append(line)
    envelope.add(lines)
    if envelope.files_open > 0 or envelope.batches_open > 0:
        envelope.untied.append("a trailer (BTS, FTS) is missing: the file may have been cut off")
    return envelope


def _count(envelope: Envelope, line: bytes, words: str, found: int) -> None:
    """Hold a trailer's count to what was found; an empty one says nothing."""
    said = (line[4:].split(line[3:4], 1)[0] if len(line) > 4 else b"").strip()
    if said and said != str(found).encode():
        envelope.untied.append(words.format(said.decode() if said.isdigit() else "(no number of)", found))
