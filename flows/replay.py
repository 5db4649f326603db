"""Replay: a client's warehouse built anew from its vault, and its journal compared with the one on disk, byte for byte.

Every night is given what its manifest names: the same inputs in order, the settings and control numbers of that night.
"""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow

from flows.nightly import work_stages
from flows.progress import announce
from tasks.crew import Crew, crew_of
from tasks.here import workspace_here
from tasks.ledger.journal import concatenate
from tasks.manifest import changed_rules, lay_out, read_manifests, software_version
from tasks.night import Counts
from tasks.workspace import ClientFolder, Workspace, write_whole

# What a replay does after each commit: nothing leaves the scratch folder.
AFTERWARDS = ("tasks.claims.release:run", "tasks.ledger.journal:write_day", "clear_inbox", "finish")


@flow(name="replay", flow_run_name="replay {client_id}", persist_result=False)
async def replay(client_id: str) -> dict[str, Any]:
    """Replay all nights of a client in a scratch folder of the workspace.

    Returns `status` (0 identical; 1 different under other software or rules than the nights had; 3 different) and a
    `message` for people.
    """
    workspace = workspace_here()
    original = workspace.client(client_id)
    manifests = read_manifests(original)
    scratch = Path(tempfile.mkdtemp(prefix=".replay-", dir=workspace.path))
    try:
        copy = Workspace(scratch).client(client_id)
        async with crew_of(scratch, 1) as crew, crew.hand(client_id):
            for manifest in manifests:
                announce(f"{client_id}: {manifest['night']}")
                await _replay_run(crew, original, copy, manifest)
        return _verdict(original, copy, manifests)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


async def _replay_run(crew: Crew, original: ClientFolder, copy: ClientFolder, manifest: dict[str, Any]) -> None:
    day, client_id = date.fromisoformat(manifest["night"]), original.client_id
    lay_out(original, copy, manifest)
    await crew.step(client_id, day, "begin")
    first, size = manifest["control_numbers"]
    await work_stages(crew, client_id, day, range(first, first + size))
    for step in ("commit", *AFTERWARDS):
        _: Counts = await crew.step(client_id, day, step)
    await crew.step(client_id, day, "end")


def _verdict(original: ClientFolder, copy: ClientFolder, manifests: list[dict[str, Any]]) -> dict[str, Any]:
    """Compare the journals; `journal.txt`, the whole journal in one file, is written on the way."""
    ours, theirs = concatenate(original), concatenate(copy)
    write_whole(original.path / "journal.txt", ours)
    nights = f"{original.client_id}: {len(manifests)} runs replayed"
    if ours == theirs:
        postings = sum(not line.startswith(b"#") for line in ours.splitlines())
        return {"status": 0, "message": f"{nights}; {postings} journal lines, identical byte for byte"}
    other = sorted({m["software"] for m in manifests} - {software_version()})
    rules = changed_rules(manifests)
    if other or rules:
        reasons = [f"software version {v} then" for v in other] + [f"changed since: {r}" for r in rules]
        return {"status": 1, "message": f"{nights}; the journal differs, under other software ({'; '.join(reasons)})"}
    line = next(
        (n for n, (a, b) in enumerate(zip(ours.splitlines(), theirs.splitlines(), strict=False), 1) if a != b),
        min(ours.count(b"\n"), theirs.count(b"\n")) + 1,
    )
    return {"status": 3, "message": f"{nights}; the journal DIFFERS from line {line} of journal.txt on"}
