"""Segments that the two guides of claims share: names, addresses, identifiers, days, amounts, adjustments."""

from data_contracts.x12.guide import Column, Segment
from data_contracts.x12.parts import AMOUNT, CONTACT, PERIOD


def text(**elements: int) -> tuple[Column, ...]:
    """Plain text columns by the elements that they stand in."""
    return tuple(Column(name, element) for name, element in elements.items())


def name(prefix: str = "", identifier: str = "identifier", qualifier: str = "qualifier") -> tuple[Column, ...]:
    """Elements 2 to 9 of NM1: person (1) or not (2), name, identifier; an NPI where its qualifier is XX."""
    return (
        Column(f"{prefix}entity_type", 2),
        Column(f"{prefix}last_or_organization_name", 3, longest=60),
        Column(f"{prefix}first_name", 4, longest=35),
        Column(f"{prefix}middle_name", 5, longest=25),
        Column(f"{prefix}suffix", 7, longest=10),
        Column(f"{prefix}{qualifier}", 8),
        Column(f"{prefix}{identifier}", 9, check="npi", check_when=(8, "XX")),
    )


def organization(prefix: str, identifier: str = "identifier") -> tuple[Column, ...]:
    """Elements 3, 8, 9 of an NM1 that is always an organisation: (2, "2") is among its fixed elements."""
    return (
        Column(f"{prefix}name", 3, longest=60),
        Column(f"{prefix}qualifier", 8),
        Column(f"{prefix}{identifier}", 9, required=True),
    )


def address(table: str, prefix: str = "", *, whose: str = "", required: bool = False) -> tuple[Segment, Segment]:
    """N3 and N4 as columns of a row: two lines; city, state, postal code, country, subdivision of a country."""
    street = (Column(f"{prefix}address_line1", 1, longest=55), Column(f"{prefix}address_line2", 2, longest=55))
    town = (
        Column(f"{prefix}city", 1, longest=30),
        Column(f"{prefix}state", 2),
        Column(f"{prefix}postal_code", 3),
        Column(f"{prefix}country", 4),
        Column(f"{prefix}subdivision", 7),
    )
    return (
        Segment("N3", f"Street{whose}; N3*12 RIVER STREET", table, street, required=required),
        Segment("N4", f"City, state, postal code{whose}; N4*SPRINGFIELD*IL*627010001", table, town, required=required),
    )


def references(doc: str) -> Segment:
    """REF as rows of the table reference: all those that have no column of their own."""
    return Segment("REF", doc, "reference", (
        Column("qualifier", 1, required=True), Column("reference", 2, required=True),
        Column("other_qualifier", 4, 1), Column("other_reference", 4, 2),
    ), rest=True)  # fmt: skip


def reference(qualifier: str, column: str, doc: str, table: str) -> Segment:
    """REF with one qualifier as a column of a row."""
    return Segment("REF", doc, table, text(**{column: 2}), (1, (qualifier,)))


def contacts(doc: str = "Whom to ask, by up to three numbers; PER*IC*CLAIMS DESK*TE*5555550100*EX*12") -> Segment:
    """PER as rows of the table contact."""
    return Segment("PER", doc, "contact", CONTACT)


def dates(doc: str) -> Segment:
    """DTP as rows of the table date: all those that have no column of their own."""
    return Segment("DTP", doc, "date", PERIOD, rest=True)


def day(qualifier: str, column: str, doc: str, table: str, *, required: bool = False) -> Segment:
    """DTP of a single day (D8) as a column of a row."""
    columns = (Column(column, 3, kind="date", required=True),)
    return Segment("DTP", doc, table, columns, (1, (qualifier,)), required=required, fixed=((2, "D8"),))


def period(
    qualifier: str, first: str, last: str, doc: str, table: str, *, required: bool = False, always_two: bool = False
) -> Segment:
    """DTP of a day (D8) or of two (RD8) as two columns of a row; the last is null for a day alone.

    `always_two`: the guide knows RD8 alone.
    """
    columns = (Column(first, 3, kind="first_day", required=True), Column(last, 3, kind="last_day"))
    fixed = ((2, "RD8"),) if always_two else ()
    return Segment(
        "DTP", doc, table, columns, (1, (qualifier,)), required=required, fixed=fixed, period=0 if always_two else 2
    )


def amounts(doc: str) -> Segment:
    """AMT as rows of the table amount: all those that have no column of their own."""
    return Segment("AMT", doc, "amount", AMOUNT, rest=True)


def amount(qualifier: str, column: str, doc: str, table: str) -> Segment:
    """AMT with one qualifier as a column of a row."""
    return Segment("AMT", doc, table, (Column(column, 2, kind="amount", required=True),), (1, (qualifier,)))


def adjustments(level: str) -> Segment:
    """CAS as rows of the table adjustment, one a triplet of reason, amount, quantity (columns of the 835)."""
    return Segment(
        "CAS", f"Adjustments of the {level}, up to six triplets of reason, amount, quantity; CAS*CO*45*20*1**253*0.8",
        "adjustment", (
            Column("reason_code", 2, required=True, codes="claim adjustment reason"),
            Column("amount", 3, kind="amount", required=True),
            Column("quantity", 4, kind="quantity"),
        ), every=3, times=6, number=("triplet", 1),
        shared=(Column("group_code", 1, required=True, codes="adjustment group"),),
    )  # fmt: skip


def procedure(element: int, *, required: bool = True) -> tuple[Column, ...]:
    """The composite that names a service: kind of code (HC), code, four modifiers, description."""
    return (
        Column("code_qualifier", element, 1, required=required),
        Column("code", element, 2, required=required),
        *(Column(f"modifier{n}", element, 2 + n) for n in (1, 2, 3, 4)),
        Column("description", element, 7),
    )
