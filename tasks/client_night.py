"""The life of one client's night: begin, stages, commit or roll back, finish. Runs in a worker process (tasks/crew.py).

All stages share one transaction, so a night is in the warehouse wholly or not at all. What lies outside the database
(outbox, journal, inbox, published file) follows after the commit, each step so that doing it again changes nothing;
`core.night.finished` says that all of it was done, and a night that crashed in between is finished first.
"""

import json
import shutil
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasks.boundary import NightRefused
from tasks.manifest import Configuration, keep_configuration, manifest, read_configuration, software_version
from tasks.manifest import write_manifest as write_manifest_file
from tasks.month_order import refuse_closed_day
from tasks.night import Counts, Night, hmac_macro
from tasks.vault import Vault
from tasks.warehouse import Connection, fetch_dicts, open_warehouse, scalar
from tasks.workspace import CLIENT_INBOXES, ClientFolder


@dataclass
class OpenNight:
    """A night under way in this process."""

    night: Night
    configuration: Configuration
    last: dict[str, Any] | None
    problems_before: int


def begin(folder: ClientFolder, day: date) -> OpenNight:
    """Open the warehouse and a transaction for the next run of `day`.

    Raises NightRefused when `day` lies before the last night, or in a month that is closed: the past stays.
    """
    con = open_warehouse(folder.warehouse)
    try:
        last = _last_run(con)
        if last is not None and day < last["night"]:
            raise NightRefused(
                f"{folder.client_id}: the last night is {last['night']}; {day} lies before it and the past stays. "
                f"Run with --date {last['night']} or later"
            )
        closed = refuse_closed_day(con, folder.client_id, day)
        if closed is not None:
            raise NightRefused(closed)
        unfinished = last is not None and not last["finished"]
        run = 1
        if last is not None and (unfinished or last["night"] == day):
            run = int(last["run"]) + (0 if unfinished else 1)
        key = folder.key()
        con.execute(hmac_macro(key))
        worked_day = last["night"] if unfinished and last is not None else day
        # Marts and reports read the day of the night from this variable.
        con.execute("SET VARIABLE business_day = ?", [worked_day])
        night = Night(
            folder=folder,
            day=worked_day,
            run=run,
            con=con,
            vault=Vault(folder.vault),
            key=key,
            control_numbers=range(0),
        )
        if not unfinished:
            con.begin()
        return OpenNight(night, read_configuration(folder), last, int(scalar(con, "SELECT count(*) FROM core.problem")))
    except BaseException:
        con.close()
        raise


def _last_run(con: Connection) -> dict[str, Any] | None:
    rows = fetch_dicts(con, "SELECT * FROM core.night ORDER BY night DESC, run DESC LIMIT 1")
    return rows[0] if rows else None


def is_unfinished(opened: OpenNight) -> bool:
    """True when the last run was committed but a crash kept it from finishing: finish it before anything else."""
    return opened.last is not None and not opened.last["finished"]


def has_work(opened: OpenNight) -> bool:
    """True when this run can change something: a new day, something in the inbox, or other settings."""
    folder = opened.night.folder
    return _differs_from_last_run(opened) or any(
        folder.inbox(k).is_dir() and any(folder.inbox(k).iterdir()) for k in CLIENT_INBOXES
    )


def _differs_from_last_run(opened: OpenNight) -> bool:
    """True on a new day, or under other settings than those of the last run."""
    last = opened.last
    return (
        last is None or last["night"] != opened.night.day or last["configuration_hash"] != opened.configuration.digest
    )


def changed(opened: OpenNight) -> bool:
    """True when the stages found something to keep; asked before the commit."""
    night = opened.night
    if _differs_from_last_run(opened) or night.inputs or night.consumed:
        return True
    return int(scalar(night.con, "SELECT count(*) FROM core.problem")) != opened.problems_before


def commit(opened: OpenNight) -> Counts:
    """Note the run, its counts and its manifest, and commit everything the stages wrote."""
    night = opened.night
    keep_configuration(night.vault, opened.configuration)
    code_sets = fetch_dicts(
        night.con, "SELECT code_set, version, content_sha256 FROM reference.code_set ORDER BY code_set, version"
    )
    text = manifest(night, opened.configuration, code_sets)
    night.con.execute(
        "INSERT INTO core.night VALUES (?, ?, false, ?, ?)",
        [night.day, night.run, software_version(), opened.configuration.digest],
    )
    night.con.execute("INSERT INTO raw.manifest VALUES (?, ?, ?)", [night.day, night.run, text])
    night.con.commit()
    return attention(night)


def attention(night: Night) -> Counts:
    """What a person must look at after this night: problems of severity error, held batches and remittances."""
    query = """
        SELECT
            (SELECT count(*) FROM core.problem WHERE found_on = $day AND severity = 'error')
            + (SELECT count(*) FROM core.batch WHERE received_on = $day AND status = 'held')
            + (SELECT count(*) FROM core.remittance WHERE received_on = $day AND status <> 'posted')
    """
    row = night.con.execute(query, {"day": night.day}).fetchone()
    return {"attention": int(row[0]) if row else 0}


def note_counts(night: Night, stage: str, counts: Counts) -> None:
    """Keep what a stage counted, for reports."""
    for measure, count in sorted(counts.items()):
        night.con.execute(
            "INSERT INTO core.stage_count VALUES (?, ?, ?, ?, ?)", [night.day, night.run, stage, measure, count]
        )


def clear_inbox(night: Night) -> Counts:
    """Write the manifest to the vault and remove from the inbox what the committed run took in."""
    text = str(
        scalar(night.con, "SELECT manifest FROM raw.manifest WHERE night = ? AND run = ?", [night.day, night.run])
    )
    write_manifest_file(night.folder, night.day.isoformat(), night.run, text)
    consumed = json.loads(text)["consumed"]
    for entry in consumed:
        path = night.folder.path / "inbox" / entry
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return {"cleared": len(consumed)}


def finish(night: Night) -> Counts:
    """Note that everything after the commit was done."""
    night.con.begin()
    night.con.execute("UPDATE core.received_file SET consumed = true WHERE NOT consumed")
    night.con.execute("UPDATE core.night SET finished = true WHERE NOT finished")
    night.con.commit()
    return {"finished": 1}


def close(opened: OpenNight) -> None:
    """Close the warehouse; an open transaction is rolled back."""
    opened.night.con.close()
