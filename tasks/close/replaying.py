"""Doing closes again in a scratch folder, in order with the nights, and comparing what was sealed byte for byte."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from data_contracts.closing import Waiver, parse_period
from tasks.client_month import Request
from tasks.close.events import read_events
from tasks.manifest import lay_settings
from tasks.month import sealed_folder
from tasks.vault import Vault
from tasks.workspace import ClientFolder

Step = tuple[str, tuple[str, ...]]
Event = dict[str, Any]
# Number of a document by (period, client, version, kind).
Numbers = Mapping[tuple[date, str, int, str], str]

_CLOSE = (
    "tasks.coding.stage:settings",
    "tasks.publish.stage:macros",
    "tasks.close.stage:block",
    "tasks.close.stage:seal_month",
)
_AFTERWARDS = ("tasks.close.stage:place", "tasks.invoice.stage:issue", "tasks.close.stage:finish")


def timeline(folder: ClientFolder, nights: list[dict[str, Any]], period: date | None) -> list[dict[str, Any]]:
    """Nights and closes in the order in which they happened, up to the last close of `period` where one is asked for.

    A night has the key `run`, an event the key `event`. Raises LookupError when the month was never closed.
    """
    events = read_events(folder)
    keyed = [((n["night"], n["run"], 0), n) for n in nights]
    keyed += [((e["after"]["night"], e["after"]["run"], e["sequence"]), e) for e in events]
    ordered = [entry for _, entry in sorted(keyed, key=lambda pair: pair[0])]
    if period is None:
        return ordered
    ends = [i for i, e in enumerate(ordered) if e.get("event") in ("soft", "hard") and e["period"] == f"{period:%Y-%m}"]
    if not ends:
        raise LookupError(f"{folder.client_id}: {period:%Y-%m} was never closed")
    return ordered[: ends[-1] + 1]


def day_of(event: Event) -> date:
    """The business day of a close or re-opening."""
    return date.fromisoformat(event["day"])


def prepare(original: ClientFolder, copy: ClientFolder, event: Event) -> None:
    """Lay the settings of a close into the scratch folder; a month that only became hard needs none."""
    if "configuration" in event:
        lay_settings(original, copy, event)


def steps_of(original: ClientFolder, event: Event, numbers: Numbers) -> list[Step]:
    """The steps that do a close or re-opening again, with their arguments; numbers are read, never allotted."""
    asked = ("begin_month", (_request(original, event).to_text(),))
    if event["event"] == "reopen":
        names = ("tasks.close.stage:reopen", "commit_month", "tasks.close.events:write_events", "end")
        return [asked, *((name, ()) for name in names)]
    hard = event["event"] == "hard"
    inside = (*_CLOSE, *(["tasks.invoice.stage:draft"] if hard else []), "commit_month")
    key = (parse_period(event["period"]), original.client_id, event["version"])
    known = {kind: numbers[*key, kind] for kind in ("credit_note", "invoice") if (*key, kind) in numbers}
    return [
        asked,
        *((name, ()) for name in inside),
        ("invoice_numbers", (json.dumps(known),)),
        *((name, ()) for name in _AFTERWARDS if hard or "issue" not in name),
        ("end", ()),
    ]


def _request(original: ClientFolder, event: Event) -> Request:
    own = event.get("own_account")
    return Request(
        parse_period(event["period"]),
        hard=event["event"] == "hard",
        waivers=tuple(Waiver(*waiver) for waiver in event.get("waivers", ())),
        own_account=Vault(original.vault).read(own).decode() if own else "",
        reopen=event.get("reopened_by"),
    )


def differences(original: ClientFolder, copy: ClientFolder, events: list[Event]) -> tuple[int, list[str]]:
    """How many sealed months were compared, and the files (closed/…) that differ or are on one side only."""
    versions = sorted({(parse_period(e["period"]), e["version"]) for e in events if e["event"] != "reopen"})
    found: list[str] = []
    for period, version in versions:
        ours, theirs = (_files(sealed_folder(f, period, version)) for f in (original, copy))
        wrong = sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))
        found += [f"closed/{period:%Y-%m}/v{version}/{name}" for name in wrong]
    return len(versions), found


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*")) if path.is_file()}
