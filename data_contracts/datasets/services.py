"""services.csv: one row per service line of an encounter.

An encounter has at least one line and at most 50. A line is sent with the code system it was recorded in: CPT and
HCPCS go on the claim as they are; LOCAL (an item of the charge master), SNOMED, CVX and LOINC are translated by the
practice's crosswalk or wait for a coder; VISIT is a visit whose level the facts of the encounter decide: OFFICE,
HOSPITAL-INITIAL, HOSPITAL-SUBSEQUENT, and PROLONGED for the time beyond its highest level. A charge of 0 is let through
here; an edit looks at it.
"""

from data_contracts.datasets.contract import Column, Dataset, Expectation, Fact, between, present, unique
from data_contracts.datasets.documented import OF_SERVICE, TOGETHER
from data_contracts.datasets.kinds import (
    AMOUNT,
    CODE,
    DAY,
    IDENTIFIER,
    LINE_NUMBER,
    MINUTES,
    MODIFIER,
    NDC,
    NOTE,
    POINTERS,
    QUANTITY,
    one_of,
)

_WITH_DRUG = "when a drug code (ndc) is sent"


def _at_least(fact: str, shown: str | None, title: str, reason: str, remedy: str, least: int = 0) -> Expectation:
    return between(fact, shown, title, reason, remedy, min_value=least)


SERVICES = Dataset(
    "services",
    "service line of an encounter",
    ("encounter_id", "line_number"),
    (
        Column("encounter_id", IDENTIFIER, True, "Encounter; a row of encounters."),
        Column("line_number", LINE_NUMBER, True, "Number of the line in its encounter, from 1."),
        Column("service_from", DAY, True, "First day of the service, YYYY-MM-DD."),
        Column("service_to", DAY, True, "Last day of the service; the first day again for a service of one day."),
        Column("code_system", one_of("CPT", "HCPCS", "LOCAL", "SNOMED", "CVX", "LOINC", "VISIT"), True, "System."),
        Column("code", CODE, True, "Code or item number as recorded."),
        Column("description", NOTE, False, "What the practice calls it; for people, never on a claim."),
        Column("modifier1", MODIFIER, False, "First modifier."),
        Column("modifier2", MODIFIER, False, "Second modifier."),
        Column("modifier3", MODIFIER, False, "Third modifier."),
        Column("modifier4", MODIFIER, False, "Fourth modifier."),
        Column("units", QUANTITY, True, "Units of service, more than 0."),
        Column("unit_basis", one_of("UN", "MJ"), True, "UN units, MJ minutes of anesthesia."),
        Column("minutes", MINUTES, False, "Minutes spent, where the code depends on time."),
        Column("charge", AMOUNT, True, "The practice's charge for the line (all units), written 12.34, 0 or more."),
        Column("diagnosis_pointers", POINTERS, True, "Sequences of the diagnoses treated, most important first: 1:3."),
        Column("ndc", NDC, False, "National drug code, 11 digits."),
        Column("ndc_units", QUANTITY, False, "Quantity of the drug; needed with ndc."),
        Column("ndc_unit_basis", one_of("F2", "GR", "ME", "ML", "UN"), False, "Unit of ndc_units; needed with ndc."),
        *OF_SERVICE,
    ),
    (
        Fact("encounter_rows", "Rows of encounters with this encounter_id."),
        Fact("days_of_service", "Days from service_from to service_to."),
        Fact("days_after_visit_start", "Days from the encounter's service_from to the line's."),
        Fact("days_before_visit_end", "Days from the line's service_to to the encounter's."),
        Fact("charge_cents", "charge in cents."),
        Fact("units_thousandths", "units in thousandths."),
        Fact("ndc_units_thousandths", "ndc_units in thousandths."),
        Fact("unknown_pointers", "Pointers that name no diagnosis sequence of the encounter."),
        Fact("repeated_pointers", "Pointers that come more than once."),
    ),
    (
        unique("encounter_id", "line_number", what="line number of an encounter"),
        present("ndc_units", when="ndc IS NOT NULL", because=_WITH_DRUG),
        present("ndc_unit_basis", when="ndc IS NOT NULL", because=_WITH_DRUG),
        *TOGETHER,
        _at_least(
            "encounter_rows",
            "encounter_id",
            "the encounter of the service is in the encounters file",
            "no row of the encounters file has this encounter_id",
            "Send the encounter's row, or correct encounter_id",
            1,
        ),
        _at_least(
            "days_of_service",
            "service_to",
            "service_to is not before service_from",
            "service_to lies before service_from",
            "Correct the days of the service",
        ),
        _at_least(
            "days_after_visit_start",
            "service_from",
            "a line does not start before its encounter",
            "service_from lies before the encounter's service_from",
            "Correct the days of the line or of the encounter",
        ),
        _at_least(
            "days_before_visit_end",
            "service_to",
            "a line does not end after its encounter",
            "service_to lies after the encounter's service_to",
            "Correct the days of the line or of the encounter",
        ),
        _at_least("charge_cents", "charge", "charge is 0 or more", "charge is below 0", "Correct charge"),
        _at_least("units_thousandths", "units", "units are more than 0", "units are 0 or less", "Correct units", 1),
        _at_least(
            "ndc_units_thousandths",
            "ndc_units",
            "ndc_units are more than 0",
            "ndc_units are 0 or less",
            "Correct it",
            1,
        ),
        between(
            "unknown_pointers",
            "diagnosis_pointers",
            "diagnosis_pointers name diagnoses of the encounter",
            "a diagnosis pointer names no diagnosis of the encounter",
            "Correct diagnosis_pointers, or send the diagnosis",
            max_value=0,
        ),
        between(
            "repeated_pointers",
            "diagnosis_pointers",
            "diagnosis_pointers name each diagnosis once",
            "a diagnosis pointer is repeated",
            "Name each diagnosis once in diagnosis_pointers",
            max_value=0,
        ),
    ),
)
