"""277CA, claim acknowledgement, 005010X214: whether each claim was taken in for adjudication, and if not why.

HL levels: 20 who answers, 21 who sent the claims, 19 the billing provider, PT the patient with one claim each. Every
level may carry statuses (STC): a rejection at receiver or provider level speaks of all claims below it. Status category
A1 A2 is accepted, A3 A6 A7 A8 rejected.
"""

from data_contracts.x12 import parts
from data_contracts.x12.guide import Column, Guide, Loop, Segment

HEADER = Loop(
    "ST", "The answer to one file of claims", "ST", "",
    (
        parts.set_header("277", "005010X214", "header"),
        Segment("BHT", "What it answers and when it was made; BHT*0085*08*674*20260105*100831*TH", "header", (
            Column("structure", 1), Column("purpose", 2), Column("reference", 3), Column("made_on", 4, kind="date"),
            Column("made_time", 5), Column("transaction_type", 6),
        ), required=True),
    ),
    table="header",
)  # fmt: skip

# The day is not used at the provider's level (2200C), so its absence is no finding.
_STATUS = parts.status("claim (at PT), else of the level", "STC*A2:20:PR*20260105*WQ*125")
_TOTALS = (
    Segment("QTY", "Claims accepted (90, QA) or rejected (AA, QC); QTY*90*1", "quantity", parts.QUANTITY),
    Segment("AMT", "Their charges, accepted (YU) or rejected (YY); AMT*YU*125", "amount", parts.AMOUNT),
)

LEVEL = Loop(
    "HL", "Who answers (20), who sent (21), the billing provider (19), a patient with a claim (PT)", "HL", "ST",
    (Segment("HL", "Level: its number, the one above, its code; HL*4*3*PT", "level", parts.LEVEL),),
    table="level", index="level_index",
)  # fmt: skip

# Some senders leave the TRN out; then its statuses speak of the level.
NAME = Loop(
    "2100", "Who is at the level", "NM1", "HL",
    (
        Segment("NM1", "Who it is; NM1*PR*2*NYSDOH*****PI*141797357", "level", parts.ANSWERED),
        Segment("NM1", "The same party by another number; NM1*85*2*ACME*****SV*987666", "name", parts.ANSWERED,
                rest=True),
        _STATUS,
        parts.references("REF*1K*94060555410000"),
        parts.periods("received DTP*050*D8*20260105"),
        *_TOTALS,
    ),
)  # fmt: skip

TRACE = Loop(
    "2200", "What is spoken of, by its sender's number: a file, a provider, or a claim (our CLM01)", "TRN", "HL",
    (
        Segment("TRN", "At PT our claim number, else the sender's number; TRN*2*A1", "trace",
                (Column("trace_type", 1), Column("trace", 2, required=True))),
        _STATUS,
        parts.identifier("1K", "payer_claim_number", "The payer's number of the claim", "trace", "94060555410000"),
        parts.identifier("D9", "clearinghouse_number", "The clearinghouse's number of the claim", "trace", "22"),
        parts.identifier("BLT", "bill_type", "Type of an institutional bill", "trace", "111"),
        parts.references("the provider's other number REF*G2*A1"),
        parts.period_of_service("DTP*472*D8*20260105", "trace"),
        parts.periods("received DTP*050*D8*20260105, processed DTP*009*D8*20260105"),
        *_TOTALS,
    ),
    table="trace", index="trace_index",
)  # fmt: skip

LINE = Loop(
    "2220", "A service line with a status of its own", "SVC", "2200",
    (
        Segment("SVC", "The service, its charge, revenue code, units; SVC*HC:99213*100**0450***1", "service", (
            *parts.procedure(1), Column("charge_amount", 2, kind="amount"), Column("revenue_code", 4),
            Column("units", 7, kind="quantity"),
        )),
        parts.status("line", "STC*A7:454*20260105*U*100"),
        parts.identifier("FJ", "line_control", "Our line number", "service", "A1L01"),
        parts.identifier("XZ", "prescription_number", "Number of the prescription", "service", "7654321"),
        parts.references("REF*FJ*A1L01"),
        parts.period_of_service("DTP*472*D8*20260105", "service"),
        parts.periods("DTP*472*D8*20260105"),
    ),
    table="service", index="service_index",
)  # fmt: skip

GUIDE = Guide(
    "277CA",
    "277",
    ("005010X214",),
    "HN",
    "Health care claim acknowledgement",
    (HEADER, LEVEL, NAME, TRACE, LINE),
    ("header", "level", "trace", "service", "status", "quantity", "amount", "name", "reference", "date"),
    suffix="277ca",
    only_one=False,
)
