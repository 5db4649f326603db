"""837I, health care claim of a hospital or another institution: 005010X223A2. Tables as in the 837P.

Its service lines name a revenue code, its claims a type of bill, an admission and the attending provider.
"""

from data_contracts.x12.guide import Column, Guide, Loop, Segment
from data_contracts.x12.rules import CLAIM_RULES
from data_contracts.x12.x837_parts import amounts, period, procedure, references
from data_contracts.x12.x837i_claim import CLAIM, OTHER, PARTY
from data_contracts.x12.x837p_claim import NOTE, PAPERWORK, party, repricing
from data_contracts.x12.x837p_line import CONTROL, DRUG, NUMBER, adjudication
from data_contracts.x12.x837p_parties import PARTIES
from data_contracts.x12.x837p_people import PEOPLE

LINE = Loop(
    "2400", "A service line", "LX", "2300",
    (
        NUMBER,
        Segment("SV2", "Revenue code, service with modifiers, charge, units (UN) or days (DA), what is not covered; "
                "SV2*0305*HC:85025*13.39*UN*1", "line", (
            Column("revenue_code", 1, required=True), *procedure(2, required=False),
            Column("charge_amount", 3, kind="amount", required=True), Column("unit_basis", 4, required=True),
            Column("units", 5, kind="quantity", required=True), Column("noncovered_amount", 7, kind="amount"),
        ), required=True),
        PAPERWORK,
        period("472", "service_from", "service_to", "Day of service, or first and last; DTP*472*D8*20261102", "line"),
        CONTROL,
        references("Repriced 9B, repriced again 9D; REF*9B*444444"),
        amounts("Service tax GT, facility tax N8; AMT*GT*45"),
        NOTE,
        repricing("line"),
    ),
    table="line", index="line_index",
)  # fmt: skip

LINE_PARTY = Loop(
    "2420", "Who took part in the line, where not as in the claim: 72 operating, ZZ other operating, 82 rendering, DN "
    "referring", "NM1", "2400",
    party("line_party", "Role, name, NPI", "AT"),
    where=(1, ("72", "ZZ", "82", "DN")), table="line_party", index="line_party_index",
)  # fmt: skip

GUIDE = Guide(
    "837I",
    "837",
    ("005010X223A2", "005010X223A3", "005010X223A1", "005010X223"),
    "HC",
    "Health care claim: institutional",
    (*PARTIES, *PEOPLE, CLAIM, PARTY, *OTHER, LINE, DRUG, LINE_PARTY, adjudication(Column("revenue_code", 4))),
    (
        "header", "provider", "subscriber", "patient", "claim", "party", "other_payer", "other_payer_party", "line",
        "line_party", "adjudication", "adjustment", "health_code", "reference", "date", "amount", "note",
        "fixed_format", "paperwork", "condition", "contact",
    ),
    suffix="837i",
    only_one=False,
    rules=CLAIM_RULES,
)  # fmt: skip
