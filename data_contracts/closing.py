"""How a month and a waiver are written on the command line and in manifests."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

# What may stand open at the end of a month: each is a file of sql/close/open.
CloseKind = Literal[
    "unreconciled_deposit",
    "unposted_remittance",
    "suspended_remittance",
    "unmatched_eft",
    "takeback_not_allocated",
    "encounter_not_accounted",
    "correction_not_answered",
]


class ClosingError(ValueError):
    """A month, a waiver or a name is not written as it must be; the text says what is expected."""


@dataclass(frozen=True)
class Waiver:
    """What may stand open when a month is closed: `item` is a kind, or kind:subject_id; `who` says so and `why`."""

    item: str
    who: str
    why: str


def parse_period(text: str) -> date:
    """The first day of a month. Raises ClosingError.

    >>> parse_period("2026-10")
    datetime.date(2026, 10, 1)
    """
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise ClosingError(f"{text}: write the month as YYYY-MM, such as 2026-10")
    return date.fromisoformat(f"{text}-01")


def next_month(period: date) -> date:
    """The first day of the month after.

    >>> next_month(date(2026, 12, 1))
    datetime.date(2027, 1, 1)
    """
    return (period.replace(day=28) + timedelta(days=4)).replace(day=1)


def last_day(period: date) -> date:
    """The last day of a month.

    >>> last_day(date(2024, 2, 1))
    datetime.date(2024, 2, 29)
    """
    return next_month(period) - timedelta(days=1)


def parse_waiver(text: str) -> Waiver:
    """A waiver as written after --waive. Raises ClosingError.

    >>> parse_waiver("unmatched_eft:R1: M. Alvarez, the bank is late")
    Waiver(item='unmatched_eft:R1', who='M. Alvarez', why='the bank is late')
    """
    item, colon, rest = text.partition(": ")
    who, comma, why = rest.partition(",")
    kind = item.strip().split(":", 1)[0]
    if not (colon and comma and who.strip() and why.strip()):
        raise ClosingError(f'{text}: write --waive "ITEM: who, why"; ITEM is a kind, or kind:id')
    if kind not in get_args(CloseKind):
        raise ClosingError(f"{text}: no kind {kind}; the kinds are {', '.join(get_args(CloseKind))}")
    return Waiver(item.strip(), who.strip(), why.strip())


def parse_reopening(text: str) -> str:
    """Who opens a month again and why, as written after --reopen. Raises ClosingError.

    >>> parse_reopening("M. Alvarez:  a check was forgotten")
    'M. Alvarez: a check was forgotten'
    """
    who, colon, why = text.partition(":")
    if not (colon and who.strip() and why.strip()):
        raise ClosingError(f'{text}: write --reopen "who: why"')
    return f"{who.strip()}: {why.strip()}"
