"""999, implementation acknowledgement, 005010X231A1: whether our group and each ST in it can be read by the receiver.

AK1: the group that is answered; AK2 loops: its transaction sets, each with a verdict (IK5); AK9: the group's verdict.
An accepted ST is not an accepted claim: that is the 277CA. Element errors repeat the bad value (bad_value), which may
be a patient's: it stays in its table.
"""

from data_contracts.x12 import parts
from data_contracts.x12.guide import Column, Guide, Loop, Segment

GROUP = Loop(
    "ST", "The answer to one functional group", "ST", "",
    (
        parts.set_header("999", "005010X231A1", "group"),
        Segment("AK1", "The group answered: kind and our GS06; AK1*HC*17456*005010X222A1", "group", (
            Column("group_code", 1, required=True), Column("answered_gs_control", 2, required=True),
            Column("answered_version", 3),
        ), required=True),
        Segment("AK9", "Verdict: A, E, P (partly), R; sets sent, received, accepted; AK9*P*3*3*1", "group", (
            Column("group_verdict", 1, required=True, codes="group acknowledgement"),
            Column("sets_included", 2, kind="count"), Column("sets_received", 3, kind="count"),
            Column("sets_accepted", 4, kind="count"),
            *(Column(f"group_error{n}", 4 + n) for n in range(1, 6)),
        ), required=True),
    ),
    table="group", last=("AK9",),
)  # fmt: skip

SET = Loop(
    "2000", "The answer to one transaction set", "AK2", "ST",
    (
        Segment("AK2", "The set answered: kind and control number (our ST02); AK2*837*0002*005010X222A1", "set", (
            Column("answered_set", 1, required=True), Column("answered_st_control", 2, required=True),
            Column("answered_set_version", 3),
        )),
        Segment("IK5", "Verdict: A accepted, E accepted with errors, M R W X rejected; IK5*R*5", "set", (
            Column("code", 1, required=True, codes="transaction set acknowledgement"),
            *(Column(f"set_error{n}", 1 + n) for n in range(1, 6)),
        ), required=True),
    ),
    table="set", index="set_index", last=("IK5",),
)  # fmt: skip

_CONTEXT = Segment(
    "CTX", "Where it happened, by our CLM01, or what of ours made it one; CTX*SITUATIONAL TRIGGER*CLM*43*2300*5:3",
    "context", (
        Column("context_name", 1, 1, required=True), Column("context_reference", 1, 2),
        Column("trigger_segment_id", 2), Column("trigger_position", 3, kind="count"), Column("trigger_loop", 4),
        Column("trigger_element", 5, 1, kind="count"), Column("trigger_component", 5, 2, kind="count"),
        Column("trigger_repetition", 5, 3, kind="count"), Column("trigger_reference", 6, 1),
        Column("trigger_component_reference", 6, 2),
    ),
)  # fmt: skip

SEGMENT = Loop(
    "2100", "A segment of ours in which errors were found", "IK3", "2000",
    (
        Segment("IK3", "Segment id, its place in the set, loop, what is wrong (3 missing, 8 errors); IK3*CLM*22**8",
                "segment", (
            Column("error_segment_id", 1, required=True), Column("error_position", 2, kind="count", required=True),
            Column("error_loop", 3), Column("segment_error", 4),
        )),
        _CONTEXT,
    ),
    table="segment", index="segment_index",
)  # fmt: skip

ELEMENT = Loop(
    "2110", "An element of ours in which an error was found", "IK4", "2100",
    (
        Segment("IK4", "Place in the segment, element number, what is wrong, our value; IK4*2*782*1*1.2.3",
                "element", (
            Column("element_position", 1, 1, kind="count", required=True),
            Column("component_position", 1, 2, kind="count"), Column("repetition", 1, 3, kind="count"),
            Column("element_reference", 2), Column("element_error", 3, required=True), Column("bad_value", 4),
        )),
        _CONTEXT,
    ),
    table="element", index="element_index",
)  # fmt: skip

GUIDE = Guide(
    "999",
    "999",
    ("005010X231A1", "005010X231"),
    "FA",
    "Implementation acknowledgement",
    (GROUP, SET, SEGMENT, ELEMENT),
    ("group", "set", "segment", "element", "context"),
    suffix="999",
)
