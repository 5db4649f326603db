"""837P, health care claim of an office, clinic or supplier: 005010X222A1.

ST > HL 20: a billing provider > HL 22: a policy > HL 23: a patient who does not hold it > CLM: claims > LX: service
lines. Beside a claim its other coverages (SBR) with what their payers decided (SVD of each line); who took part (NM1).
X222A2, and the guide without its addenda, are read by the same tables.
"""

from data_contracts.x12.guide import Guide
from data_contracts.x12.rules import CLAIM_RULES
from data_contracts.x12.x837p_claim import CLAIM, PARTY
from data_contracts.x12.x837p_line import LINES
from data_contracts.x12.x837p_other import OTHER
from data_contracts.x12.x837p_parties import PARTIES
from data_contracts.x12.x837p_people import PEOPLE

GUIDE = Guide(
    "837P",
    "837",
    ("005010X222A1", "005010X222A2", "005010X222"),
    "HC",
    "Health care claim: professional",
    (*PARTIES, *PEOPLE, CLAIM, PARTY, *OTHER, *LINES),
    (
        "header", "provider", "subscriber", "patient", "claim", "party", "other_payer", "other_payer_party", "line",
        "line_party", "adjudication", "form", "adjustment", "health_code", "reference", "date", "amount", "quantity",
        "note", "fixed_format", "paperwork", "condition", "measurement", "contact", "form_answer",
    ),
    suffix="837p",
    only_one=False,
    rules=CLAIM_RULES,
)  # fmt: skip
