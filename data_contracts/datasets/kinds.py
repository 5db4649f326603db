r"""The forms of values in encounter drops. Text that goes on a claim keeps clear of X12's separators * ~ : ^ |.

>>> import re
>>> [bool(re.search(DAY.pattern, day)) for day in ("2024-02-29", "2023-02-29", "2026-4-1", "04/01/2026")]
[True, False, False, False]
"""

from data_contracts.datasets.contract import Kind

_THIRTY_ONE = r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
_THIRTY = r"(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
_FEBRUARY = r"02-(?:0[1-9]|1[0-9]|2[0-8])"
_LEAP_YEAR = r"(?:(?:19|20)(?:0[48]|[2468][048]|[13579][26])|2000)"

_STATES = """
    AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
    RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI FM MH PW AA AE AP
"""


def text(length: int) -> Kind:
    """Text for a claim, of at most `length` characters."""
    return Kind(
        f"text of at most {length} characters without * ~ : ^ | and control characters",
        rf"^[^\x00-\x1f\x7f*~:^|]{{1,{length}}}$",
    )


def one_of(*values: str) -> Kind:
    """One of a few values."""
    return Kind(f"one of {', '.join(values)}", values=values)


IDENTIFIER = Kind("an id of at most 50 letters, digits, . _ -", r"^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$")
NAME = text(35)
LAST_NAME = text(60)
ADDRESS = text(55)
REFERENCE = text(50)
NOTE = Kind("text of at most 500 characters without control characters", r"^[^\x00-\x1f\x7f]{1,500}$")
DAY = Kind(
    "a day of the calendar written YYYY-MM-DD, of the years 1900 to 2099",
    rf"^(?:(?:19|20)[0-9]{{2}}-(?:{_THIRTY_ONE}|{_THIRTY}|{_FEBRUARY})|{_LEAP_YEAR}-02-29)$",
)
AMOUNT = Kind("an amount in dollars written 12.34", r"^-?[0-9]{1,9}(?:\.[0-9]{1,2})?$")
QUANTITY = Kind("a number with at most 3 decimals, written 1 or 1.5", r"^-?[0-9]{1,6}(?:\.[0-9]{1,3})?$")
MINUTES = Kind("a whole number from 0 to 1440", r"^(?:[0-9]{1,3}|1[0-3][0-9]{2}|14[0-3][0-9]|1440)$")
SEQUENCE = Kind("a whole number from 1 to 12", r"^(?:[1-9]|1[0-2])$")
LINE_NUMBER = Kind("a whole number from 1 to 50", r"^(?:[1-9]|[1-4][0-9]|50)$")
POINTERS = Kind(
    "one to four diagnosis sequences joined by colons, written 1:3",
    r"^(?:[1-9]|1[0-2])(?::(?:[1-9]|1[0-2])){0,3}$",
)
CLOCK = Kind("a time of day written 14:05", r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$")
AMOUNT_OF_DRUG = Kind("a number from 0 with at most 3 decimals, written 0.5", r"^[0-9]{1,8}(?:\.[0-9]{1,3})?$")
NPI = Kind("a national provider identifier: 10 digits, the first 1 or 2", r"^[12][0-9]{9}$")
TAXONOMY = Kind("a provider taxonomy code: 9 letters and digits, then X", r"^[0-9A-Z]{9}X$")
PLACE_OF_SERVICE = Kind("a place of service: 2 digits", r"^[0-9]{2}$")
PAYER = Kind("a payer id of payers.yaml: 2 to 20 capital letters and digits", r"^[A-Z0-9]{2,20}$")
CODE = Kind(
    "a code of at most 48 characters without spaces inside and without * ~ : ^ |",
    r"^[^\x00-\x20\x7f*~:^|]{1,48}$",
)
MODIFIER = Kind("a modifier: 2 capital letters or digits", r"^[A-Z0-9]{2}$")
NDC = Kind("a national drug code of 11 digits without hyphens", r"^[0-9]{11}$")
STATE = Kind("a two-letter postal abbreviation of a US state or territory", values=tuple(_STATES.split()))
POSTAL = Kind("a ZIP code of 5 or 9 digits without hyphen", r"^[0-9]{5}(?:[0-9]{4})?$")
SEX = one_of("F", "M", "U")
