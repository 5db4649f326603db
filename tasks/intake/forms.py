r"""The forms in which values come, and how a dataset writes them.

>>> FORMS["day"]("20260302113000-0500"), FORMS["day"]("2026-03-02T11:30:00Z"), FORMS["day"]("2026-03")
('2026-03-02', '2026-03-02', None)
>>> FORMS["amount"]("1E+2"), FORMS["amount"]("12.500"), FORMS["amount"]("12.345"), FORMS["amount"]("USD 1")
('100', '12.50', '12.345', None)
>>> FORMS["ndc"]("0182-1061-05"), FORMS["ndc"]("00182106105"), FORMS["digits"]("02108-0001")
('00182106105', '00182106105', '021080001')
>>> FORMS["id"]("-100"), FORMS["id"]("100")
('id-100', '100')
>>> FORMS["minutes"]("30.0"), FORMS["minutes"]("0.5"), FORMS["moment"]("20260227"), FORMS["moment"]("202602271005-0500")
('30', None, '', '2026-02-27T10:05-05:00')
"""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation

_DAY = re.compile(r"(\d{4})(-?)(\d{2})\2(\d{2})(?=\D|\d{2}|$)")
_CLOCK = re.compile(r"[T ]?(\d{2}):?(\d{2})(?::?\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,9})?(?:[eE][+-]?\d{1,2})?")
_NDC_PARTS = {(4, 4, 2), (5, 3, 2), (5, 4, 1), (5, 4, 2)}


def _day(text: str) -> str | None:
    """The day of a date or time stamp, as it stands there: no time zone is reckoned."""
    found = _DAY.match(text)
    return f"{found[1]}-{found[3]}-{found[4]}" if found else None


def _amount(text: str) -> str | None:
    """A number without exponent, and without zeros after the second decimal."""
    if not _NUMBER.fullmatch(text):
        return None
    try:
        plain = f"{Decimal(text):f}"
    except InvalidOperation:
        return None
    whole, _, decimals = plain.partition(".")
    kept = decimals[:2] + decimals[2:].rstrip("0")
    return f"{whole}.{kept}" if kept else whole


def _minutes(text: str) -> str | None:
    """Whole minutes."""
    whole, _, decimals = (_amount(text) or "").partition(".")
    return whole if whole.isdecimal() and not decimals.strip("0") else None


def _moment(text: str) -> str | None:
    """Day and time as ISO 8601, with the time zone if there is one; empty for a day without a time."""
    day = _DAY.match(text)
    if day is None:
        return None
    clock = _CLOCK.fullmatch(text[day.end() :])
    if clock is None:
        return "" if day.end() == len(text) else None
    zone = (clock[3] or "").replace("Z", "+00:00")
    zone = zone if ":" in zone or not zone else f"{zone[:3]}:{zone[3:]}"
    moment = f"{day[1]}-{day[3]}-{day[4]}T{clock[1]}:{clock[2]}{zone}"
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return None
    return moment


def _digits(text: str) -> str | None:
    """The digits of a text that has nothing else but spaces and hyphens."""
    found = re.sub(r"[\s-]", "", text)
    return found if found.isdecimal() else None


def _id(text: str) -> str:
    """An id that begins with a letter or digit; one of FHIR may begin with a hyphen or a dot."""
    return text if text[:1].isalnum() else f"id{text}"


def _ndc(text: str) -> str | None:
    """The eleven digits of a drug code: of a hyphenated one each part is filled up to 5-4-2."""
    parts = text.split("-")
    if len(parts) == 3 and tuple(map(len, parts)) in _NDC_PARTS:
        return "".join(part.zfill(width) for part, width in zip(parts, (5, 4, 2), strict=True))
    return text if len(text) == 11 and text.isdecimal() else None


FORMS: dict[str, Callable[[str], str | None]] = {
    "text": lambda text: text,
    "day": _day,
    "amount": _amount,
    "digits": _digits,
    "ndc": _ndc,
    "id": _id,
    "minutes": _minutes,
    "moment": _moment,
}
IN_WORDS = {
    "day": "a whole day",
    "amount": "a number",
    "digits": "made of digits",
    "minutes": "a whole number of minutes",
    "moment": "a day with or without a time",
    "ndc": "a national drug code of 11 digits, or of three parts joined by hyphens",
}
