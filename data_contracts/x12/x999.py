"""999, implementation acknowledgement, 005010X231A1: whether our group and each ST in it can be read by the receiver.

AK1: the group that is answered; AK2 loops: its transaction sets, each with a verdict (IK5); AK9: the group's verdict.
An accepted ST is not an accepted claim: that is the 277CA.
"""

from data_contracts.x12.guide import Column, Guide, Loop, Segment

GROUP = Loop(
    "ST", "The answer to one functional group", "ST", "",
    (
        Segment("ST", "Transaction set header; ST*999*0001*005010X231A1", "group999", (
            Column("st_control", 2, required=True), Column("version", 3),
        ), required=True),
        Segment("AK1", "The group answered: kind and our GS06; AK1*HC*17456*005010X222A1", "group999", (
            Column("group_code", 1, required=True), Column("answered_gs_control", 2, required=True),
            Column("answered_version", 3),
        ), required=True),
        Segment("AK9", "Verdict: A, E, P (partly), R; sets sent, received, accepted; AK9*P*3*3*1", "group999", (
            Column("group_verdict", 1, required=True, codes="group acknowledgement"),
            Column("sets_included", 2, kind="count"), Column("sets_received", 3, kind="count"),
            Column("sets_accepted", 4, kind="count"),
            *(Column(f"group_error{n}", 4 + n) for n in range(1, 6)),
        ), required=True),
    ),
    table="group999", last=("AK9",),
)  # fmt: skip

SET = Loop(
    "2000", "The answer to one transaction set", "AK2", "ST",
    (
        Segment("AK2", "The set answered: kind and control number (our ST02); AK2*837*0002*005010X222A1", "set999", (
            Column("answered_set", 1, required=True), Column("answered_st_control", 2, required=True),
            Column("answered_set_version", 3),
        )),
        Segment("IK5", "Verdict: A accepted, E accepted with errors, M R W X rejected; IK5*R*5", "set999", (
            Column("code", 1, required=True, codes="transaction set acknowledgement"),
            *(Column(f"set_error{n}", 1 + n) for n in range(1, 6)),
        ), required=True),
    ),
    table="set999", index="set_index", last=("IK5",),
)  # fmt: skip

_CONTEXT = Segment("CTX", "Where it happened, by our CLM01, or what makes it an error; CTX*CLM01:123456789",
                   "context999", (Column("context_name", 1, 1), Column("context_reference", 1, 2)))  # fmt: skip

SEGMENT = Loop(
    "2100", "A segment of ours in which errors were found", "IK3", "2000",
    (
        Segment("IK3", "Segment id, its place in the set, loop, what is wrong (3 missing, 8 errors); IK3*CLM*22**8",
                "segment999", (
            Column("error_segment_id", 1, required=True), Column("error_position", 2, kind="count", required=True),
            Column("error_loop", 3), Column("segment_error", 4),
        )),
        _CONTEXT,
    ),
    table="segment999", index="segment_index",
)  # fmt: skip

ELEMENT = Loop(
    "2110", "An element of ours in which an error was found", "IK4", "2100",
    (
        Segment("IK4", "Place in the segment, element number, what is wrong (the bad value is not kept); IK4*2*782*1",
                "element999", (
            Column("element_position", 1, 1, kind="count"), Column("component_position", 1, 2, kind="count"),
            Column("element_reference", 2), Column("element_error", 3),
        )),
        _CONTEXT,
    ),
    table="element999", index="element_index",
)  # fmt: skip

GUIDE = Guide(
    "999",
    "999",
    ("005010X231A1", "005010X231"),
    "FA",
    "Implementation acknowledgement",
    (GROUP, SET, SEGMENT, ELEMENT),
    ("group999", "set999", "segment999", "element999", "context999"),
)
