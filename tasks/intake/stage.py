"""The stage: every drop that is complete is taken in once."""

from collections import Counter

from data_contracts.datasets import DATASETS
from data_contracts.datasets.control import Control
from tasks.intake.contents import file_names, read_part, unnamed
from tasks.intake.control import read_control, untied, untied_fault
from tasks.intake.drop import CONTROL, Drop, read_drop
from tasks.intake.fault import Fault
from tasks.intake.messages_stage import from_drop, is_messages, take_loose, take_messages
from tasks.intake.record import (
    Batch,
    batch_id_of,
    charges_of,
    hold_uncounted,
    keep_files,
    keep_rows,
    note_batch,
    report_faults,
)
from tasks.intake.table import Table
from tasks.night import Counts, Night
from tasks.problems import report
from tasks.warehouse import scalar

Placed = tuple[Fault, str | None]


def run(night: Night) -> Counts:
    """Take in the files of HL7 v2 and FHIR of inbox/encounters, then its drops in the order of their names.

    Appends to core.received_file, core.batch, raw.* and, for encounters that cannot be read, core.encounter; notes what
    it took in `night.consumed` and `night.inputs`. Counts batches, held batches, encounters and what was left in place.
    """
    counts: Counter[str] = Counter()
    inbox = night.folder.inbox("encounters")
    loose = take_loose(night, batch_id_of)
    for path in sorted(inbox.iterdir()) if inbox.is_dir() else []:
        if path.name.startswith(".") or (path.is_file() and path.suffix in {".part", ".tmp"}):
            continue
        if f"encounters/{path.name}" in night.consumed:
            continue
        drop = read_drop(path)
        if isinstance(drop, Fault):
            report(night, "intake", drop.code, drop.message, drop.remedy, position=drop.position)
            counts["left_in_inbox"] += 1
            continue
        night.consumed.append(f"encounters/{drop.folder}")
        if _is_taken(night, drop):
            counts["sent_again"] += 1
            continue
        loose.append(take(night, drop))
    for batch in loose:
        counts.update(batches=1, held_batches=int(batch.reason_code is not None), encounters=batch.encounters_received)
    return dict(counts)


def _is_taken(night: Night, drop: Drop) -> bool:
    """True when the same folder with the same content was taken in before; said unless only its clearing failed."""
    query = "SELECT count(*) FROM core.batch WHERE folder = ? AND content_hash = ?"
    if not scalar(night.con, query, [drop.folder, drop.content_hash]):
        return False
    query = "SELECT bool_and(consumed) FROM core.received_file WHERE list_contains(?, source_file)"
    if scalar(night.con, query, [list(drop.digests.values())]):
        report(
            night,
            "intake",
            "drop_sent_twice",
            f"Batch {drop.folder} came again with the same content; nothing of it was used again",
            "Nothing needs doing; if other encounters were meant, send those",
            severity="warning",
            position=f"delivery of {night.day}",
        )
    return True


def take(night: Night, drop: Drop) -> Batch:
    """Take in one drop: files to the vault, rows to raw, a row of core.batch, a problem for each fault."""
    keep_files(night, drop)
    night.inputs.append({"kind": "encounters", "name": drop.folder, "files": drop.digests})
    if is_messages(drop):
        return take_messages(night, from_drop(drop), batch_id_of)
    batch_id = batch_id_of(night, drop.folder, drop.content_hash)
    control = read_control(drop.files[CONTROL])
    names = file_names(drop, control)
    tables = {dataset.name: read_part(dataset, names[dataset.name], drop) for dataset in DATASETS}
    digests = {dataset: drop.digests.get(name) for dataset, name in names.items()}
    for dataset, table in tables.items():
        keep_rows(night, batch_id, dataset, str(digests[dataset]), table)
    faults: list[Placed] = [(control, drop.digests[CONTROL])] if isinstance(control, Fault) else []
    faults += [(fault, digests[dataset]) for dataset, table in tables.items() for fault in table.faults]
    notes = [(note, digests[dataset]) for dataset, table in tables.items() for note in table.notes]
    batch = _batch(night, drop, batch_id, control, tables, faults)
    note_batch(night, batch)
    if tables["encounters"].rows is None:
        hold_uncounted(night, batch, digests["encounters"] or drop.digests[CONTROL])
    report_faults(night, drop, faults)
    report_faults(night, drop, notes + unnamed(drop, names), warn=True)
    return batch


def _batch(
    night: Night, drop: Drop, batch_id: str, control: Control | Fault, tables: dict[str, Table], faults: list[Placed]
) -> Batch:
    """What is known of the batch; `faults` grows by one when its control totals do not tie."""
    readable = tables["services"].rows is not None and "charge" in tables["services"].rows.columns
    charges = charges_of(night, batch_id) if readable else None
    code = "batch_unreadable" if faults else None
    promised = control if isinstance(control, Control) else None
    found = untied(promised, tables, charges) if promised else []
    if found:
        faults.append((untied_fault(found), drop.digests[CONTROL]))
        code = code or "control_totals"
    table = tables["encounters"]
    rows = table.rows.height if table.rows is not None else table.records
    return Batch(
        batch_id=batch_id,
        folder=drop.folder,
        content_hash=drop.content_hash,
        encounters_received=rows if rows is not None else promised.encounters if promised else 0,
        encounters_control=promised.encounters if promised else None,
        charges_received=charges[0] if charges else None,
        charges_control=promised.charges if promised else None,
        reason_code=code,
        reason="; ".join(fault.message for fault, _ in faults) or None,
    )
