"""837P and 837I: who is insured, by whom, and who is the patient (loops 2000B to 2010CA)."""

from data_contracts.x12.guide import Column, Loop, Segment
from data_contracts.x12.x837_parts import address, contacts, name, references
from data_contracts.x12.x837p_parties import level


def person_facts() -> Segment:
    """PAT of a person: day of death, weight in pounds (newborns, drugs by weight), pregnancy."""
    return Segment("PAT", "Day of death, weight in pounds, pregnancy; PAT*****D8*20261001*01*155*Y", "subscriber", (
        Column("death_format", 5), Column("died_on", 6, kind="date"), Column("weight_unit", 7),
        Column("weight", 8, kind="quantity"), Column("pregnant", 9),
    ))  # fmt: skip


def demographics(table: str, *, required: bool = False) -> Segment:
    """DMG: birth date and sex."""
    columns = (Column("birth_date", 2, kind="date", required=True), Column("sex", 3, required=True))
    return Segment("DMG", "Birth date and sex (F, M, U); DMG*D8*19800214*F", table, columns,
                   fixed=((1, "D8"),), required=required)  # fmt: skip


SUBSCRIBER = Loop(
    "2000B", "Subscriber level: a policy, and what its claims ask of it", "HL", "2000A",
    (
        level("22", "Level of a subscriber; it has levels below when the patient is a dependent; HL*2*1*22*0",
              "subscriber"),
        Segment("SBR", "Whose turn the payer is (P first, S second), 18 when the patient is the subscriber, group, "
                "kind of insurance; SBR*P*18*GRP01******CI", "subscriber", (
            Column("payer_rank", 1, required=True), Column("relationship", 2), Column("group_number", 3),
            Column("group_name", 4, longest=60), Column("insurance_type", 5), Column("filing_indicator", 9),
        ), required=True),
        person_facts(),
    ),
    where=(3, ("22",)), table="subscriber", index="subscriber_index", within="ST", hierarchy=True, required=True,
)  # fmt: skip

SUBSCRIBER_NAME = Loop(
    "2010BA", "Subscriber: the person who holds the policy", "NM1", "2000B",
    (
        Segment("NM1", "Name and member id; NM1*IL*1*DOE*JANE****MI*W123456789", "subscriber",
                name("", "member_id", "member_qualifier"), (1, ("IL",))),
        *address("subscriber"),
        demographics("subscriber"),
        references("Social security number SY, number of a property or casualty claim Y4; REF*Y4*4445555"),
        contacts("Whom to ask about a property or casualty claim; PER*IC*JOHN SMITH*TE*5555551234*EX*123"),
    ),
    where=(1, ("IL",)), required=True,
)  # fmt: skip

PAYER = Loop(
    "2010BB", "Payer: whom the claim asks to pay", "NM1", "2000B",
    (
        Segment("NM1", "Name and payer id; NM1*PR*2*PLAINS HEALTH*****PI*PLAIN1", "subscriber", (
            Column("payer_name", 3, longest=60), Column("payer_qualifier", 8), Column("payer_id", 9, required=True),
        ), (1, ("PR",)), fixed=((2, "2"),)),
        *address("subscriber", "payer_", whose=" of the payer"),
        references("Other ids of the payer 2U EI FY NF, its number of the provider G2 LU; REF*G2*330127"),
    ),
    where=(1, ("PR",)), required=True,
)  # fmt: skip

PATIENT = Loop(
    "2000C", "Patient level, only for a patient who is not the subscriber", "HL", "2000B",
    (
        level("23", "Level of a dependent; HL*3*2*23*0", "patient"),
        Segment("PAT", "Relationship to the subscriber (01 spouse, 19 child, G8 other), day of death, weight, "
                "pregnancy; PAT*19", "patient", (
            Column("relationship", 1, required=True), *person_facts().columns,
        ), required=True),
    ),
    where=(3, ("23",)), table="patient", index="patient_index", within="ST", hierarchy=True,
)  # fmt: skip

PATIENT_NAME = Loop(
    "2010CA", "Patient", "NM1", "2000C",
    (
        Segment("NM1", "Name of the patient; NM1*QC*1*DOE*SAM", "patient", name()[:5], (1, ("QC",))),
        *address("patient", required=True),
        demographics("patient", required=True),
        references("Member id 1W, social security number SY, number of a casualty claim Y4; REF*Y4*4445555"),
        contacts("Whom to ask about a property or casualty claim; PER*IC*JOHN SMITH*TE*5555551234*EX*123"),
    ),
    where=(1, ("QC",)),
)  # fmt: skip

PEOPLE = (SUBSCRIBER, SUBSCRIBER_NAME, PAYER, PATIENT, PATIENT_NAME)
