"""One drop: the files of a folder of inbox/encounters, with its content hash."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tasks.intake.fault import Fault
from tasks.vault import sha256

CONTROL = "control.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True)
class Drop:
    """The files of a drop, by name."""

    folder: str
    files: dict[str, bytes]

    @cached_property
    def digests(self) -> dict[str, str]:
        """The sha256 of each file, by name, in order."""
        return {name: sha256(content) for name, content in sorted(self.files.items())}

    @cached_property
    def content_hash(self) -> str:
        """sha256 over the names and sha256 of the files: the same in a folder of any name."""
        return sha256("".join(f"{name}\n{digest}\n" for name, digest in self.digests.items()).encode())


def read_drop(path: Path) -> Drop | Fault:
    """Read a drop, or say why it stays where it is."""
    if not _NAME.fullmatch(path.name):
        return Fault(
            "drop_name",
            "A drop folder has a name that cannot be a batch id; it was left where it is",
            "Rename the folder: at most 64 letters, digits, _ . -, the first a letter or digit",
            "inbox/encounters",
        )
    position = f"inbox/encounters/{path.name}"
    if not path.is_dir():
        return Fault(
            "file_outside_drop",
            "inbox/encounters: a file beside the drop folders is neither HL7 v2 nor FHIR; it was left where it is",
            "Put a table into a folder with the others of its drop; messages begin with MSH, FHS or BHS, resources are "
            "JSON with a resourceType, and a gzip file must be whole",
        )
    entries = sorted(path.iterdir())
    if any(not entry.is_file() for entry in entries):
        return Fault(
            "drop_with_folder",
            "A drop folder holds a further folder; it was left where it is",
            "Put the files of a drop directly into its folder",
            position,
        )
    if any(entry.suffix in {".part", ".tmp"} or entry.name.startswith(".") for entry in entries):
        return Fault(
            "drop_unfinished",
            "A drop folder holds a file that is still being written (.part, .tmp or a leading dot); it waits",
            "Nothing, if the sender is still at work; else remove that file",
            position,
        )
    if CONTROL not in {entry.name for entry in entries}:
        return Fault(
            "drop_without_control",
            "A drop folder has no control.json, which is written last: it counts as still arriving and waits",
            "Nothing, if the sender is still at work; else ask for control.json",
            position,
        )
    return Drop(path.name, {entry.name: entry.read_bytes() for entry in entries})
