"""What goes wrong in the exports of real practices: each kind has a name, what it breaks, and who must find it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.sandbox.identifiers import wrong_npi
from tasks.sandbox.visits import Visit


@dataclass(frozen=True)
class Dirt:
    """One kind of dirt.

    `found_by` is the part of the night that must find it: contracts (quarantined), coding (held for a coder), edits
    (held by an edit), warning (an edit that lets the visit pass), claims (no coverage that day). `spoil` changes a
    visit in place, given the business day; `fits` says which visits it can be done to.
    """

    name: str
    breaks: str
    found_by: str
    spoil: Callable[[Visit, date], None]
    fits: Callable[[Visit], bool] = lambda visit: True


def _insured(visit: Visit) -> bool:
    return bool(visit.coverages)


def _at_a_distance(visit: Visit) -> bool:
    """At the patient's home, and insured by a payer that looks at the place of a telehealth modifier."""
    return visit.encounter["place_of_service"] == "10" and visit.payer_class in ("commercial", "medicare")


def _in_office(visit: Visit) -> bool:
    """In the office, and insured by a payer that expects a telehealth modifier where the patient is at home."""
    return visit.encounter["place_of_service"] == "11" and visit.payer_class in ("commercial", "medicaid")


def _with_external_cause(visit: Visit) -> bool:
    return len(visit.diagnoses) > 1 and visit.diagnoses[1]["code"][0] in "VWXY"


def _with_drug(visit: Visit) -> bool:
    return any(s.get("ndc") for s in visit.services)


def _on_patient(**values: str) -> Callable[[Visit, date], None]:
    return lambda visit, day: visit.patient.update(values)


def _on_encounter(**values: str) -> Callable[[Visit, date], None]:
    return lambda visit, day: visit.encounter.update(values)


def _on_line(**values: str) -> Callable[[Visit, date], None]:
    return lambda visit, day: visit.services[0].update(values)


def _on_diagnosis(code: str) -> Callable[[Visit, date], None]:
    return lambda visit, day: visit.diagnoses[0].update(code=code)


def _on_coverage(**values: str) -> Callable[[Visit, date], None]:
    return lambda visit, day: visit.coverages[0].update(values)


def _mistype_npi(visit: Visit, day: date) -> None:
    visit.encounter["rendering_npi"] = wrong_npi(visit.encounter["rendering_npi"])


def _serve_tomorrow(visit: Visit, day: date) -> None:
    later = (day + timedelta(days=2)).isoformat()
    for row in (visit.encounter, *visit.services):
        row.update(service_from=later, service_to=later)


def _line_before_visit(visit: Visit, day: date) -> None:
    earlier = (date.fromisoformat(visit.encounter["service_from"]) - timedelta(days=9)).isoformat()
    visit.services[0].update(service_from=earlier, service_to=earlier)


def _only_external_cause(visit: Visit, day: date) -> None:
    visit.diagnoses[:] = [{**visit.diagnoses[0], "code": visit.diagnoses[1]["code"]}]
    for line in visit.services:
        line["diagnosis_pointers"] = "1"


def _expire(visit: Visit, day: date) -> None:
    for coverage in visit.coverages:
        coverage.update(effective_from="2024-01-01", effective_to="2025-11-30")


def _no_diagnosis(visit: Visit, day: date) -> None:
    visit.diagnoses.clear()


def _short_drug_code(visit: Visit, day: date) -> None:
    line = next(s for s in visit.services if s.get("ndc"))
    line["ndc"] = line["ndc"][1:]


DIRT: tuple[Dirt, ...] = (
    Dirt("npi_check_digit", "the last digit of the rendering NPI is mistyped", "contracts", _mistype_npi),
    Dirt("birth_date_missing", "the patient has no birth date", "contracts", _on_patient(birth_date="")),
    Dirt("sex_unknown_code", "the sex is a code nobody agreed on", "contracts", _on_patient(sex="Z")),
    Dirt("postal_code_letters", "the ZIP code has a letter in it", "contracts", _on_patient(postal_code="0540I")),
    Dirt("service_in_future", "the service lies after the business day", "contracts", _serve_tomorrow),
    Dirt("line_outside_visit", "a line lies before its visit", "contracts", _line_before_visit),
    Dirt("pointer_to_nowhere", "a line points at a ninth diagnosis", "contracts", _on_line(diagnosis_pointers="9")),
    Dirt("diagnosis_missing", "the visit has no diagnosis at all", "contracts", _no_diagnosis),
    Dirt("charge_negative", "a charge is below zero", "contracts", _on_line(charge="-25.00")),
    Dirt("units_letters", "the units are a word", "contracts", _on_line(units="two")),
    Dirt("member_id_missing", "the coverage has no member id", "contracts", _on_coverage(member_id=""), _insured),
    Dirt("relationship_word", "the relationship is a word", "contracts", _on_coverage(relationship="SELF"), _insured),
    Dirt("payer_unknown", "the payer is in no payers.yaml", "edits", _on_coverage(payer_id="NOSUCH"), _insured),
    Dirt("accident_without_day", "an accident without its day", "contracts", _on_encounter(accident_cause="EM"),
         lambda visit: not visit.encounter.get("accident_cause")),
    Dirt("drug_code_short", "a drug code of ten digits", "contracts", _short_drug_code, _with_drug),
    Dirt("local_code_unmapped", "an item that the crosswalk does not know", "coding",
         _on_line(code_system="LOCAL", code="ZZ-NEW-ITEM", description="New item")),
    Dirt("diagnosis_header", "a category of ICD-10-CM that needs more digits", "edits", _on_diagnosis("E11.6")),
    Dirt("diagnosis_unknown", "a diagnosis that ICD-10-CM does not have", "edits", _on_diagnosis("Z99.99")),
    Dirt("telehealth_in_office", "a telehealth modifier with the office as place", "edits",
         _on_encounter(place_of_service="11"), _at_a_distance),
    Dirt("distance_without_modifier", "a service at the patient's home without a telehealth modifier", "warning",
         _on_encounter(place_of_service="10"), _in_office),
    Dirt("external_cause_alone", "an external cause without what it caused", "edits", _only_external_cause,
         _with_external_cause),
    Dirt("charge_zero", "a line charged at nothing", "edits", _on_line(charge="0.00")),
    Dirt("coverage_expired", "insured, but on no day of this visit", "claims", _expire, _insured),
)  # fmt: skip

RESENT: dict[str, str] = {
    "encounter_resent": "a visit of an earlier drop comes again unchanged (intake: a duplicate)",
    "encounter_changed": "a visit of an earlier drop comes again with another charge (intake: changed, or replaced)",
    "encounter_corrected": "a visit that was quarantined comes again, in order this time (intake: replaces the old)",
}
