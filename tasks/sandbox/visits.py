"""One visit: a patient, a clinician, diagnoses and services, as the practice's system would export it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tasks.sandbox.panel import Person
from tasks.sandbox.pricing import Prices
from tasks.sandbox.profiles import Profile, Row


@dataclass
class Visit:
    """The rows of one encounter over the five datasets; `payer_class` is that of the primary payer, or self_pay."""

    patient: Row
    coverages: list[Row]
    encounter: Row
    diagnoses: list[Row]
    services: list[Row]
    payer_class: str = "self_pay"

    @property
    def encounter_id(self) -> str:
        """The practice's id of the visit."""
        return self.encounter["encounter_id"]


def make_visit(
    encounter_id: str, person: Person, profile: Profile, prices: Prices, service_on: date, draw: Random
) -> Visit:
    """A visit of `person` on `service_on`."""
    kind = _kind(profile, person, draw)
    diagnoses = [
        {"encounter_id": encounter_id, "sequence": str(n), "code_system": "ICD10CM", "code": code}
        for n, code in enumerate(draw.choice(kind["diagnoses"]), 1)
    ]
    services = [
        _service(encounter_id, number, line, prices, service_on, len(diagnoses), draw)
        for number, line in enumerate(_lines(kind, person, draw), 1)
    ]
    encounter = _encounter(encounter_id, person, kind, profile, service_on, draw)
    encounter["patient_paid"] = _paid_at_desk(person, services, draw)
    coverages = [dict(c) for c in person.coverages]
    return Visit(dict(person.patient), coverages, encounter, diagnoses, services, person.payer_class)


def _kind(profile: Profile, person: Person, draw: Random) -> dict[str, Any]:
    fitting = [v for v in profile.visits if person.payer_class in v.get("classes", [person.payer_class])]
    return draw.choices(fitting, weights=[v["weight"] for v in fitting])[0]


def _lines(kind: dict[str, Any], person: Person, draw: Random) -> Iterator[dict[str, Any]]:
    """The services of this visit: those that fit the patient's payer and whose chance comes up; at least one."""
    for entry in kind["services"]:
        options = [
            o for o in entry.get("one_of", [entry]) if person.payer_class in o.get("classes", [person.payer_class])
        ]
        if options and draw.random() < entry.get("chance", 1.0):
            yield draw.choice(options)


def _service(
    encounter_id: str, number: int, line: dict[str, Any], prices: Prices, service_on: date, diagnoses: int, draw: Random
) -> Row:
    units = draw.randint(*line.get("units", [1, 1]))
    minutes = draw.randint(*line["minutes"]) if "minutes" in line else line.get("minutes_a_unit", 0) * units
    modifiers = line.get("modifiers", [])
    charge = prices.charge(line["code"], modifiers, Decimal(units), service_on.isoformat())
    pointed = draw.randint(1, min(diagnoses, 4))
    return {
        "encounter_id": encounter_id,
        "line_number": str(number),
        "service_from": service_on.isoformat(),
        "service_to": service_on.isoformat(),
        "code_system": line["system"],
        "code": line["code"],
        "description": line.get("description", ""),
        **{f"modifier{n}": modifier for n, modifier in enumerate(modifiers, 1)},
        "units": str(units),
        "unit_basis": "UN",
        "minutes": str(minutes) if minutes else "",
        "charge": f"{charge:.2f}",
        "diagnosis_pointers": ":".join(str(n) for n in range(1, pointed + 1)),
        **{name: line[name] for name in ("ndc", "ndc_units", "ndc_unit_basis") if name in line},
    }


def _encounter(
    encounter_id: str, person: Person, kind: dict[str, Any], profile: Profile, service_on: date, draw: Random
) -> Row:
    row = {
        "encounter_id": encounter_id,
        "patient_id": person.patient["patient_id"],
        "financial_class": "insurance" if person.coverages else "self_pay",
        "service_from": service_on.isoformat(),
        "service_to": service_on.isoformat(),
        "place_of_service": kind["place_of_service"],
    }
    if kind["place_of_service"] in ("21", "22", "23"):
        row |= {f"facility_{name}": value for name, value in profile.hospital.items()}
    if draw.random() < kind.get("authorized", 0) and person.payer_class not in ("medicare", "self_pay"):
        row["authorization_number"] = f"AU{draw.randint(10**7, 10**8 - 1)}"
    if kind.get("accident"):
        happened = (service_on - timedelta(days=draw.randint(0, 4))).isoformat()
        row |= {"accident_cause": kind["accident"], "accident_date": happened, "onset_date": happened}
        row["accident_state"] = profile.panel["state"] if kind["accident"] == "AA" else ""
    return row | _clinicians(kind, profile, person, draw)


def _clinicians(kind: dict[str, Any], profile: Profile, person: Person, draw: Random) -> Row:
    discipline = kind.get("discipline")
    who = draw.choice([p for p in profile.providers if p.get("discipline") == discipline])
    row = {f"rendering_{name}": who[name] for name in ("npi", "last_name", "first_name", "taxonomy")}
    if who.get("supervised") and draw.random() < 0.5:
        chief = profile.providers[0]
        row |= {f"supervising_{name}": chief[name] for name in ("npi", "last_name", "first_name")}
    if profile.referrers and draw.random() < kind.get("referred", 0):
        row |= {f"referring_{name}": value for name, value in draw.choice(profile.referrers).items()}
        if person.payer_class == "commercial" and draw.random() < 0.5:
            row["referral_number"] = f"RF{draw.randint(10**6, 10**7 - 1)}"
    return row


def _paid_at_desk(person: Person, services: list[Row], draw: Random) -> str:
    """A copay of some commercially insured, a part or all of the charge of some who pay themselves; else nothing."""
    chance = draw.random()
    total = sum((Decimal(s["charge"]) for s in services), Decimal(0))
    if person.payer_class == "self_pay":
        return f"{total:.2f}" if chance < 0.3 else f"{min(total, Decimal(50)):.2f}" if chance < 0.7 else ""
    copay = Decimal(25)
    return f"{copay:.2f}" if person.payer_class == "commercial" and chance < 0.35 and total > copay else ""
