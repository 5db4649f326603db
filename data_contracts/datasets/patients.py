"""patients.csv: one row per patient of the batch.

Every patient whom an encounter of the batch names has a row here, also when an earlier batch had it: each batch speaks
for itself. Name and address are those of the patient; an insured other than the patient stands in coverages.
"""

from data_contracts.datasets.contract import Column, Dataset, Fact, between, unique
from data_contracts.datasets.kinds import ADDRESS, DAY, IDENTIFIER, LAST_NAME, NAME, POSTAL, SEX, STATE, one_of, text

PATIENTS = Dataset(
    "patients",
    "patient of the batch",
    ("patient_id",),
    (
        Column("patient_id", IDENTIFIER, True, "The practice's own id of the patient; the other files refer to it."),
        Column("last_name", LAST_NAME, True, "Last name (NM103)."),
        Column("first_name", NAME, True, "First name (NM104)."),
        Column("middle_name", text(25), False, "Middle name or initial (NM105)."),
        Column("suffix", text(10), False, "Name suffix, such as JR (NM107)."),
        Column("birth_date", DAY, True, "Date of birth (DMG02), YYYY-MM-DD."),
        Column("sex", SEX, True, "F female, M male, U unknown (DMG03)."),
        Column("address_line1", ADDRESS, True, "Street address (N301)."),
        Column("address_line2", ADDRESS, False, "Second address line (N302)."),
        Column("city", text(30), True, "City (N401)."),
        Column("state", STATE, True, "State, two letters (N402)."),
        Column("postal_code", POSTAL, True, "ZIP code, 5 or 9 digits without hyphen (N403)."),
        Column("country", one_of("US"), False, "US or empty; addresses abroad are not taken yet."),
    ),
    (Fact("days_since_birth", "Days from birth_date to the business day."),),
    (
        unique("patient_id", what="patient_id"),
        between(
            "days_since_birth",
            "birth_date",
            "birth_date is not in the future",
            "birth_date lies after the day of the delivery",
            "Correct birth_date",
            min_value=0,
        ),
    ),
)
