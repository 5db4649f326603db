"""encounters.csv: one row per encounter (visit) to be billed.

`financial_class` says who is billed: `insurance` (the patient has at least one coverage in the same batch) or
`self_pay`. Referring and supervising provider and facility are sent where they belong on the claim: with an NPI a
referring or supervising provider needs a last name and the other way round; a facility needs name and full address.
"""

from data_contracts.datasets.contract import Column, Dataset, Fact, between
from data_contracts.datasets.documented import OF_ENCOUNTER
from data_contracts.datasets.encounter_promises import PROMISES
from data_contracts.datasets.kinds import (
    ADDRESS,
    AMOUNT,
    DAY,
    IDENTIFIER,
    LAST_NAME,
    NAME,
    NOTE,
    NPI,
    PLACE_OF_SERVICE,
    POSTAL,
    REFERENCE,
    STATE,
    TAXONOMY,
    one_of,
    text,
)

_NPIS = ("rendering_npi", "referring_npi", "supervising_npi", "facility_npi")

ENCOUNTERS = Dataset(
    "encounters",
    "encounter to be billed",
    ("encounter_id",),
    (
        Column("encounter_id", IDENTIFIER, True, "The practice's own id of the visit, the same whenever it is sent."),
        Column("patient_id", IDENTIFIER, True, "Patient seen; a row of patients."),
        Column("financial_class", one_of("insurance", "self_pay"), True, "Who is billed."),
        Column("service_from", DAY, True, "First day of the visit, YYYY-MM-DD."),
        Column("service_to", DAY, True, "Last day of the visit; the first day again for a visit of one day."),
        Column(
            "place_of_service", PLACE_OF_SERVICE, False, "CMS place: 11 office, 10, 02 …; needed unless telehealth."
        ),
        Column("rendering_npi", NPI, True, "NPI of the person who treated (loop 2310B)."),
        Column("rendering_last_name", LAST_NAME, True, "That person's last name."),
        Column("rendering_first_name", NAME, True, "That person's first name."),
        Column("rendering_taxonomy", TAXONOMY, False, "That person's provider taxonomy code."),
        Column("referring_npi", NPI, False, "NPI of who referred (loop 2310A)."),
        Column("referring_last_name", LAST_NAME, False, "That person's last name."),
        Column("referring_first_name", NAME, False, "That person's first name."),
        Column("supervising_npi", NPI, False, "NPI of who supervised (loop 2310D)."),
        Column("supervising_last_name", LAST_NAME, False, "That person's last name."),
        Column("supervising_first_name", NAME, False, "That person's first name."),
        Column("facility_npi", NPI, False, "NPI of the place, when it is not the practice's own (loop 2310C)."),
        Column("facility_name", text(60), False, "Name of the place."),
        Column("facility_address_line1", ADDRESS, False, "Its street address."),
        Column("facility_city", text(30), False, "Its city."),
        Column("facility_state", STATE, False, "Its state, two letters."),
        Column("facility_postal_code", POSTAL, False, "Its ZIP code, 5 or 9 digits."),
        Column("authorization_number", REFERENCE, False, "Prior authorization (REF G1)."),
        Column("referral_number", REFERENCE, False, "Referral number (REF 9F)."),
        Column("accident_cause", one_of("AA", "EM", "OA"), False, "AA auto, EM employment, OA other accident (CLM11)."),
        Column("accident_date", DAY, False, "Day of the accident; needed with accident_cause."),
        Column("accident_state", STATE, False, "State of the accident; needed with cause AA."),
        Column("onset_date", DAY, False, "Day the illness began (DTP 431)."),
        Column("patient_paid", AMOUNT, False, "Paid by the patient at the desk, written 12.34."),
        Column("note", NOTE, False, "For people at the billing company; never on a claim."),
        *OF_ENCOUNTER,
    ),
    (
        Fact("patient_rows", "Rows of patients with this patient_id."),
        Fact("coverage_rows", "Rows of coverages of the patient; NULL for self_pay."),
        Fact("diagnosis_rows", "Rows of diagnoses of this encounter."),
        Fact("service_rows", "Rows of services of this encounter."),
        Fact("days_of_visit", "Days from service_from to service_to."),
        Fact("days_until_delivery", "Days from service_to to the business day."),
        Fact("days_of_life", "Days from the patient's birth_date to service_from."),
        Fact("days_since_accident", "Days from accident_date to service_to."),
        Fact("days_since_onset", "Days from onset_date to service_to."),
        Fact("patient_paid_cents", "patient_paid in cents."),
        *(Fact(f"{npi}_luhn", f"Luhn sum of 80840 and {npi}, modulo 10: 0 for a true NPI.") for npi in _NPIS),
    ),
    (
        *PROMISES,
        *(
            between(
                f"{npi}_luhn",
                npi,
                f"{npi} has a true check digit",
                f"the check digit of {npi} is wrong",
                f"Correct {npi}: a digit is mistyped",
                min_value=0,
                max_value=0,
            )
            for npi in _NPIS
        ),
    ),
)
