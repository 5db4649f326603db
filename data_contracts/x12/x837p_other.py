"""837P: other coverages of the patient and what their payers made of the claim (loops 2320 and 2330)."""

from data_contracts.x12.guide import Column, Loop, Segment
from data_contracts.x12.x837_parts import address, adjustments, amount, day, name, references, text

SUBSCRIBER_INFORMATION = Segment(
    "SBR", "Another coverage: its turn, the patient's relationship to its subscriber, group; SBR*S*01*GRP77******CI",
    "other_payer", (
        Column("payer_rank", 1, required=True), Column("relationship", 2, required=True),
        Column("group_number", 3), Column("group_name", 4, longest=60), Column("insurance_type", 5),
        Column("filing_indicator", 9),
    ),
)  # fmt: skip
AMOUNTS = (
    amount("D", "paid_amount", "What that payer paid; AMT*D*411", "other_payer"),
    amount("A8", "noncovered_amount", "What that payer does not cover at all; AMT*A8*273", "other_payer"),
    amount("EAF", "patient_liability_amount", "What is left for the patient; AMT*EAF*75", "other_payer"),
)
BENEFITS = Segment(
    "OI", "Benefits assigned, signature, release of information; OI***Y***Y", "other_payer", (
        Column("benefits_assigned", 3, required=True), Column("patient_signature", 4),
        Column("release", 6, required=True),
    ), required=True,
)  # fmt: skip
OUTPATIENT = Segment(
    "MOA", "Outpatient outcome as that payer told it, with remark codes; MOA*0.8*100*MA01", "other_payer", (
        Column("moa_reimbursement_rate", 1), Column("moa_payable_amount", 2, kind="amount"),
        *(Column(f"moa_remark{n}", 2 + n, codes="remittance advice remark") for n in range(1, 6)),
        Column("moa_esrd_amount", 8, kind="amount"), Column("moa_professional_amount", 9, kind="amount"),
    ),
)  # fmt: skip

OTHER_PAYER = Loop(
    "2320", "Another coverage in force and what it did", "SBR", "2300",
    (SUBSCRIBER_INFORMATION, adjustments("claim by that payer"), *AMOUNTS, BENEFITS, OUTPATIENT),
    table="other_payer", index="other_payer_index",
)  # fmt: skip

OTHER_SUBSCRIBER = Loop(
    "2330A", "Subscriber of the other coverage", "NM1", "2320",
    (
        Segment("NM1", "Name and member id; NM1*IL*1*DOE*JOHN****MI*88AA77", "other_payer",
                name("", "member_id", "member_qualifier"), (1, ("IL",))),
        *address("other_payer"),
        references("Social security number SY; REF*SY*123456789"),
    ),
    where=(1, ("IL",)),
)  # fmt: skip

PAYER = Loop(
    "2330B", "Payer of the other coverage", "NM1", "2320",
    (
        Segment("NM1", "Name and payer id; NM1*PR*2*COASTAL MUTUAL*****PI*COAST2", "other_payer", (
            Column("payer_name", 3, longest=60), Column("payer_qualifier", 8), Column("payer_id", 9, required=True),
        ), (1, ("PR",)), fixed=((2, "2"),)),
        *address("other_payer", "payer_", whose=" of that payer"),
        day("573", "adjudicated_on", "Day that payer decided; DTP*573*D8*20261015", "other_payer"),
        references("Other ids 2U EI FY NF, authorization G1, referral 9F, adjusted T4, its claim F8; REF*F8*123"),
    ),
    where=(1, ("PR",)),
)  # fmt: skip


def provider(roles: tuple[str, ...], doc: str) -> Loop:
    """A provider of the claim as the other payer numbers it."""
    return Loop(
        "2330C", doc, "NM1", "2320",
        (
            Segment("NM1", "Role of the provider, named in the claim itself; NM1*82*1", "other_payer_party",
                    (Column("role", 1, required=True), *text(entity_type=2))),
            references("That payer's number G2, licence 0B, UPIN 1G, location LU; REF*G2*PBS3334"),
        ),
        where=(1, roles), table="other_payer_party", index="other_payer_party_index",
    )  # fmt: skip


OTHER_PROVIDER = provider(
    ("DN", "P3", "82", "77", "DQ", "85"),
    "A provider as the other payer knows it: DN referring, P3 primary care, 82 rendering, 77 facility, DQ supervising, "
    "85 billing",
)

OTHER = (OTHER_PAYER, OTHER_SUBSCRIBER, PAYER, OTHER_PROVIDER)
