"""277, claim status response, 005010X212: what a payer says of the claims that a 276 asked for.

HL levels as in the 276. The payer may answer early: at level 21 or 19 a TRN with a status speaks of everything below.
The 277CA is another guide (X214) under the same ST01; the version (ST03, GS08) tells them apart.
"""

from data_contracts.x12 import parts
from data_contracts.x12.guide import Column, Guide, Loop, Segment

HEADER = Loop(
    "ST", "One answer, about any number of claims", "ST", "",
    (
        parts.set_header("277", "005010X212", "header"),
        Segment("BHT", "The payer's number of the answer and when it was made; BHT*0010*08*A277*20260106*0810*DG",
                "header", (
            Column("reference", 3, required=True), Column("made_on", 4, kind="date", required=True),
            Column("made_time", 5),
        ), required=True, fixed=((1, "0010"), (2, "08"), (6, "DG"))),
    ),
    table="header",
)  # fmt: skip

LEVEL = Loop(
    "HL", "Payer (20), who asked (21), provider (19), subscriber (22), patient (23)", "HL", "ST",
    (
        Segment("HL", "Level: its number, the one above, its code, whether others are below it; HL*4*3*22*0", "level",
                parts.LEVEL),
    ),
    table="level", index="level_index", required=True,
)  # fmt: skip

NAME = Loop(
    "2100", "Who is at the level", "NM1", "HL",
    (
        Segment("NM1", "Who it is; NM1*1P*2*HOME HOSPITAL*****XX*1234567893", "level", parts.ANSWERED, required=True),
        Segment("NM1", "The same provider by another number; NM1*1P*2*HOME HOSPITAL*****SV*987666", "name",
                parts.ANSWERED, rest=True),
        parts.contact("Whom to ask at the payer; PER*IC*JANE DOE*TE*8005551212"),
    ),
)  # fmt: skip

CLAIM = Loop(
    "2200", "What is spoken of: one claim (22, 23), or all that a provider (19) or we (21) asked", "TRN", "HL",
    (
        Segment("TRN", "The number of our question, 2 before it says so; TRN*2*ABCXYZ1", "trace", (
            Column("trace_type", 1), Column("trace", 2, required=True),
        )),
        parts.status("claim", "STC*F2:88:QC*20260112**150*0", required=True),
        parts.identifier("1K", "payer_claim_number", "The payer's number of the claim", "trace", "05347006051"),
        parts.identifier("BLT", "bill_type", "Type of an institutional bill", "trace", "111"),
        parts.identifier("EJ", "claim_number", "Our number of the claim, CLM01", "trace", "SM123456"),
        parts.identifier("XZ", "prescription_number", "Number of the prescription", "trace", "7654321"),
        parts.identifier("VV", "voucher_number", "Number of the payment's voucher", "trace", "V123"),
        parts.identifier("D9", "clearinghouse_number", "The clearinghouse's number of the claim", "trace", "22"),
        parts.references("REF*LU*SD1"),
        parts.period_of_service("DTP*472*RD8*20260105-20260109", "trace"),
        parts.periods("DTP*050*D8*20260105"),
    ),
    table="trace", index="trace_index",
)  # fmt: skip

LINE = Loop(
    "2220", "One line of the claim with its status", "SVC", "2200",
    (
        Segment("SVC", "Service, charge, paid, revenue code, units; SVC*HC:99203*150*0****1", "service", (
            *parts.procedure(1, required=True), Column("charge_amount", 2, kind="amount", required=True),
            Column("paid_amount", 3, kind="amount"), Column("revenue_code", 4), Column("units", 7, kind="quantity"),
        )),
        parts.status("line", "STC*F2:88:QC*20260112", required=True),
        parts.identifier("FJ", "line_control", "Our number of the line", "service", "A1L01"),
        parts.references("REF*FJ*A1L01"),
        parts.period_of_service("DTP*472*D8*20260105", "service"),
        parts.periods("DTP*472*D8*20260105"),
    ),
    table="service", index="service_index",
)  # fmt: skip

GUIDE = Guide(
    "277",
    "277",
    ("005010X212",),
    "HN",
    "Health care claim status response",
    (HEADER, LEVEL, NAME, CLAIM, LINE),
    ("header", "level", "trace", "service", "status", "name", "reference", "date", "contact"),
    suffix="277",
    only_one=False,
)
