"""Segments that several guides share, with the same columns everywhere: parties, addresses, contacts, days, statuses.

Where a function takes `example`, it is the example of the doc line; where it takes `prefix`, the columns begin with it.
"""

from data_contracts.x12.guide import Column, Segment

# PER: who, and up to three numbers with what they are (TE telephone, FX fax, EM mail, UR web, EX extension).
CONTACT = (
    Column("function", 1, required=True), Column("name", 2, longest=60),
    Column("qualifier1", 3), Column("number1", 4), Column("qualifier2", 5), Column("number2", 6),
    Column("qualifier3", 7), Column("number3", 8),
)  # fmt: skip
REFERENCE = (Column("qualifier", 1, required=True), Column("reference", 2), Column("description", 3))
AMOUNT = (Column("qualifier", 1), Column("amount", 2, kind="amount", required=True))
QUANTITY = (Column("qualifier", 1), Column("quantity", 2, kind="quantity"))
# DTP: the value as it stands says it all; its first and last day are there to be read.
PERIOD = (
    Column("qualifier", 1, required=True), Column("format", 2), Column("value", 3),
    Column("on", 3, kind="first_day", derived=True), Column("until", 3, kind="last_day", derived=True),
)  # fmt: skip
# NM1 where it is the one party of a level; what an answer repeats of us (ANSWERED) is not checked again.
_NPI = Column("entity_identifier", 9, check="npi", check_when=(8, "XX"))
ANSWERED = (
    Column("entity_role", 1, required=True), Column("entity_type", 2), Column("entity_name", 3, longest=60),
    Column("first_name", 4, longest=35), Column("middle_name", 5, longest=25), Column("name_prefix", 6),
    Column("name_suffix", 7, longest=10), Column("entity_qualifier", 8), Column("entity_identifier", 9),
)  # fmt: skip
PARTY = (*ANSWERED[:-1], _NPI)
# HL where levels are rows as they come: their numbers are plain columns.
LEVEL = (
    Column("level_number", 1, required=True), Column("level_above", 2),
    Column("level_code", 3, required=True, codes="hierarchical level"), Column("has_child", 4),
)  # fmt: skip


def set_header(set_id: str, version: str, table: str) -> Segment:
    """ST with its control number and version."""
    return Segment("ST", f"Transaction set header: kind, control number, version; ST*{set_id}*0001*{version}", table, (
        Column("st_control", 2, required=True), Column("version", 3),
    ), required=True, fixed=((1, set_id),))  # fmt: skip


def contact(doc: str, rest: bool = False) -> Segment:
    """PER as a row of its own."""
    return Segment("PER", doc, "contact", CONTACT, rest=rest)


def references(example: str) -> Segment:
    """Identifiers that no earlier use took, a row each."""
    return Segment("REF", f"Any other identifier, as a row of its own; {example}", "reference", REFERENCE, rest=True)


def periods(example: str) -> Segment:
    """Days and periods that no earlier use took, a row each."""
    return Segment("DTP", f"Any other day or period, as a row of its own; {example}", "date", PERIOD, rest=True)


def period_of_service(example: str, table: str) -> Segment:
    """DTP 472 as columns service_from and service_to (null of a single day)."""
    return Segment("DTP", f"First and last day of service; {example}", table, (
        Column("service_from", 3, kind="first_day"), Column("service_to", 3, kind="last_day"),
    ), (1, ("472",)), period=2)  # fmt: skip


def identifier(qualifier: str, column: str, what: str, table: str, value: str) -> Segment:
    """A REF of one qualifier as one column."""
    return Segment("REF", f"{what}; REF*{qualifier}*{value}", table, (Column(column, 2),), (1, (qualifier,)))


def address(
    table: str, example: str = "N3*PO BOX 863382, N4*ORLANDO*FL*55115", prefix: str = ""
) -> tuple[Segment, ...]:
    """N3 and N4 as columns address_line1 … subdivision; `example` holds both."""
    street, town = example.split(", ")
    return (
        Segment("N3", f"Street; {street}", table, (
            Column(f"{prefix}address_line1", 1, longest=55), Column(f"{prefix}address_line2", 2, longest=55),
        )),
        Segment("N4", f"City, state, postal code; {town}", table, (
            Column(f"{prefix}city", 1, longest=30), Column(f"{prefix}state", 2), Column(f"{prefix}postal_code", 3),
            Column(f"{prefix}country", 4), Column(f"{prefix}subdivision", 7),
        )),
    )  # fmt: skip


def procedure(element: int, prefix: str = "", required: bool = False) -> tuple[Column, ...]:
    """The eight components of a medical procedure (C003): what list, code, modifiers, text, end of a range."""
    return (
        Column(f"{prefix}code_qualifier", element, 1, required=required),
        Column(f"{prefix}code", element, 2, required=required),
        *(Column(f"{prefix}modifier{n}", element, 2 + n) for n in (1, 2, 3, 4)),
        Column(f"{prefix}description", element, 7), Column(f"{prefix}code_to", element, 8),
    )  # fmt: skip


def status(whose: str, example: str, required: bool = False) -> Segment:
    """STC: up to three statuses of category, status, entity and list, with days and money, a row each.

    Where it is `required`, its day is so too.
    """
    return Segment(
        "STC", f"Status of the {whose}: category, status, entity, day, action, amounts, up to two more; {example}",
        "status", (
            *_status(1, ""), Column("status_on", 2, kind="date", required=required), Column("action", 3),
            Column("amount", 4, kind="amount"), Column("paid_amount", 5, kind="amount"),
            Column("adjudicated_on", 6, kind="date"), Column("payment_method", 7), Column("paid_on", 8, kind="date"),
            Column("check_number", 9), *_status(10, "2"), *_status(11, "3"), Column("message", 12),
        ), required=required,
    )  # fmt: skip


def _status(element: int, number: str) -> tuple[Column, ...]:
    """One of the three composites; only the first must be there."""
    first = element == 1
    return (
        Column(f"category{number}", element, 1, required=first, codes="claim status category"),
        Column(f"status{number}", element, 2, required=first),
        Column(f"entity{number}", element, 3), Column(f"code_list{number}", element, 4),
    )  # fmt: skip
