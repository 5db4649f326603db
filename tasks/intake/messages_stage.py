"""The stage's other half: files of HL7 v2 and FHIR are taken in once."""

import json
from collections.abc import Callable
from decimal import Decimal

from pydantic import ValidationError

from data_contracts.datasets.control import MessagesControl
from tasks.inbox import take_in
from tasks.intake.drop import CONTROL, Drop
from tasks.intake.fault import RESEND, Fault
from tasks.intake.formats import format_of, unpacked
from tasks.intake.messages import File, Opened, Placed, Sent, batches, opened, tell
from tasks.intake.messages_record import keep_paths, keep_told
from tasks.intake.record import Batch, charges_of, note_batch
from tasks.night import Night
from tasks.problems import report

NewBatchId = Callable[[Night, str, str], str]


def take_loose(night: Night, new_id: NewBatchId) -> list[Batch]:
    """Take in the files that lie in inbox/encounters by themselves."""
    files = take_in(night, "encounters", wanted=lambda content: format_of(unpacked(content)) is not None)
    found = [one for file in files if (one := opened(File(file.source_file, unpacked(file.content)))) is not None]
    return [take_messages(night, sent, new_id) for sent in batches(found)]


def is_messages(drop: Drop) -> bool:
    """True for a folder that brings messages or resources."""
    return any(format_of(unpacked(content)) is not None for name, content in drop.files.items() if name != CONTROL)


def from_drop(drop: Drop) -> Sent:
    """The files of a folder as one batch, held to its control.json."""
    found: list[Opened] = []
    control = read_messages_control(drop.files[CONTROL])
    promised = control if isinstance(control, MessagesControl) else None
    sent = Sent(drop.folder, found, drop.content_hash, promised)
    if isinstance(control, Fault):
        sent.faults.append((control, drop.digests[CONTROL]))
    for name, digest in drop.digests.items():
        one = opened(File(digest, unpacked(drop.files[name]))) if name != CONTROL else None
        if one is not None:
            found.append(one)
        elif name != CONTROL:
            message = "a file of the folder is neither HL7 v2 nor FHIR, which the others are"
            sent.faults.append((Fault("unexpected_file", message, RESEND), digest))
    found.sort(key=lambda o: o.moment)
    return sent


def read_messages_control(content: bytes) -> MessagesControl | Fault:
    """Read control.json of a folder with messages, or say what is wrong with it."""
    try:
        return MessagesControl.model_validate(json.loads(content))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return Fault("control_unreadable", "control.json is not JSON")
    except ValidationError as error:
        known = MessagesControl.model_fields
        names = sorted({str(e["loc"][0]) if e["loc"] and e["loc"][0] in known else "(unknown)" for e in error.errors()})
        return Fault("control_contract", f"control.json: {', '.join(names)} not as its contract says")


def take_messages(night: Night, sent: Sent, new_id: NewBatchId) -> Batch:
    """Take in one batch: rows to raw, a row of core.batch, a problem for each fault."""
    batch_id = new_id(night, sent.folder, sent.content_hash)
    faults = list(sent.faults)
    for one in sent.opened:
        if one.broken:
            faults.append((Fault("unreadable_file", f"the file cannot be read: {one.broken}"), one.file.source_file))
    unread = bool(faults)
    tellings = tell(night, sent)
    keep_told(night, batch_id, [one.told for one in tellings])
    keep_paths(night, batch_id, [one.mapper for one in tellings])
    encounters = sum(len(telling.told.visits) for telling in tellings)
    charges = charges_of(night, batch_id)
    untied: list[tuple[str, str | None]] = [(text, one.file.source_file) for one in sent.opened for text in one.untied]
    untied += [(text, None) for text in _promised(sent.control, encounters, charges)]
    faults += [(Fault("control_totals", f"The batch does not tie: {text}", RESEND), file) for text, file in untied]
    code = "batch_unreadable" if unread else "control_totals" if untied else None
    batch = _batch(sent, batch_id, encounters, charges[0], code, faults)
    note_batch(night, batch)
    for telling in tellings if code is None else ():
        telling.known.remember()
    _report(night, batch_id, [(fault, file, "error") for fault, file in faults])
    _report(night, batch_id, [(fault, None, severity) for telling in tellings for fault, severity in telling.faults])
    return batch


def _batch(
    sent: Sent, batch_id: str, encounters: int, charges: Decimal | None, code: str | None, faults: list[Placed]
) -> Batch:
    """The row of core.batch; where nothing is promised the file's own counts are its control totals."""
    promised = sent.control
    return Batch(
        batch_id=batch_id,
        folder=sent.folder,
        content_hash=sent.content_hash,
        encounters_received=encounters,
        encounters_control=encounters if promised is None or promised.encounters is None else promised.encounters,
        charges_received=charges,
        charges_control=charges if promised is None or promised.charges is None else promised.charges,
        reason_code=code,
        reason="; ".join(fault.message for fault, _ in faults) or None,
    )


def _promised(control: MessagesControl | None, encounters: int, charges: tuple[Decimal | None, int]) -> list[str]:
    """What control.json promises and the files do not keep."""
    found = []
    if control is not None and control.encounters not in {None, encounters}:
        found.append(f"{encounters} encounters, control.json says {control.encounters}")
    if charges[0] is None:
        found.append("charges are too large to be summed")
    elif control is not None and control.charges not in {None, charges[0]}:
        found.append(f"charges sum to {charges[0]}, control.json says {control.charges}")
    return found


def _report(night: Night, batch_id: str, faults: list[tuple[Fault, str | None, str]]) -> None:
    for fault, file, severity in faults:
        report(
            night,
            "intake",
            fault.code,
            f"Batch {batch_id}: {fault.message}",
            fault.remedy,
            severity="warning" if severity == "warning" else "error",
            source_file=file,
            position=fault.position or f"batch {batch_id}",
        )
