"""What 270 and 271 (005010X279A1) share: who is at each level, and what is known of a person.

The party of a level is in the row of the level, whatever the level is: payer (20), provider (21), subscriber (22) or
dependent (23). What may come several times is a row of its own with the counter of the level.
"""

from data_contracts.x12 import parts
from data_contracts.x12.guide import Column, Segment

LEVEL = Segment("HL", "Level: its number, the one above, its code, whether others are below it; HL*3*2*22*0", "level",
                parts.LEVEL)  # fmt: skip
TRACE = Segment("TRN", "Number of the question (1) or the other side's number of it (2); TRN*1*93175-01*9877281234",
                "trace", (
    Column("trace_type", 1, required=True), Column("trace", 2, required=True), Column("originator_id", 3),
    Column("originator_suffix", 4),
))  # fmt: skip
NAME = Segment("NM1", "Who it is; NM1*IL*1*SMITH*ROBERT****MI*11122333301", "level", parts.PARTY, required=True)
PROVIDER = Segment("PRV", "What kind of provider, by taxonomy; PRV*RF*PXC*207Q00000X", "level", (
    Column("provider_role", 1), Column("taxonomy_qualifier", 2), Column("taxonomy", 3),
))  # fmt: skip
BIRTH = Segment("DMG", "Birthday and sex; DMG*D8*19430519*F", "level", (
    Column("birth_format", 1), Column("birth_on", 2, kind="date"), Column("sex", 3),
))  # fmt: skip
RELATION = Segment("INS", "Whether the person is the subscriber, relation, change, place among twins; INS*N*19*001*25",
                   "level", (
    Column("is_subscriber", 1), Column("relation", 2), Column("maintenance_type", 3), Column("maintenance_reason", 4),
    Column("birth_sequence", 17),
))  # fmt: skip
DIAGNOSES = Segment("HI", "Up to eight diagnoses, a row each; HI*ABK:M542*ABF:M545", "diagnosis", (
    Column("qualifier", 1, 1), Column("code", 1, 2),
), every=1, times=8, number=("number", 1))  # fmt: skip
REFUSALS = Segment("AAA", "Why the question cannot be answered, and what to do next; AAA*N**72*C", "rejection", (
    Column("valid", 1, required=True), Column("reason", 3, required=True, codes="eligibility rejection"),
    Column("follow_up", 4, codes="follow-up action"),
))  # fmt: skip
PLACES = Segment("III", "Place of service or diagnosis that is asked or spoken of; III*ZZ*11", "industry", (
    Column("qualifier", 1), Column("code", 2), Column("category", 3), Column("message", 4),
))  # fmt: skip


def header(set_id: str, purpose: str) -> tuple[Segment, ...]:
    """ST and BHT."""
    return (
        parts.set_header(set_id, "005010X279A1", "header"),
        Segment("BHT", f"Purpose, number of the question, when it was made; BHT*0022*{purpose}*10001234*20260105*1319",
                "header", (
            Column("purpose", 2, required=True), Column("reference", 3),
            Column("made_on", 4, kind="date", required=True), Column("made_time", 5), Column("transaction_type", 6),
        ), required=True, fixed=((1, "0022"),)),
    )  # fmt: skip
