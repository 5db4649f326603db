"""277CA, claim acknowledgement, 005010X214: whether each claim was taken in for adjudication, and if not why.

HL levels: 20 who answers, 21 who sent the claims, 19 the billing provider, PT the patient with one claim each. Every
level may carry statuses (STC): a rejection at receiver or provider level speaks of all claims below it.
"""

from data_contracts.x12.guide import Column, Guide, Loop, Segment


def _status(composite: int, number: str) -> tuple[Column, ...]:
    listed = {"codes": "claim status category"} if composite == 1 else {}
    return (
        Column(f"category{number}", composite, 1, required=composite == 1, **listed),  # type: ignore[arg-type]
        Column(f"status{number}", composite, 2, required=composite == 1),
        Column(f"entity{number}", composite, 3),
    )


def _stc(whose: str) -> Segment:
    """STC: up to three statuses; category A1 A2 accepted, A3 A6 A7 A8 rejected; STC*A2:20:PR*20260105*WQ*125.

    The day is not used at the provider's level (2200C), so its absence is no finding.
    """
    return Segment(
        "STC", f"Status of the {whose}: category, status, entity, day, action, amount; STC*A2:20:PR*20260105*WQ*125",
        "status", (
            *_status(1, ""), Column("status_on", 2, kind="date"), Column("action", 3),
            Column("amount", 4, kind="amount"), *_status(10, "2"), *_status(11, "3"),
        ),
    )  # fmt: skip


def _name(who: str) -> Segment:
    return Segment("NM1", f"{who}; NM1*PR*2*NYSDOH*****PI*141797357", "level", (
        Column("entity_role", 1, required=True), Column("entity_name", 3), Column("entity_qualifier", 8),
        Column("entity_identifier", 9),
    ))  # fmt: skip


def _totals() -> tuple[Segment, ...]:
    return (
        Segment("QTY", "Claims accepted (90, QA) or rejected (AA, QC); QTY*90*1", "total",
                (Column("qualifier", 1), Column("quantity", 2, kind="quantity"))),
        Segment("AMT", "Their charges, accepted (YU) or rejected (YY); AMT*YU*125", "total",
                (Column("qualifier", 1), Column("amount", 2, kind="amount"))),
    )  # fmt: skip


_HL = Segment("HL", "Level: its number, the one above, its code; HL*4*3*PT", "level", (
    Column("level_number", 1, required=True), Column("level_above", 2), Column("level_code", 3, required=True),
))  # fmt: skip
_REF = Segment("REF", "Identifiers; REF*1K*94060555410000", "reference277", (
    Column("qualifier", 1, required=True), Column("reference", 2)
))  # fmt: skip
_DATES = Segment("DTP", "Days: 050 received, 009 processed; DTP*050*D8*20260105", "date277", (
    Column("qualifier", 1), Column("on", 3, kind="date"),
))  # fmt: skip

HEADER = Loop(
    "ST", "The answer to one file of claims", "ST", "",
    (
        Segment("ST", "Transaction set header; ST*277*0001*005010X214", "header", (
            Column("st_control", 2, required=True), Column("version", 3)), required=True),
        Segment("BHT", "What it answers and when it was made; BHT*0085*08*674*20260105*100831*TH", "header", (
            Column("structure", 1), Column("purpose", 2), Column("reference", 3), Column("made_on", 4, kind="date"),
        ), required=True),
    ),
    table="header",
)  # fmt: skip

LEVEL = Loop(
    "HL", "Who answers (20), who sent (21), the billing provider (19), a patient with a claim (PT)", "HL", "ST",
    (_HL, _name("Who it is"), _DATES, _stc("level"), _REF, *_totals()),
    table="level", index="level_index",
)  # fmt: skip

TRACE = Loop(
    "2200", "What is spoken of, by its sender's number: a file, a provider, or a claim (our CLM01)", "TRN", "HL",
    (
        Segment("TRN", "At PT our claim number, else the sender's number; TRN*2*A1", "trace",
                (Column("trace", 2, required=True),)),
        _stc("claim (at PT), else of the level"),
        Segment("REF", "The payer's number of the claim; REF*1K*94060555410000", "trace",
                (Column("payer_claim_number", 2),), (1, ("1K",))),
        Segment("REF", "The clearinghouse's number of the claim; REF*D9*22", "trace",
                (Column("clearinghouse_number", 2),), (1, ("D9",))),
        _REF,
        Segment("DTP", "Day of service; DTP*472*D8*20260105", "trace",
                (Column("service_from", 3, kind="date"), Column("service_to", 3, 2, kind="date")), (1, ("472",))),
        _DATES,
        *_totals(),
    ),
    table="trace", index="trace_index",
)  # fmt: skip

LINE = Loop(
    "2220", "A service line with a status of its own", "SVC", "2200",
    (
        Segment("SVC", "The service and its charge; SVC*HC:99213*100**0450", "service277", (
            Column("code_qualifier", 1, 1), Column("code", 1, 2), Column("charge_amount", 2, kind="amount"),
        )),
        _stc("line"),
        Segment("REF", "Our line number; REF*FJ*A1L01", "service277", (Column("line_control", 2),), (1, ("FJ",))),
        _REF,
        _DATES,
    ),
    table="service277", index="service_index",
)  # fmt: skip

GUIDE = Guide(
    "277CA",
    "277",
    ("005010X214",),
    "HN",
    "Health care claim acknowledgement",
    (HEADER, LEVEL, TRACE, LINE),
    ("header", "level", "trace", "service277", "status", "total", "reference277", "date277"),
)
