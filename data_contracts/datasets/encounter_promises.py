"""What an encounter promises beyond the form of its columns."""

from data_contracts.datasets.contract import Expectation, between, present, unique

_FACILITY = ("npi", "name", "address_line1", "city", "state", "postal_code")
_FACILITY_SENT = " OR ".join(f"facility_{part} IS NOT NULL" for part in _FACILITY)


def _needed_together() -> tuple[Expectation, ...]:
    """Parts of a provider or place that are of no use one without the other."""
    pairs = [
        present(f"{role}_{need}", when=f"{role}_{given} IS NOT NULL", because=f"with {role}_{given}")
        for role in ("referring", "supervising")
        for need, given in (("npi", "last_name"), ("last_name", "npi"))
    ]
    facility = [
        present(f"facility_{part}", when=_FACILITY_SENT, because="when a facility is sent") for part in _FACILITY[1:]
    ]
    return (*pairs, *facility)


def _rows(fact: str, shown: str | None, title: str, reason: str, remedy: str) -> Expectation:
    return between(fact, shown, title, reason, remedy, min_value=1)


def _order(fact: str, shown: str, later: str, earlier: str) -> Expectation:
    """The promise that one day is not before another."""
    return between(
        fact,
        shown,
        f"{later} is not before {earlier}",
        f"{later} lies before {earlier}",
        f"Correct {shown}, or the other day",
        min_value=0,
    )


PROMISES = (
    unique("encounter_id", what="encounter_id"),
    *_needed_together(),
    present(
        "place_of_service", when="coalesce(modality, 'in_person') = 'in_person'", because="unless by video or audio"
    ),
    present("accident_date", when="accident_cause IS NOT NULL", because="with accident_cause"),
    present("accident_cause", when="accident_date IS NOT NULL", because="with accident_date"),
    present("accident_state", when="accident_cause = 'AA'", because="with an auto accident (AA)"),
    _rows(
        "patient_rows",
        "patient_id",
        "the patient of the encounter is in the patients file",
        "no row of the patients file has this patient_id",
        "Send the patient's row, or correct patient_id",
    ),
    _rows(
        "coverage_rows",
        "financial_class",
        "an insured encounter's patient has a coverage",
        "financial_class is insurance, but no row of the coverages file is the patient's",
        "Send the patient's coverage, or financial_class self_pay",
    ),
    _rows(
        "diagnosis_rows",
        None,
        "an encounter has a diagnosis",
        "no row of the diagnoses file belongs to the encounter",
        "Send at least one diagnosis",
    ),
    _rows(
        "service_rows",
        None,
        "an encounter has a service line",
        "no row of the services file belongs to the encounter",
        "Send at least one service line",
    ),
    _order("days_of_visit", "service_to", "service_to", "service_from"),
    _order("days_until_delivery", "service_to", "the day of the delivery", "service_to"),
    _order("days_of_life", "service_from", "service_from", "the patient's birth_date"),
    _order("days_since_accident", "accident_date", "service_to", "accident_date"),
    _order("days_since_onset", "onset_date", "service_to", "onset_date"),
    between(
        "patient_paid_cents",
        "patient_paid",
        "patient_paid is 0 or more",
        "patient_paid is below 0",
        "Correct patient_paid",
        min_value=0,
    ),
)
