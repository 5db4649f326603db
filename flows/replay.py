"""Replay: a client's warehouse built anew from its vault; journal and sealed months compared with those on disk.

Every night is given what its manifest names: the same inputs in order, the settings and control numbers of that night.
Closes are done again between the nights, in their order; invoice numbers are read from the company's books.
"""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow

from data_contracts.closing import last_day, parse_period
from flows.nightly import work_stages
from flows.progress import announce
from tasks.close.replaying import Numbers, day_of, differences, prepare, steps_of, timeline
from tasks.crew import Crew, crew_of
from tasks.here import workspace_here
from tasks.invoice.numbers import known
from tasks.ledger.journal import concatenate
from tasks.manifest import changed_rules, lay_out, read_manifests, software_version
from tasks.night import Counts
from tasks.workspace import ClientFolder, Workspace, write_whole

# What a replay does after each commit: nothing leaves the scratch folder.
AFTERWARDS = ("tasks.claims.release:run", "tasks.ledger.journal:write_day", "clear_inbox", "finish")


@flow(name="replay", flow_run_name="replay {client_id}", persist_result=False)
async def replay(client_id: str, period: str | None = None) -> dict[str, Any]:
    """Replay all nights and closes of a client, or those up to the close of a month (YYYY-MM), in a scratch folder.

    Returns `status` (0 identical; 1 different under other software or rules than the nights had; 2 nothing to replay;
    3 different) and a `message` for people.
    """
    workspace = workspace_here()
    original = workspace.client(client_id)
    until = None if period is None else parse_period(period)
    try:
        story = timeline(original, read_manifests(original), until)
    except LookupError as error:
        return {"status": 2, "message": str(error)}
    numbers = known(workspace, client_id)
    scratch = Path(tempfile.mkdtemp(prefix=".replay-", dir=workspace.path))
    try:
        copy = Workspace(scratch).client(client_id)
        async with crew_of(scratch, 1) as crew, crew.hand(client_id):
            for entry in story:
                await _again(crew, original, copy, entry, numbers)
        return _verdict(original, copy, story, until)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


async def _again(
    crew: Crew, original: ClientFolder, copy: ClientFolder, entry: dict[str, Any], numbers: Numbers
) -> None:
    if "event" not in entry:
        announce(f"{original.client_id}: {entry['night']}")
        await _replay_run(crew, original, copy, entry)
        return
    announce(f"{original.client_id}: {entry['event']} {entry['period']}")
    prepare(original, copy, entry)
    for step, arguments in steps_of(original, entry, numbers):
        await crew.step(original.client_id, day_of(entry), step, *arguments)


async def _replay_run(crew: Crew, original: ClientFolder, copy: ClientFolder, manifest: dict[str, Any]) -> None:
    day, client_id = date.fromisoformat(manifest["night"]), original.client_id
    lay_out(original, copy, manifest)
    await crew.step(client_id, day, "begin")
    first, size = manifest["control_numbers"]
    await work_stages(crew, client_id, day, range(first, first + size))
    for step in ("commit", *AFTERWARDS):
        _: Counts = await crew.step(client_id, day, step)
    await crew.step(client_id, day, "end")


def _verdict(
    original: ClientFolder, copy: ClientFolder, story: list[dict[str, Any]], period: date | None
) -> dict[str, Any]:
    """Compare the sealed months and the journals; the whole journal is written to `journal.txt` on the way."""
    months, wrong = differences(original, copy, [entry for entry in story if "event" in entry])
    manifests = [entry for entry in story if "event" not in entry]
    ours, theirs = (concatenate(f, until=period and last_day(period)) for f in (original, copy))
    if period is None:
        write_whole(original.path / "journal.txt", ours)
    told = f"{original.client_id}: {len(manifests)} runs and {months} closes replayed"
    if ours == theirs and not wrong:
        postings = sum(not line.startswith(b"#") for line in ours.splitlines())
        sealed = f"; {months} sealed months, identical byte for byte" if months else ""
        return {"status": 0, "message": f"{told}; {postings} journal lines, identical byte for byte{sealed}"}
    if ours != theirs:
        wrong = [f"the journal from line {_first_difference(ours, theirs)} of journal.txt on", *wrong]
    different = "; ".join(wrong[:5]) + (f" and {len(wrong) - 5} more" if len(wrong) > 5 else "")
    other = sorted({entry["software"] for entry in manifests} - {software_version()})
    rules = changed_rules(manifests)
    if other or rules:
        reasons = [f"software version {v} then" for v in other] + [f"changed since: {r}" for r in rules]
        message = f"{told}; different, under other software ({'; '.join(reasons)}): {different}"
        return {"status": 1, "message": message}
    return {"status": 3, "message": f"{told}; DIFFERENT: {different}"}


def _first_difference(ours: bytes, theirs: bytes) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(ours.splitlines(), theirs.splitlines(), strict=False), 1) if a != b),
        min(ours.count(b"\n"), theirs.count(b"\n")) + 1,
    )
