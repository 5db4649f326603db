"""Chance that is the same on every machine and run: drawn from a key, never from the clock or the process."""

from hashlib import sha256
from random import Random


def dice(*key: object) -> Random:
    """A generator for this key alone: what is drawn for one patient does not depend on how many came before."""
    return Random(number(*key))  # noqa: S311 - practice data must be reproducible, secrecy is not wanted


def number(*key: object) -> int:
    """A number from 0 to 2**64 - 1 that only the key decides."""
    return int.from_bytes(sha256("|".join(map(str, key)).encode()).digest()[:8])


def share(*key: object) -> float:
    """A number from 0 to 1, 1 excluded, that only the key decides: `share(...) < 0.1` holds for a tenth of the keys."""
    return number(*key) / 2**64
