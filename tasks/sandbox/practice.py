"""Workspaces to start from: three invented practices to practise with, and a template for `cleanclaim init`.

The files lie as they are in workspaces/demo and workspaces/template; a person can read and change them there.
"""

from hashlib import sha256
from pathlib import Path

from tasks.sandbox.files import PACKAGE, write_whole
from tasks.sandbox.identifiers import npi

CLIENTS = ("lakeside", "harbor", "summit")
_INBOXES = (
    "encounters", "acks", "remits", "bank", "patient_payments", "corrections", "opening", "manual_remits", "time",
)  # fmt: skip


def write_workspace(path: Path, practices: int = len(CLIENTS)) -> None:
    """Write the practice workspace into `path`; files that are there stay as they are.

    With more than three `practices` the three come again as lakeside-2, harbor-2 … with identities of their own, for
    measuring many clients.
    """
    _copy(PACKAGE / "workspaces" / "demo", path)
    for number in range(len(CLIENTS), practices):
        copy, like = divmod(number, len(CLIENTS))
        _write_copy(path, CLIENTS[like], copy + 1, number)
    (path / "inbox").mkdir(parents=True, exist_ok=True)
    for settings in sorted(path.glob("clients/*/client.yaml")):
        _make_inboxes(settings.parent)
        _write_key(settings.parent)


def _write_key(client: Path) -> None:
    """A key made from the client's name, so that practising gives the same claim numbers everywhere.

    A real client's key is random, and made by its first night.
    """
    key = client / "client.key"
    _write_new(key, sha256(f"practice key of {client.name}".encode()).hexdigest())
    key.chmod(0o600)


def write_template(path: Path) -> None:
    """Write a workspace with one example client, whose files explain themselves; files that are there stay."""
    _copy(PACKAGE / "workspaces" / "template", path)
    (path / "inbox").mkdir(parents=True, exist_ok=True)
    _make_inboxes(path / "clients" / "example")


def _copy(source: Path, target: Path) -> None:
    for file in sorted(p for p in source.rglob("*") if p.is_file()):
        _write_new(target / file.relative_to(source), file.read_text(encoding="utf-8"))


def _write_new(place: Path, text: str) -> None:
    if not place.exists():
        write_whole(place, text.encode())


def _make_inboxes(client: Path) -> None:
    for kind in _INBOXES:
        (client / "inbox" / kind).mkdir(parents=True, exist_ok=True)


def _write_copy(path: Path, like: str, copy: int, number: int) -> None:
    """Write copy number `copy` of the practice `like`: the same fees, another name, prefix, NPI and tax number."""
    source = PACKAGE / "workspaces" / "demo" / "clients" / like
    target = path / "clients" / f"{like}-{copy}"
    for table in ("fees.csv", "crosswalk.csv", "rates.csv"):
        _write_new(target / table, (source / table).read_text(encoding="utf-8"))
    lines = []
    for line in (source / "client.yaml").read_text(encoding="utf-8").splitlines():
        key = line.strip(" -").partition(":")[0]
        lines.append(_as_copy(line, key, like, copy, number))
    _write_new(target / "client.yaml", "\n".join(lines) + "\n")


def _as_copy(line: str, key: str, like: str, copy: int, number: int) -> str:
    """A line of client.yaml as the copy has it."""
    start = line[: line.index(":") + 2] if ":" in line else line
    if key == "client_id":
        return f"{start}{like}-{copy}"
    if key == "claim_prefix":
        return f"{start}{like[0].upper()}{_three(number)}"
    if key == "npi":
        return f'{start}"{npi(100_000 + number)}"'
    if key == "tax_id":
        return f'{start}"{980_000_000 + number}"'
    if key == "name":
        return f"{line} {copy}"
    return line


def _three(number: int) -> str:
    """A number below 36³ in three capitals and digits.

    >>> _three(37)
    '011'
    """
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return signs[number // 1296 % 36] + signs[number // 36 % 36] + signs[number % 36]
