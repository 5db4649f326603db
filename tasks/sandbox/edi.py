"""X12 as the practice partners read and write it: deliberately small and apart from the pipeline's own engine."""

from collections.abc import Iterable
from datetime import date

Segment = list[str]


def read_segments(content: bytes) -> tuple[list[Segment], str]:
    """The segments of a file, each split into elements, and the component separator.

    Delimiters are those of the first ISA. Raises ValueError when the file does not begin with one.
    """
    text = content.decode("latin-1").lstrip()
    if not text.startswith("ISA") or len(text) < 106:
        raise ValueError("the file does not begin with an ISA segment")
    element, component, end = text[3], text[104], text[105]
    found = [part.strip("\r\n").split(element) for part in text.split(end)]
    return [segment for segment in found if segment[0]], component


def at(segment: Segment, number: int) -> str:
    """Element `number` of a segment, empty when it was left off."""
    return segment[number].strip() if number < len(segment) else ""


def cents(amount: str) -> int:
    """An amount in whole cents.

    >>> [cents(a) for a in ("12", "12.5", "-0.05", "")]
    [1200, 1250, -5, 0]
    """
    if not amount:
        return 0
    whole, _, part = amount.lstrip("+-").partition(".")
    value = int(whole or "0") * 100 + int((part + "00")[:2])
    return -value if amount.startswith("-") else value


def dollars(value: int) -> str:
    """Cents as X12 writes an amount: no needless zeros.

    >>> [dollars(c) for c in (1200, 1250, -5, 0)]
    ['12', '12.5', '-0.05', '0']
    """
    text = f"{abs(value) // 100}.{abs(value) % 100:02d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text


def segment(*elements: str) -> str:
    """One segment as text; empty elements at its end are left off."""
    kept = list(elements)
    while kept and not kept[-1]:
        kept.pop()
    return "*".join(kept)


def transaction(code: str, control: str, guide: str, body: Iterable[str]) -> list[str]:
    """Segments between ST and SE, both included. `guide` is left off in ST03 when empty."""
    segments = [segment("ST", code, control, guide), *body]
    return [*segments, segment("SE", str(len(segments) + 1), control)]


def interchange(
    sender: str,
    receiver: str,
    control: int,
    day: date,
    groups: Iterable[tuple[str, str, list[list[str]]]],
    after_isa: Iterable[str] = (),
) -> bytes:
    """A whole interchange: each group is (functional code, guide, transactions); the hour is always 05:30.

    `after_isa` are segments between the ISA and the first group: a TA1.
    """
    parties = f"ZZ*{sender:<15}*ZZ*{receiver:<15}"
    isa = f"ISA*00*{'':10}*00*{'':10}*{parties}*{day:%y%m%d}*0530*^*00501*{control:09d}*0*T*:"
    segments = [isa, *after_isa]
    number = 0
    for number, (code, guide, transactions) in enumerate(groups, 1):
        own = str(control * 10 + number)
        segments.append(segment("GS", code, sender, receiver, f"{day:%Y%m%d}", "0530", own, "X", guide))
        segments += [part for one in transactions for part in one]
        segments.append(segment("GE", str(len(transactions)), own))
    segments.append(segment("IEA", str(number), f"{control:09d}"))
    return "".join(f"{one}~\n" for one in segments).encode("ascii")
