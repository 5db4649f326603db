"""A guide that no standard knows, with everything that guides can say, for the tests of reader and writer."""

from data_contracts.x12.guide import Column, Guide, Loop, Segment

_REF = Segment(
    "REF", "Any identifier; REF*EA*1", "reference", (Column("qualifier", 1), Column("reference", 2)), rest=True
)


def _cas(level: str) -> Segment:
    columns = (Column("reason_code", 2), Column("amount", 3, kind="amount"), Column("quantity", 4, kind="quantity"))
    return Segment("CAS", f"Adjustments of the {level}; CAS*CO*45*20", "adjustment", columns, every=3, times=6,
                   number=("triplet", 1), shared=(Column("group_code", 1),))  # fmt: skip


def _hl(code: str, table: str) -> Segment:
    columns = (Column("hl", 1, kind="count"), Column("hl_parent", 2, kind="count"), Column("hl_child", 4, kind="count"))
    return Segment("HL", f"Level; HL*1**{code}*1", table, columns, fixed=((3, code),))


ST = Loop(
    "ST", "Letter", "ST", "",
    (
        Segment("ST", "Header; ST*837*0001*TOY1", "letter", (
            Column("st_control", 2), Column("version", 3, required=True))),
        Segment("BHT", "Beginning; BHT*0019*00*A1", "letter", (
            Column("reference", 3), Column("made_on", 4, kind="date"),
        ), fixed=((1, "0019"), (2, "00"))),
        Segment("TOT", "Total, last; TOT*3", "letter", (Column("total", 1, kind="amount"),)),
    ),
    table="letter", last=("TOT",),
)  # fmt: skip
SENDER = Loop(
    "1000A", "Sender", "NM1", "ST",
    (
        Segment("NM1", "Who sends; NM1*41*2*US", "letter", (Column("sender_name", 3),), fixed=((2, "2"),)),
        Segment("PER", "Phone; PER*IC*TE*1", "letter", (Column("sender_phone", 3),), fixed=((1, "IC"), (2, "TE"))),
        _REF,
    ),
    where=(1, ("41",)),
)  # fmt: skip
HOUSE = Loop("2000A", "House", "HL", "ST", (_hl("20", "house"),), (3, ("20",)), "house", "house_index", hierarchy=True)
HOUSE_NAME = Loop(
    "2010A", "Its name", "NM1", "2000A",
    (
        Segment("NM1", "Name; NM1*85*2*HOUSE*****XX*1", "house", (
            Column("house_name", 3, longest=12), Column("house_id", 9),
        ), fixed=((2, "2"), (8, "XX"))),
        Segment("N3", "Street; N3*1 ROAD", "house", (Column("street", 1), Column("street2", 2))),
    ),
    where=(1, ("85",)),
)  # fmt: skip
HOUSE_PAY = Loop(
    "2010B", "Where it is paid", "NM1", "2000A",
    (
        Segment("NM1", "Only a heading; NM1*87*2", "house", fixed=((2, "2"),)),
        Segment("N3", "Street; N3*1 ROAD", "house", (Column("pay_street", 1),)),
    ),
    where=(1, ("87",)),
)  # fmt: skip
PERSON = Loop(
    "2000B", "Subscriber", "HL", "2000A",
    (
        _hl("22", "person"),
        Segment("SBR", "Rank; SBR*P", "person", (Column("rank", 1),)),
        Segment("PAT", "Alive; PAT*N", "person", required=True, fixed=((1, "N"),)),
    ),
    (3, ("22",)), "person", "person_index", hierarchy=True,
)  # fmt: skip
CHILD = Loop(
    "2000C", "Dependent", "HL", "2000B",
    (_hl("23", "child"), Segment("DMG", "Born; DMG*D8*20200101", "child", (
        Column("born_on", 2, kind="date"), Column("marks", 3, kind="repeated")), fixed=((1, "D8"),))),
    (3, ("23",)), "child", "child_index", hierarchy=True,
)  # fmt: skip
CLAIM = Loop(
    "2300", "Claim", "CLM", ("2000C", "2000B"),
    (
        Segment("CLM", "Number, charge, place; CLM*A*1***11:B:1", "claim", (
            Column("claim_number", 1), Column("charge", 2, kind="amount"), Column("place", 5, 1),
            Column("frequency", 5, 3),
        ), fixed=((6, "Y"),)),
        Segment("DTP", "Stay; DTP*435*RD8*20260101-20260103", "claim", (
            Column("stay_from", 3, kind="first_day"), Column("stay_to", 3, kind="last_day"),
        ), (1, ("435",)), period=2),
        Segment("DTP", "Onset; DTP*431*D8*20260101", "claim", (Column("onset_on", 3, kind="date"),), (1, ("431",)),
                fixed=((2, "D8"),)),
        Segment("REF", "Permit; REF*G1*1", "claim", (Column("permit", 2),), (1, ("G1",))),
        _REF,
        Segment("HI", "Code; HI*BK:E119", "claim", (
            Column("code_kind", 1, 1), Column("code", 1, 2), Column("code2", 1, 4))),
        _cas("claim"),
        Segment("REF", "Permit, told by another; REF*G1*1", "claim", (Column("permit_again", 2),), (1, ("G1",)),
                derived=True),
    ),
    table="claim", index="claim_index", within="ST",
)  # fmt: skip
PARTY = Loop(
    "2310", "Who else had part", "NM1", "2300",
    (
        Segment("NM1", "By role; NM1*DN*1*WHO", "party", (
            Column("role", 1), Column("kind", 2), Column("last_name", 3), Column("party_id", 9))),
        _REF,
    ),
    (1, ("DN", "82", "77")), "party", "party_index",
)  # fmt: skip
LINE = Loop(
    "2400", "Line", "LX", "2300",
    (
        Segment("LX", "Number; LX*1", "line", (Column("number", 1, kind="count"),)),
        Segment("SV1", "Service; SV1*HC:99213*100*UN*1", "line", (
            Column("code_qualifier", 1, 1), Column("code", 1, 2), Column("modifier1", 1, 3), Column("modifier2", 1, 4),
            Column("charge", 2, kind="amount"), Column("units", 4, kind="quantity"),
        ), fixed=((3, "UN"),)),
        Segment("DTP", "Day; DTP*472*D8*20260101", "line", (
            Column("day_from", 3, kind="first_day"), Column("day_to", 3, kind="last_day"),
        ), (1, ("472",)), period=2),
        _REF,
        _cas("line"),
        Segment("LQ", "Remark; LQ*HE*N1", "remark", (Column("qualifier", 1), Column("code", 2)), (1, ("HE",))),
        Segment("LQ", "Rejection; LQ*RX*70", "remark", (Column("qualifier", 1), Column("code", 2)), (1, ("RX",))),
        Segment("QTY", "Count; QTY*ZL*2", "total", (Column("qualifier", 1), Column("count", 2, kind="quantity"))),
        Segment("AMT", "Sum; AMT*ZL*2", "total", (Column("qualifier", 1), Column("sum", 2, kind="amount"))),
    ),
    table="line", index="line_index",
)  # fmt: skip
PLB = Loop(
    "PLB", "Other money", "PLB", "ST",
    (
        Segment("PLB", "Pairs; PLB*1*20261231*WO:A*5", "plb", (
            Column("reason", 3, 1), Column("reference", 3, 2), Column("amount", 4, kind="amount"),
        ), every=2, times=6, number=("pair", 1), shared=(Column("provider", 1), Column("year_on", 2, kind="date"))),
    ),
)  # fmt: skip

TOY = Guide(
    "toy", "837", ("TOY1",), "HC", "Letters",
    (ST, SENDER, HOUSE, HOUSE_NAME, HOUSE_PAY, PERSON, CHILD, CLAIM, PARTY, LINE, PLB),
    ("letter", "house", "person", "child", "claim", "party", "line", "reference", "adjustment", "remark", "total",
     "plb"),
)  # fmt: skip
