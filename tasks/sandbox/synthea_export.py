"""The CSVs of a Synthea export: what they say of coverages, encounters, diagnoses and services."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tasks.sandbox.files import PACKAGE
from tasks.sandbox.profiles import Row

_NO_INSURANCE = "NO_INSURANCE"
_MOST_MINUTES = 1440


@cache
def rules() -> dict[str, dict[str, str]]:
    """synthea_rules.yaml: words of an export and what they are on a claim."""
    content: dict[str, dict[str, str]] = yaml.safe_load((PACKAGE / "synthea_rules.yaml").read_text(encoding="utf-8"))
    return content


class Export:
    """The CSVs of an export, with what belongs to each encounter at hand."""

    def __init__(self, source: Path, npis: Mapping[str, str], payer_ids: Mapping[str, str]) -> None:
        self.source, self.npis, self.payer_ids = source, npis, payer_ids
        self.tables: dict[str, list[Row]] = {}
        self.providers = {r["Id"]: r for r in self.rows("providers")}
        self.places = {r["Id"]: r for r in self.rows("organizations")}
        self.payer_names = {r["Id"]: r["NAME"] for r in self.rows("payers")}
        self.of_encounter: dict[str, dict[str, list[Row]]] = {}
        for table in ("conditions", "procedures", "immunizations"):
            grouped = self.of_encounter.setdefault(table, defaultdict(list))
            for row in self.rows(table):
                grouped[row["ENCOUNTER"]].append(row)

    def rows(self, table: str) -> list[Row]:
        """The rows of <table>.csv, read once."""
        if table not in self.tables:
            with (self.source / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
                self.tables[table] = list(csv.DictReader(lines))
        return self.tables[table]

    def coverages(self) -> Iterator[Row]:
        """Coverages in force on the day of an encounter; the day of a change belongs to the new coverage."""
        visits = defaultdict(set)
        for encounter in self.rows("encounters"):
            visits[encounter["PATIENT"]].add(_day(encounter["START"]))
        for number, row in enumerate(self.rows("payer_transitions"), 1):
            first, last = _day(row["START_YEAR"]), _day(row["END_YEAR"]) - timedelta(days=1)
            in_force = any(first <= day <= last for day in visits[row["PATIENT"]])
            if not in_force or self.payer_names[row["PAYER"]] == _NO_INSURANCE:
                continue
            yield self._coverage(row, number, "1", row["PAYER"], row["MEMBERID"], first, last)
            if row["SECONDARY_PAYER"]:  # Synthea gives it no member id
                yield self._coverage(row, number, "2", row["SECONDARY_PAYER"], "", first, last)

    def _coverage(
        self, row: Row, number: int, priority: str, payer: str, member_id: str, first: date, last: date
    ) -> Row:
        given, _, family = row["OWNERNAME"].rpartition(" ")
        other = row["OWNERSHIP"] != "Self"
        return {
            "coverage_id": f"C{number:05d}-{priority}",
            "patient_id": row["PATIENT"],
            "payer_id": self.payer_ids.get(payer, payer),
            "priority": priority,
            "member_id": member_id,
            "relationship": rules()["relationship"].get(row["OWNERSHIP"], ""),
            "subscriber_last_name": family if other else "",
            "subscriber_first_name": given if other else "",
            "effective_from": first.isoformat(),
            "effective_to": last.isoformat(),
        }

    def encounter(self, row: Row) -> Row:
        """An encounter; the place is sent where it is not an office."""
        provider = self.providers[row["PROVIDER"]]
        given, _, family = provider["NAME"].rpartition(" ")
        place = rules()["place_of_service"].get(row["ENCOUNTERCLASS"], "")
        sent = {
            "encounter_id": row["Id"],
            "patient_id": row["PATIENT"],
            "financial_class": "self_pay" if self.payer_names[row["PAYER"]] == _NO_INSURANCE else "insurance",
            "service_from": _day(row["START"]).isoformat(),
            "service_to": _day(row["STOP"]).isoformat(),
            "place_of_service": place,
            "rendering_npi": self.npis.get(row["PROVIDER"], ""),
            "rendering_last_name": family,
            "rendering_first_name": given,
            "rendering_taxonomy": rules()["taxonomy"].get(provider["SPECIALITY"], ""),
            "note": row["REASONDESCRIPTION"],
        }
        return sent if place == "11" else sent | _facility(self.places[row["ORGANIZATION"]])

    def diagnoses(self, encounter: Row) -> Iterator[Row]:
        """The reason of the encounter, then the conditions found in it, each once."""
        for sequence, (code, description) in enumerate(self._findings(encounter).items(), 1):
            yield {
                "encounter_id": encounter["Id"],
                "sequence": str(sequence),
                "code_system": "SNOMED",
                "code": code,
                "description": description,
            }

    def _findings(self, encounter: Row) -> dict[str, str]:
        found = {encounter["REASONCODE"]: encounter["REASONDESCRIPTION"]} if encounter["REASONCODE"] else {}
        for condition in self.of_encounter["conditions"][encounter["Id"]]:
            found.setdefault(condition["CODE"], condition["DESCRIPTION"])
        return found

    def services(self, encounter: Row) -> Iterator[Row]:
        """The encounter itself, its procedures and its immunizations, a line each; pointing at their own reason.

        What has no reason among the diagnoses points at the first; without any diagnosis there is nothing to point at.
        """
        findings = list(self._findings(encounter))
        lines = [("SNOMED", encounter | {"BASE_COST": encounter["BASE_ENCOUNTER_COST"]})]
        lines += [("SNOMED", row) for row in self.of_encounter["procedures"][encounter["Id"]]]
        lines += [("CVX", row) for row in self.of_encounter["immunizations"][encounter["Id"]]]
        for number, (system, row) in enumerate(lines, 1):
            reason = row.get("REASONCODE", "")
            pointer = str(findings.index(reason) + 1) if reason in findings else "1" if findings else ""
            yield _service(encounter["Id"], number, system, row, pointer)


def _service(encounter_id: str, number: int, system: str, row: dict[str, Any], pointer: str) -> Row:
    """A line; an immunization has one time, all others a start and a stop, of which the minutes are taken."""
    start = row.get("START") or row["DATE"]
    stop = row.get("STOP") or start
    minutes = int((_moment(stop) - _moment(start)).total_seconds() // 60)
    return {
        "encounter_id": encounter_id,
        "line_number": str(number),
        "service_from": _day(start).isoformat(),
        "service_to": _day(stop).isoformat(),
        "code_system": system,
        "code": row["CODE"],
        "description": row["DESCRIPTION"],
        "units": "1",
        "unit_basis": "UN",
        "minutes": str(minutes) if 0 < minutes <= _MOST_MINUTES else "",
        "charge": row["BASE_COST"],
        "diagnosis_pointers": pointer,
    }


def _facility(place: Row) -> Row:
    return {
        "facility_name": place["NAME"],
        "facility_address_line1": place["ADDRESS"],
        "facility_city": place["CITY"],
        "facility_state": place["STATE"],
        "facility_postal_code": place["ZIP"],
    }


def _moment(timestamp: str) -> datetime:
    return datetime.fromisoformat(timestamp.replace("Z", "+00:00"))


def _day(timestamp: str) -> date:
    return _moment(timestamp).date()
