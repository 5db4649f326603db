"""Identifiers of practice partners: well formed, and nobody's."""


def npi_check_digit(first_nine: str) -> str:
    """The tenth digit of an NPI: Luhn over 80840 and the first nine.

    >>> npi_check_digit("123456789")
    '3'
    """
    digits = [int(d) for d in "80840" + first_nine]
    doubled = sum(sum(divmod(2 * d, 10)) for d in digits[-1::-2])
    return str(-(doubled + sum(digits[-2::-2])) % 10)


def npi(serial: int) -> str:
    """The NPI of practice partner number `serial`: it begins with 2, which is valid and so far given to nobody.

    >>> npi(0)
    '2990000004'
    """
    first_nine = str(299_000_000 + serial)
    return first_nine + npi_check_digit(first_nine)


def wrong_npi(right: str) -> str:
    """The same NPI with a mistyped last digit."""
    return right[:9] + str((int(right[9]) + 3) % 10)
