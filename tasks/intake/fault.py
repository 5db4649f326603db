"""What can be wrong with a part of a drop, for core.problem."""

from dataclasses import dataclass

RESEND = "Send the drop again with the file corrected, under the same or a new folder name"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a part of a drop, for core.problem; it quotes no value of the file."""

    code: str
    message: str
    remedy: str = RESEND
    position: str | None = None
    source_file: str | None = None
