"""What the practice partners remember between days: WORKSPACE/sandbox/state.json and the claim files received."""

from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from tasks.sandbox.adjudication import Memory
from tasks.sandbox.decisions import Decision, decision_of
from tasks.sandbox.files import read_notes, write_notes, write_whole


@dataclass
class Received:
    """A claim file taken from an outbox at step `step`, with the transactions turned away whole."""

    client_id: str
    name: str
    sha256: str
    size: int
    step: int
    verdicts: dict[str, str] = field(default_factory=dict)


@dataclass
class Owed:
    """Money that a payer will still take back from a payee, known since `step`; amount in cents."""

    reason: str
    reference: str
    amount: int
    step: int


@dataclass
class Due:
    """Something that reaches a client at step `step`: a deposit, or a patient's bill; amount in cents."""

    client_id: str
    step: int
    amount: int
    reference: str
    what: str
    day: str


@dataclass
class Notebook:
    """Everything remembered. A step is a day answered; `days` lists them in order.

    `corrected`: of a claim that replaces or withdraws another, by its payer's number: the number of the other.
    """

    days: list[str] = field(default_factory=list)
    controls: dict[str, int] = field(default_factory=dict)
    files: list[Received] = field(default_factory=list)
    deductible_used: dict[str, int] = field(default_factory=dict)
    decided: dict[str, str] = field(default_factory=dict)
    waves: dict[str, int] = field(default_factory=dict)
    corrected: dict[str, str] = field(default_factory=dict)
    reversible: dict[str, list[Decision]] = field(default_factory=dict)
    owed: dict[str, list[Owed]] = field(default_factory=dict)
    deposits: list[Due] = field(default_factory=list)
    bills: list[Due] = field(default_factory=list)

    @property
    def step(self) -> int:
        """Number of the day being answered."""
        return len(self.days)

    @property
    def memory(self) -> Memory:
        """What payers remember from claim to claim (shared, not copied)."""
        return Memory(self.deductible_used, self.decided)

    def next_control(self, sender: str) -> int:
        """The next control number of a sender: never given twice."""
        self.controls[sender] = self.controls.get(sender, 0) + 1
        return self.controls[sender]


def open_notebook(workspace: Path) -> Notebook:
    """The notes of earlier days; empty in a new workspace."""
    notes = read_notes(workspace / "sandbox" / "state.json")
    if notes is None:
        return Notebook()
    notes["files"] = [Received(**f) for f in notes["files"]]
    notes["reversible"] = {k: [decision_of(d) for d in found] for k, found in notes["reversible"].items()}
    notes["owed"] = {k: [Owed(**o) for o in found] for k, found in notes["owed"].items()}
    notes["deposits"] = [Due(**d) for d in notes["deposits"]]
    notes["bills"] = [Due(**d) for d in notes["bills"]]
    return Notebook(**notes)


def close_notebook(workspace: Path, notebook: Notebook, day: date) -> None:
    """Keep the notes: from here on the day is done."""
    notebook.days.append(day.isoformat())
    write_notes(workspace / "sandbox" / "state.json", asdict(notebook))


def collect(workspace: Path, notebook: Notebook) -> list[Received]:
    """Take a copy of every claim file in an outbox that was not taken before, in order of client and content."""
    known = {(f.client_id, f.sha256) for f in notebook.files}
    new: list[Received] = []
    for path in sorted(workspace.glob("clients/*/outbox/claims/*")):
        if not path.is_file() or path.name.startswith(".") or path.suffix in (".part", ".tmp"):
            continue
        content = path.read_bytes()
        file = Received(path.parents[2].name, path.name, sha256(content).hexdigest(), len(content), notebook.step)
        if (file.client_id, file.sha256) not in known:
            known.add((file.client_id, file.sha256))
            write_whole(_copy(workspace, file), content)
            new.append(file)
    new.sort(key=lambda f: (f.client_id, f.sha256))
    notebook.files += new
    return new


def content_of(workspace: Path, file: Received) -> bytes:
    """The bytes of a claim file received, whatever became of it in the outbox."""
    return _copy(workspace, file).read_bytes()


def _copy(workspace: Path, file: Received) -> Path:
    return workspace / "sandbox" / "received" / file.sha256
