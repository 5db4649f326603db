"""270, eligibility inquiry, 005010X279A1: we ask a payer what a patient is covered for.

HL levels: 20 the payer, 21 who asks, 22 the subscriber, 23 a dependent; below 22 or 23 each EQ is one question.
"""

from data_contracts.x12 import eligibility, parts
from data_contracts.x12.guide import Column, Guide, Loop, Segment

HEADER = Loop(
    "ST", "One inquiry, about any number of persons", "ST", "", eligibility.header("270", "13"), table="header",
)  # fmt: skip

LEVEL = Loop(
    "HL", "Payer (20), who asks (21), subscriber (22), dependent (23)", "HL", "ST",
    (
        eligibility.LEVEL,
        eligibility.TRACE,
    ),
    table="level", index="level_index", required=True,
)  # fmt: skip

NAME = Loop(
    "2100", "Who is at the level, and what is known of it", "NM1", "HL",
    (
        eligibility.NAME,
        parts.references("group REF*6P*A1, state licence REF*0B*12345*AK"),
        *parts.address("level"),
        eligibility.PROVIDER,
        eligibility.BIRTH,
        eligibility.RELATION,
        eligibility.DIAGNOSES,
        parts.periods("day asked about DTP*291*D8*20260105, day the card was issued DTP*102*D8*20250101"),
    ),
)  # fmt: skip

INQUIRY = Loop(
    "2110", "One question about the person of the level", "EQ", "HL",
    (
        Segment("EQ", "Kinds of service, or one procedure with its diagnoses; EQ*30^33**FAM", "inquiry", (
            Column("service_types", 1, kind="repeated"), *parts.procedure(2),
            Column("coverage_level", 3, codes="coverage level"), Column("insurance_type", 4),
            *(Column(f"diagnosis_pointer{n}", 5, n) for n in (1, 2, 3, 4)),
        )),
        Segment("AMT", "Spend-down (R) or charge (PB) of a subscriber; AMT*R*37.5", "amount", parts.AMOUNT),
        eligibility.PLACES,
        parts.references("referral REF*9F*660415, authorization REF*G1*A1"),
        parts.periods("planned day of the service DTP*291*D8*20260105"),
    ),
    table="inquiry", index="inquiry_index",
)  # fmt: skip

GUIDE = Guide(
    "270",
    "270",
    ("005010X279A1", "005010X279"),
    "HS",
    "Health care eligibility benefit inquiry",
    (HEADER, LEVEL, NAME, INQUIRY),
    ("header", "level", "inquiry", "trace", "diagnosis", "amount", "industry", "reference", "date"),
    suffix="270",
)
