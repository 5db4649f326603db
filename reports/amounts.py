"""How amounts, rates and quantities of an invoice are written."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reports.render import count, money


def summed(lines: list[dict[str, Any]], key: str) -> Decimal | None:
    """The sum of what lines have under a key; None where none has."""
    found = [Decimal(line[key]) for line in lines if line[key] is not None]
    return sum(found, Decimal(0)) if found else None


def measured(line: dict[str, Any], base: Decimal | None, quantity: Decimal | None) -> str:
    """What the rate of a line is taken of: dollars, or pieces."""
    if base is not None:
        return money(base)
    return "" if quantity is None else pieces(quantity)


def price(line: dict[str, Any]) -> str:
    """The rate of a line: a percentage, or dollars a piece."""
    if line["rate"] is None:
        return ""
    rate = Decimal(line["rate"])
    return percent(rate) if line["quantity"] is None else dollars(rate.quantize(Decimal("0.01")))


def percent(rate: Decimal) -> str:
    """A percentage without the zeros behind it.

    >>> percent(Decimal("5.5000")), percent(Decimal("6.0000"))
    ('5.5%', '6%')
    """
    return f"{rate.normalize():f}%"


def pieces(quantity: Decimal) -> str:
    """Pieces, or hours with their parts.

    >>> pieces(Decimal("1200.00")), pieces(Decimal("3.50"))
    ('1,200', '3.50')
    """
    return count(int(quantity)) if quantity == int(quantity) else money(quantity)


def dollars(amount: Decimal | str) -> str:
    """Dollars, with the sign before the currency.

    >>> dollars(Decimal("-12.5")), dollars("1234.00")
    ('−$12.50', '$1,234.00')
    """
    value = Decimal(amount)
    return f"{money(value)[0]}${money(-value)}" if value < 0 else f"${money(value)}"


def tenths(value: Decimal) -> str:
    """A number to one place, half up.

    >>> tenths(Decimal("7.25")), tenths(Decimal("1234"))
    ('7.3', '1,234.0')
    """
    return money(value.quantize(Decimal("0.1"), ROUND_HALF_UP))[:-1]
