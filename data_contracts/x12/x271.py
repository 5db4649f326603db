"""271, eligibility response, 005010X279A1: what a payer says a patient is covered for.

HL levels as in the 270. Below a subscriber (22) or dependent (23) each EB is one benefit, limit or share of costs; what
it says of other parties (a primary care provider, another payer) stands between LS and LE. Refusals (AAA) are rows;
their loop says whether the whole level (HL), the party (2100) or one benefit (2110) is refused.
"""

from data_contracts.x12 import eligibility, parts
from data_contracts.x12.guide import Column, Guide, Loop, Segment

HEADER = Loop(
    "ST", "One answer, about any number of persons", "ST", "", eligibility.header("271", "11"), table="header",
)  # fmt: skip

MILITARY = Segment("MPI", "Service in the forces: status, employment, branch, rank, since; MPI*C*AE*F**A1*D8*20200101",
                   "level", (
    Column("military_status", 1), Column("military_employment", 2), Column("military_branch", 3),
    Column("military_description", 4), Column("military_rank", 5), Column("military_format", 6),
    Column("military_period", 7),
))  # fmt: skip

LEVEL = Loop(
    "HL", "Payer (20), who asked (21), subscriber (22), dependent (23)", "HL", "ST",
    (
        eligibility.LEVEL,
        eligibility.TRACE,
        eligibility.REFUSALS,
    ),
    table="level", index="level_index", required=True,
)  # fmt: skip

NAME = Loop(
    "2100", "Who is at the level, and what is known of it", "NM1", "HL",
    (
        eligibility.NAME,
        parts.references("group REF*6P*A1, the plan's number REF*18*A1"),
        *parts.address("level"),
        parts.contact("Whom to ask at the payer; PER*IC*JANE DOE*TE*8005551212"),
        eligibility.REFUSALS,
        eligibility.PROVIDER,
        eligibility.BIRTH,
        eligibility.RELATION,
        eligibility.DIAGNOSES,
        parts.periods("plan began DTP*346*D8*20260101, eligible DTP*307*RD8*20260101-20261231"),
        MILITARY,
    ),
)  # fmt: skip

BENEFIT = Loop(
    "2110", "One benefit of the person of the level, or that there is none", "EB", "HL",
    (
        Segment("EB", "What (1 active, B co-payment), for whom, services, plan, period, amount; EB*B**98*HM*GOLD*27*10",
                "benefit", (
            Column("benefit_code", 1, required=True, codes="eligibility or benefit"),
            Column("coverage_level", 2, codes="coverage level"), Column("service_types", 3, kind="repeated"),
            Column("insurance_type", 4), Column("plan", 5), Column("time_period", 6, codes="benefit period"),
            Column("amount", 7, kind="amount"), Column("share", 8), Column("quantity_qualifier", 9),
            Column("quantity", 10, kind="quantity"), Column("authorization_required", 11), Column("in_network", 12),
            *parts.procedure(13), *(Column(f"diagnosis_pointer{n}", 14, n) for n in (1, 2, 3, 4)),
        )),
        Segment("HSD", "How much in which time and how it is delivered; HSD*VS*30***22", "delivery", (
            Column("quantity_qualifier", 1), Column("quantity", 2, kind="quantity"), Column("per_unit", 3),
            Column("every", 4), Column("time_period", 5, codes="benefit period"), Column("periods", 6),
            Column("pattern", 7), Column("pattern_time", 8),
        )),
        parts.references("authorization REF*G1*A1, plan REF*18*A1"),
        parts.periods("benefit runs DTP*292*RD8*20260101-20261231"),
        eligibility.REFUSALS,
        Segment("MSG", "Free text; MSG*LIMITED TO PREFERRED PROVIDERS", "message", (Column("message", 1),)),
    ),
    table="benefit", index="benefit_index",
)  # fmt: skip

PLACE = Loop("2115", "Place of service or diagnosis that the benefit is bound to", "III", "2110", (eligibility.PLACES,))

RELATED = Loop(
    "LS", "Other parties that the benefit speaks of", "LS", "2110",
    (
        Segment("LS", "Other parties follow; LS*2120", "related", (Column("begin", 1, required=True),)),
        Segment("LE", "No other parties follow; LE*2120", "related", (Column("end", 1),)),
    ),
    table="related", index="related_index", last=("LE",),
)  # fmt: skip

PARTY = Loop(
    "2120", "One other party: primary care provider, another payer, a facility", "NM1", "LS",
    (
        Segment("NM1", "Who it is, last how related to the patient; NM1*P3*1*JONES*MARCUS****SV*0202034", "party", (
            *parts.PARTY, Column("relation", 10),
        )),
        Segment("N3", "Street; N3*201 PARK AVENUE", "party", (
            Column("address_line1", 1, longest=55), Column("address_line2", 2, longest=55),
        )),
        Segment("N4", "City, state, postal code, region of the forces' plan; N4*KANSAS CITY*MO*64108**RJ*A1", "party", (
            Column("city", 1, longest=30), Column("state", 2), Column("postal_code", 3), Column("country", 4),
            Column("region_qualifier", 5), Column("region", 6), Column("subdivision", 7),
        )),
        parts.contact("How to reach it; PER*IC*BILLING*TE*8005551212"),
        Segment("PRV", "What kind of provider, by taxonomy; PRV*PC*PXC*207Q00000X", "party", (
            Column("provider_role", 1), Column("taxonomy_qualifier", 2), Column("taxonomy", 3),
        )),
    ),
    table="party", index="party_index",
)  # fmt: skip

GUIDE = Guide(
    "271",
    "271",
    ("005010X279A1", "005010X279"),
    "HB",
    "Health care eligibility benefit response",
    (HEADER, LEVEL, NAME, BENEFIT, PLACE, RELATED, PARTY),
    (
        "header", "level", "benefit", "related", "party", "trace", "rejection", "delivery", "industry", "diagnosis",
        "message", "reference", "date", "contact",
    ),
    suffix="271",
)  # fmt: skip
