"""Encounter drops of a practice: a stable panel of patients, varied visits, and a known share of dirt."""

import copy
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from data_contracts.client import Client
from data_contracts.payer import Payers
from data_contracts.settings import read_settings
from tasks.sandbox.chance import dice, number
from tasks.sandbox.dirt import DIRT, Dirt
from tasks.sandbox.drop import write_drop
from tasks.sandbox.files import drop_notes, read_notes, write_notes
from tasks.sandbox.panel import person
from tasks.sandbox.pricing import Prices, read_prices
from tasks.sandbox.profiles import Profile, read_profile
from tasks.sandbox.visits import Visit, make_visit

DIRTY_SHARE = 0.08


@dataclass(frozen=True)
class _Practice:
    """What a practice knows when it exports its visits."""

    client_id: str
    profile: Profile
    payers: Payers
    prices: Prices
    seed: int


def make_drop(workspace_path: Path, client_id: str, day: date, count: int, seed: int) -> None:
    """Write clients/<client>/inbox/encounters/<day>-visits with `count` encounters; nothing when that day is done.

    The same workspace settings, earlier drops, day, count and seed give the same bytes. About 8 % of the encounters
    are spoiled (dirt.py), some come again from earlier drops. By itself it happens, in a few of a thousand, that a
    patient has the same service on the same day under two encounter ids, as when a visit is keyed twice.
    Raises SettingsError, and LookupError for a specialty without a profile or a code without a fee.
    """
    notes = drop_notes(workspace_path, client_id, day)
    if notes.exists():
        return
    practice = _practice(workspace_path, client_id, seed)
    draw = dice(seed, client_id, "drop", day)
    again = _sent_again(workspace_path, client_id, day, draw)
    visits = _visits(practice, day, count - len(again), {v.patient["patient_id"] for v, _ in again}, draw)
    clean = copy.deepcopy(visits)
    dirt = _spoil(practice, visits, day, round(count * DIRTY_SHARE) - len(again))
    visits += [visit for visit, _ in again]
    dirt |= {visit.encounter_id: why for visit, why in again}
    write_drop(_place(workspace_path, client_id, f"{day}-visits"), visits, parquet=practice.profile.parquet)
    write_notes(notes, {"count": count, "dirt": dirt, "keep": _to_send_again(clean, dirt)})


def make_torn_drop(workspace_path: Path, client_id: str, day: date, count: int, seed: int) -> None:
    """Write clients/<client>/inbox/encounters/<day>-satellite: a drop that does not tie to its control.json."""
    notes = drop_notes(workspace_path, client_id, day).parent / "torn" / f"{day}.json"
    if notes.exists():
        return
    practice = _practice(workspace_path, client_id, seed)
    visits = _visits(practice, day, count, set(), dice(seed, client_id, "torn", day), first=9001)
    write_drop(_place(workspace_path, client_id, f"{day}-satellite"), visits, torn=True)
    write_notes(notes, {"count": count})


def _practice(workspace: Path, client_id: str, seed: int) -> _Practice:
    client = workspace / "clients" / client_id
    settings = read_settings(client / "client.yaml", Client)
    payers = read_settings(workspace / "payers.yaml", Payers)
    return _Practice(client_id, read_profile(settings.specialty), payers, read_prices(client), seed)


def _place(workspace: Path, client_id: str, batch: str) -> Path:
    return workspace / "clients" / client_id / "inbox" / "encounters" / batch


def _visits(
    practice: _Practice, day: date, count: int, absent: set[str], draw: Random, *, first: int = 1
) -> list[Visit]:
    """`count` visits of the last days, each of another patient; `absent` do not come; ids count from `first`."""
    size = max(practice.profile.panel["patients"], 2 * count)
    visits: list[Visit] = []
    for index in draw.sample(range(1, size + 1), min(size, count + len(absent))):
        who = person(practice.client_id, index, practice.profile, list(practice.payers.payers), practice.seed)
        if len(visits) < count and who.patient["patient_id"] not in absent:
            encounter_id = f"V{day:%y%m%d}{first + len(visits):04d}"
            own = dice(practice.seed, practice.client_id, "visit", encounter_id)
            visits.append(make_visit(encounter_id, who, practice.profile, practice.prices, _service_day(day, own), own))
    return visits


def _service_day(day: date, draw: Random) -> date:
    """A weekday of the last six days before `day`, the nearer the likelier."""
    weekdays = [d for d in (day - timedelta(days=n) for n in range(1, 7)) if d.weekday() < 5]
    return draw.choices(weekdays, weights=range(len(weekdays), 0, -1))[0]


def _spoil(practice: _Practice, visits: list[Visit], day: date, wanted: int) -> dict[str, str]:
    """Spoil `wanted` visits, the kinds of dirt in turn from night to night; returns encounter id -> kind.

    A kind that fits no visit is passed over: a cardiology group sees no accidents.
    """
    first = number(practice.seed, practice.client_id, "dirt") + day.toordinal() * wanted
    order = dice(practice.seed, practice.client_id, "spoil", day).sample(visits, len(visits))
    spoiled: dict[str, str] = {}
    for turn in range(wanted + len(DIRT)):
        kind: Dirt = DIRT[(first + turn) % len(DIRT)]
        visit = next((v for v in order if v.encounter_id not in spoiled and kind.fits(v)), None)
        if visit is not None and len(spoiled) < wanted:
            kind.spoil(visit, day)
            spoiled[visit.encounter_id] = kind.name
    return spoiled


def _to_send_again(clean: list[Visit], dirt: dict[str, str]) -> list[dict[str, Any]]:
    """Visits of this drop that a later one may send again: two in order, and two spoiled ones as they should be."""
    by_contract = {d.name for d in DIRT if d.found_by == "contracts"}
    right = [v for v in clean if v.encounter_id not in dirt][:2]
    spoiled = [v for v in clean if dirt.get(v.encounter_id) in by_contract][:2]
    return [{"was": dirt.get(v.encounter_id, ""), "visit": asdict(v)} for v in right + spoiled]


def _sent_again(workspace: Path, client_id: str, day: date, draw: Random) -> list[tuple[Visit, str]]:
    """Visits of the latest earlier drop that come again, each with the reason (dirt.RESENT)."""
    folder = drop_notes(workspace, client_id, day).parent
    earlier = sorted(p for p in folder.glob("*.json") if p.stem < day.isoformat())
    notes = read_notes(earlier[-1]) if earlier else None
    again: list[tuple[Visit, str]] = []
    for kept in notes["keep"] if notes is not None else []:
        visit = Visit(**kept["visit"])
        why = "encounter_corrected" if kept["was"] else "encounter_changed" if again else "encounter_resent"
        if why == "encounter_changed":
            visit.services[0]["charge"] = f"{draw.randint(40, 90)}.00"
        if why not in {reason for _, reason in again}:
            again.append((visit, why))
    return again
