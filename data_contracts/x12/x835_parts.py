"""Rows that every loop of the 835 may have: days, identifiers, adjustments."""

from data_contracts.x12 import parts
from data_contracts.x12.guide import Column, Segment

DATE = (Column("qualifier", 1), Column("on", 2, kind="date"))
_ADJUSTMENT = (
    Column("reason_code", 2, required=True, codes="claim adjustment reason"),
    Column("amount", 3, kind="amount", required=True),
    Column("quantity", 4, kind="quantity"),
)


def every_date(example: str) -> Segment:
    """DTM as a row of its own."""
    return Segment("DTM", f"Every day of this loop, as a row of its own; {example}", "date", DATE)


def every_reference(example: str) -> Segment:
    """REF as a row of its own."""
    return Segment("REF", f"Every identifier, as a row of its own; {example}", "reference", parts.REFERENCE)


def every_amount(example: str) -> Segment:
    """AMT as a row of its own."""
    return Segment("AMT", f"Every further amount, outside of the balance; {example}", "amount", parts.AMOUNT)


def adjustments(level: str) -> Segment:
    """CAS: up to six reasons why less than the charge was paid, each a row."""
    return Segment(
        "CAS", f"Adjustments of the {level}, up to six triplets of reason, amount, quantity; CAS*CO*45*20*1**253*0.8",
        "adjustment", _ADJUSTMENT, every=3, times=6, number=("triplet", 1),
        shared=(Column("group_code", 1, required=True, codes="adjustment group"),),
    )  # fmt: skip


def dated(table: str, qualifiers: str, column: str, what: str) -> Segment:
    """A day of some qualifiers once more in the row of its loop."""
    first = qualifiers.split()[0]
    return Segment("DTM", f"{what}; DTM*{first}*20260105", table, (Column(column, 2, kind="date"),),
                   (1, tuple(qualifiers.split())), derived=True)  # fmt: skip


def summed(table: str, qualifier: str, column: str, what: str) -> Segment:
    """An amount of one qualifier once more in the row of its loop."""
    return Segment("AMT", f"{what}; AMT*{qualifier}*90", table, (Column(column, 2, kind="amount"),),
                   (1, (qualifier,)), derived=True)  # fmt: skip


def identified(table: str, qualifier: str, column: str, what: str, value: str) -> Segment:
    """An identifier of one qualifier once more in the row of its loop."""
    return Segment("REF", f"{what}; REF*{qualifier}*{value}", table, (Column(column, 2),), (1, (qualifier,)),
                   derived=True)  # fmt: skip


def remarks(prefix: str, *elements: int) -> tuple[Column, ...]:
    """The columns of an outcome's remark codes, numbered from 1."""
    listed = "remittance advice remark"
    return tuple(Column(f"{prefix}_remark{n}", element, codes=listed) for n, element in enumerate(elements, 1))


def every_remark(segment: str, first: int, times: int, example: str) -> Segment:
    """The remark codes of an outcome once more, a row each; `first` is the element of the first."""
    return Segment(segment, f"Its remark codes once more, a row each; {example}", "remark", (Column("code", first),),
                   every=1, times=times, number=("element", first), derived=True)  # fmt: skip
