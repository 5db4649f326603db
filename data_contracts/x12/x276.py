"""276, claim status request, 005010X212: we ask a payer what became of claims.

HL levels: 20 the payer, 21 who asks, 19 the provider, 22 the subscriber, 23 a patient who is not the subscriber; below
22 or 23 each TRN asks for one claim, each SVC for one line of it.
"""

from data_contracts.x12 import parts
from data_contracts.x12.guide import Column, Guide, Loop, Segment

HEADER = Loop(
    "ST", "One request, about any number of claims", "ST", "",
    (
        parts.set_header("276", "005010X212", "header"),
        Segment("BHT", "Our number of the request and when it was made; BHT*0010*13*A276*20260105*1425", "header", (
            Column("reference", 3, required=True), Column("made_on", 4, kind="date", required=True),
            Column("made_time", 5, required=True),
        ), required=True, fixed=((1, "0010"), (2, "13"))),
    ),
    table="header",
)  # fmt: skip

LEVEL = Loop(
    "HL", "Payer (20), who asks (21), provider (19), subscriber (22), patient (23)", "HL", "ST",
    (
        Segment("HL", "Level: its number, the one above, its code, whether others are below it; HL*4*3*22*0", "level",
                parts.LEVEL),
        Segment("DMG", "Birthday and sex of a subscriber or patient; DMG*D8*19301210*M", "level", (
            Column("birth_on", 2, kind="date"), Column("sex", 3),
        ), fixed=((1, "D8"),)),
    ),
    table="level", index="level_index", required=True,
)  # fmt: skip

NAME = Loop(
    "2100", "Who is at the level", "NM1", "HL",
    (
        Segment("NM1", "Who it is; NM1*IL*1*SMITH*FRED****MI*123456789A", "level", parts.PARTY, required=True),
        Segment("NM1", "The same provider by another number; NM1*1P*2*HOME HOSPITAL*****SV*987666", "name", parts.PARTY,
                rest=True),
    ),
)  # fmt: skip

CLAIM = Loop(
    "2200", "One claim that is asked for, by our number of the question", "TRN", "HL",
    (
        Segment("TRN", "Our number of the question, told again in the answer; TRN*1*ABCXYZ1", "trace", (
            Column("trace", 2, required=True),
        ), fixed=((1, "1"),)),
        parts.identifier("1K", "payer_claim_number", "The payer's number of the claim", "trace", "9918046987"),
        parts.identifier("BLT", "bill_type", "Type of an institutional bill", "trace", "111"),
        parts.identifier("LU", "location_number", "System or place where the payer keeps it", "trace", "SD1"),
        parts.identifier("6P", "group_number", "The policy's group", "trace", "OFFICE"),
        parts.identifier("EJ", "claim_number", "Our number of the claim, CLM01", "trace", "SM123456"),
        parts.identifier("XZ", "prescription_number", "Number of the prescription", "trace", "7654321"),
        parts.identifier("D9", "clearinghouse_number", "The clearinghouse's number of the claim", "trace", "22"),
        parts.references("REF*VV*123"),
        Segment("AMT", "What we charged for the whole claim; AMT*T3*8513.88", "trace", (
            Column("charge_amount", 2, kind="amount"),
        ), (1, ("T3",))),
        parts.period_of_service("DTP*472*RD8*20260105-20260109", "trace"),
        parts.periods("DTP*050*D8*20260105"),
    ),
    table="trace", index="trace_index",
)  # fmt: skip

LINE = Loop(
    "2210", "One line of the claim that is asked for", "SVC", "2200",
    (
        Segment("SVC", "Service, charge, revenue code, units; SVC*HC:99203*150*****1", "service", (
            *parts.procedure(1, required=True), Column("charge_amount", 2, kind="amount", required=True),
            Column("revenue_code", 4), Column("units", 7, kind="quantity"),
        )),
        parts.identifier("FJ", "line_control", "Our number of the line", "service", "A1L01"),
        parts.references("REF*FJ*A1L01"),
        parts.period_of_service("DTP*472*D8*20260105", "service"),
        parts.periods("DTP*472*D8*20260105"),
    ),
    table="service", index="service_index",
)  # fmt: skip

GUIDE = Guide(
    "276",
    "276",
    ("005010X212",),
    "HR",
    "Health care claim status request",
    (HEADER, LEVEL, NAME, CLAIM, LINE),
    ("header", "level", "trace", "service", "name", "reference", "date"),
    suffix="276",
)
