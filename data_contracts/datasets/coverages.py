"""coverages.csv: one row per insurance coverage of a patient of the batch.

A patient may have a primary (priority 1), a secondary (2) and a tertiary (3) coverage on a day, one of each. When the
patient is the subscriber (relationship 18) the subscriber columns may stay empty: they are the patient's own. For every
other relationship the subscriber's name, birth date, sex and address are needed.
"""

from data_contracts.datasets.contract import Column, Dataset, Fact, between, present, unique
from data_contracts.datasets.kinds import (
    ADDRESS,
    DAY,
    IDENTIFIER,
    LAST_NAME,
    NAME,
    PAYER,
    POSTAL,
    REFERENCE,
    SEX,
    STATE,
    one_of,
    text,
)

_OTHERS = ("01", "19", "20", "21", "39", "40", "53", "G8")
_IS_OTHER = f"relationship IN ({', '.join(repr(code) for code in _OTHERS)})"
_SUBSCRIBER_NEEDS = ("last_name", "first_name", "birth_date", "sex", "address_line1", "city", "state", "postal_code")

COVERAGES = Dataset(
    "coverages",
    "coverage of a patient",
    ("coverage_id",),
    (
        Column("coverage_id", IDENTIFIER, True, "The practice's own id of the coverage."),
        Column("patient_id", IDENTIFIER, True, "Patient covered; a row of patients."),
        Column("payer_id", PAYER, True, "Payer, by its id in payers.yaml."),
        Column("priority", one_of("1", "2", "3"), True, "1 primary, 2 secondary, 3 tertiary."),
        Column("member_id", text(80), True, "Member id on the card (NM109)."),
        Column("group_number", REFERENCE, False, "Group number (SBR03)."),
        Column("group_name", text(60), False, "Group name (SBR04)."),
        Column(
            "relationship",
            one_of("18", *_OTHERS),
            True,
            "Patient's relationship to the subscriber, X12 code: 18 self, 01 spouse, 19 child, 20 employee, "
            "21 unknown, 39 organ donor, 40 cadaver donor, 53 life partner, G8 other.",
        ),
        Column("subscriber_last_name", LAST_NAME, False, "Subscriber's last name."),
        Column("subscriber_first_name", NAME, False, "Subscriber's first name."),
        Column("subscriber_middle_name", text(25), False, "Subscriber's middle name or initial."),
        Column("subscriber_birth_date", DAY, False, "Subscriber's date of birth, YYYY-MM-DD."),
        Column("subscriber_sex", SEX, False, "F, M or U."),
        Column("subscriber_address_line1", ADDRESS, False, "Subscriber's street address."),
        Column("subscriber_address_line2", ADDRESS, False, "Second address line."),
        Column("subscriber_city", text(30), False, "City."),
        Column("subscriber_state", STATE, False, "State, two letters."),
        Column("subscriber_postal_code", POSTAL, False, "ZIP code, 5 or 9 digits without hyphen."),
        Column("effective_from", DAY, True, "First day of the coverage, YYYY-MM-DD."),
        Column("effective_to", DAY, False, "Last day of the coverage; empty while it runs."),
    ),
    (
        Fact("patient_rows", "Rows of patients with this patient_id."),
        Fact("effective_days", "Days from effective_from to effective_to."),
        Fact("rival_coverages", "Other coverages of the patient with the same priority on a common day."),
    ),
    (
        unique("coverage_id", what="coverage_id"),
        *(
            present(f"subscriber_{name}", when=_IS_OTHER, because="when the patient is not the subscriber")
            for name in _SUBSCRIBER_NEEDS
        ),
        between(
            "patient_rows",
            "patient_id",
            "the patient of the coverage is in the patients file",
            "no row of the patients file has this patient_id",
            "Send the patient's row, or correct patient_id",
            min_value=1,
        ),
        between(
            "effective_days",
            "effective_to",
            "effective_to is not before effective_from",
            "effective_to lies before effective_from",
            "Correct the days of the coverage",
            min_value=0,
        ),
        between(
            "rival_coverages",
            "priority",
            "a patient has one coverage of each priority on a day",
            "the patient has another coverage of the same priority on the same days",
            "Say which is primary, secondary or tertiary, or end one coverage before the other begins",
            max_value=0,
        ),
    ),
)
