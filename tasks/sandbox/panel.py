"""The patients of a practice: a stable panel, person number n being the same on every night."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import yaml

from data_contracts.payer import Payer
from tasks.sandbox.chance import dice
from tasks.sandbox.files import PACKAGE
from tasks.sandbox.profiles import Profile, Row

_MBI = "ACDEFGHJKMNPQRTUVWXY"
_BORN_FROM, _BORN_TO = date(1934, 1, 1), date(2023, 6, 30)
_TURNED_65_BY, _GROWN_BY = date(1960, 12, 31), date(2008, 1, 1)


@cache
def _people() -> dict[str, Any]:
    """Names and streets to draw from."""
    content: dict[str, Any] = yaml.safe_load((PACKAGE / "people.yaml").read_text(encoding="utf-8"))
    return content


@dataclass(frozen=True)
class Person:
    """A patient with coverages; `payer_class` is that of the primary payer, or self_pay."""

    patient: Row
    coverages: list[Row]
    payer_class: str


def person(client_id: str, number: int, profile: Profile, payers: list[Payer], seed: int) -> Person:
    """Person `number` of a client's panel."""
    draw = dice(seed, client_id, "person", number)
    patient = _patient(number, profile, draw)
    primary, secondary = _payers_of(date.fromisoformat(patient["birth_date"]), payers, draw)
    if primary is None:
        return Person(patient, [], "self_pay")
    coverages = [_coverage(patient, primary, 1, draw)]
    if secondary is not None:
        coverages.append(_coverage(patient, secondary, 2, draw))
    return Person(patient, coverages, primary.payer_class)


def _patient(number: int, profile: Profile, draw: Random) -> Row:
    panel, people = profile.panel, _people()
    sex = draw.choice("FM")
    return {
        "patient_id": f"P{number:05d}",
        "last_name": draw.choice(people["last_names"]),
        "first_name": draw.choice(_people()["first_names"][sex]),
        "middle_name": draw.choice(["", "", "A", "J", "R", "M"]),
        "suffix": "JR" if sex == "M" and draw.random() < 0.03 else "",
        "birth_date": _birth_date(panel["over_65"], panel["under_18"], draw).isoformat(),
        "sex": sex,
        "address_line1": f"{draw.randint(1, 980)} {draw.choice(people['streets'])}",
        "address_line2": f"APT {draw.randint(1, 40)}" if draw.random() < 0.2 else "",
        "city": panel["city"],
        "state": panel["state"],
        "postal_code": panel["postal_code"] + (f"{draw.randint(1001, 9899)}" if draw.random() < 0.7 else ""),
        "country": draw.choice(["", "US"]),
    }


def _birth_date(over_65: float, under_18: float, draw: Random) -> date:
    age = draw.random()
    if age < over_65:
        return _between(_BORN_FROM, _TURNED_65_BY, draw)
    if age < over_65 + under_18:
        return _between(_GROWN_BY + timedelta(days=60), _BORN_TO, draw)
    return _between(_TURNED_65_BY + timedelta(days=120), _GROWN_BY, draw)


def _between(first: date, last: date, draw: Random) -> date:
    return first + timedelta(days=draw.randint(0, (last - first).days))


def _payers_of(birth_date: date, payers: list[Payer], draw: Random) -> tuple[Payer | None, Payer | None]:
    """Primary and secondary payer; no primary means that the patient pays."""
    chance, second = draw.random(), draw.random()
    commercial = _of_class(payers, "commercial")
    if birth_date <= _TURNED_65_BY:
        primary = draw.choice(_of_class(payers, "medicare"))
        supplement = draw.choice([*commercial, *_of_class(payers, "medicaid")])
        return primary, supplement if primary.filing_indicator == "MB" and second < 0.45 else None
    if chance < 0.06:
        return None, None
    if chance < 0.30:
        return draw.choice(_of_class(payers, "medicaid")), None
    primary = draw.choice(commercial)
    others = [p for p in commercial if p is not primary]
    return primary, draw.choice(others) if others and second < 0.08 else None


def _of_class(payers: list[Payer], payer_class: str) -> list[Payer]:
    """The payers of a class; any payer where the workspace has none of it."""
    return [p for p in payers if p.payer_class == payer_class] or payers


def _coverage(patient: Row, payer: Payer, priority: int, draw: Random) -> Row:
    commercial = payer.payer_class == "commercial"
    row = {
        "coverage_id": f"{patient['patient_id']}-{priority}",
        "patient_id": patient["patient_id"],
        "payer_id": payer.payer_id,
        "priority": str(priority),
        "member_id": _member_id(payer, draw),
        "group_number": f"G{draw.randint(10000, 99999)}" if commercial and draw.random() < 0.7 else "",
        "group_name": "",
        "relationship": "18",
        "effective_from": draw.choice(["2024-01-01", "2025-01-01", "2025-07-01", "2026-01-01"]),
        "effective_to": draw.choice(["", "", "2026-12-31"]),
    }
    child = date.fromisoformat(patient["birth_date"]) > _GROWN_BY
    if commercial and (child or draw.random() < 0.15):
        row |= _subscriber(patient, child, draw)
    return row


def _subscriber(patient: Row, child: bool, draw: Random) -> Row:
    """The parent of a child or the spouse of an adult, at the same address."""
    born = date.fromisoformat(patient["birth_date"])
    sex = draw.choice("FM")
    born = (
        born - timedelta(days=draw.randint(8_000, 14_000)) if child else born + timedelta(days=draw.randint(-1500, 900))
    )
    same = ("address_line1", "address_line2", "city", "state", "postal_code")
    return {
        "relationship": "19" if child else "01",
        "subscriber_last_name": patient["last_name"],
        "subscriber_first_name": draw.choice(_people()["first_names"][sex]),
        "subscriber_birth_date": born.isoformat(),
        "subscriber_sex": sex,
        **{f"subscriber_{name}": patient[name] for name in same},
    }


def _member_id(payer: Payer, draw: Random) -> str:
    """A member id as payers of its kind give it; Medicare's has 11 places, letters and digits in turn."""
    digits = [str(draw.randint(0, 9)) for _ in range(9)]
    if payer.filing_indicator != "MB":
        return f"{payer.payer_id[:2]}{''.join(digits)}"
    letters = [draw.choice(_MBI) for _ in range(4)]
    return "".join(("1", letters[0], *digits[:2], letters[1], *digits[2:4], *letters[2:], *digits[4:6]))
