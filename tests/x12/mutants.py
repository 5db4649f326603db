"""Many damaged copies of one interchange in one file, read at once, and what each of them said about money.

Each copy is an interchange of its own, so damage to one must not reach the next; to read a hundred takes hardly
longer than to read one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import polars as pl

Tables = dict[str, pl.DataFrame]
Money = tuple[object, ...]
BATCH = 100
_LISTS = ("date", "reference", "amount", "quantity", "name", "contact", "remark")


@dataclass(frozen=True)
class Reading:
    """What one copy became: its money, how many rows each table has, its findings (code, severity, segment id …)."""

    content: bytes
    money: Money
    rows: dict[str, int]
    findings: list[dict[str, object]]

    @property
    def errors(self) -> list[str]:
        """The codes of its findings of severity error."""
        return [str(one["code"]) for one in self.findings if one["severity"] == "error"]


def read_all(
    copies: Sequence[bytes],
    read: Callable[[bytes, str], Tables],
    money: Callable[[Tables, pl.Series], dict[int, Money]],
) -> list[Reading]:
    """Read the copies as one file and tell their rows apart by offset; the last copy is left unhurt by the caller."""
    starts = np.cumsum([0, *(len(one) for one in copies)])[:-1]
    tables = read(b"".join(copies), "f")
    of = {name: _copy_of(frame, starts) for name, frame in tables.items()}
    found = {at: list[dict[str, object]]() for at in range(len(copies))}
    for at, row in zip(of["finding"], tables["finding"].iter_rows(named=True), strict=True):
        found[at].append(row | {"offset": row["offset"] - int(starts[at])} if row["offset"] is not None else row)
    counts = {name: np.bincount(of[name].to_numpy(), minlength=len(copies)) for name in tables if name != "finding"}
    every = money({name: frame.with_columns(copy=of[name]) for name, frame in tables.items()}, of["finding"])
    return [
        Reading(one, every.get(at, ()), {name: int(count[at]) for name, count in counts.items()}, found[at])
        for at, one in enumerate(copies)
    ]


def silent(
    copies: Sequence[bytes],
    unhurt: bytes,
    read: Callable[[bytes, str], Tables],
    money: Callable[[Tables, pl.Series], dict[int, Money]],
    warned: bool = False,
) -> list[bytes]:
    """Damaged copies of `unhurt` with other money and no error, or with other numbers of rows and no finding at all.

    With `warned` a warning is enough for other money too. Each is asked again in a file of its own: two ISA in a row
    that cannot be read are one finding.
    """
    whole = read_all([unhurt], read, money)[0]
    *together, last = read_all([*copies, unhurt], read, money)
    assert (whole.findings, last.money) == ([], whole.money)
    suspects = [one.content for one in together if _is_silent(one, whole, warned)]
    return [one for one in suspects if _is_silent(read_all([one], read, money)[0], whole, warned)]


def _is_silent(one: Reading, whole: Reading, warned: bool) -> bool:
    said = one.findings if warned else one.errors
    return (one.money != whole.money and not said) or (_things(one) != _things(whole) and not one.findings)


def _things(one: Reading) -> dict[str, int]:
    """How many claims, levels, sets …; a date whose qualifier is another is another kind of row, and still there."""
    return {name: count for name, count in one.rows.items() if count and not name.startswith(_LISTS)}


def _copy_of(frame: pl.DataFrame, starts: np.typing.NDArray[np.int64]) -> pl.Series:
    """The copy that each row is from, by its offset; what has none is about the whole file."""
    at = frame["offset"].fill_null(0).to_numpy() if "offset" in frame.columns else np.zeros(len(frame), np.int64)
    return pl.Series(np.searchsorted(starts, at, "right") - 1)


def money_of_835(tables: Tables, _: pl.Series) -> dict[int, Money]:
    """For each copy: payments, provider adjustments, and for each claim charge, paid, lines and adjustments."""
    keys = ["copy", "st_index", "claim_index"]
    adjusted = tables["adjustment"].group_by(keys).agg(adjusted=pl.col("amount").sum())
    lines = tables["line"].group_by(keys).agg(pl.col("charge_amount").sum().alias("lines"), pl.col("paid_amount").sum())
    claims = (
        tables["claim"]
        .select(*keys, "charge_amount", "paid_amount")
        .join(adjusted, on=keys, how="left")
        .join(lines, on=keys, how="left", suffix="_lines")
        .sort(keys)
    )
    of_claims = _by_copy(claims.drop("st_index", "claim_index"))
    of_payments = _by_copy(tables["payment"].select("copy", "amount", pl.col("credit_or_debit") == "D"))
    of_provider = _by_copy(tables["provider_adjustment"].group_by("copy").agg(pl.col("amount").sum()))
    every = set(of_claims) | set(of_payments) | set(of_provider)
    return {at: (of_payments.get(at), of_provider.get(at), of_claims.get(at)) for at in every}


def money_of_837(tables: Tables, _: pl.Series) -> dict[int, Money]:
    """For each copy: charge of each claim, and what its lines charge together."""
    if "claim_837p" not in tables:
        return {}
    claim, line = tables["claim_837p"].with_row_index("claim"), tables["line_837p"]
    around = np.searchsorted(claim["segment"].to_numpy(), line["segment"].to_numpy()) - 1
    lines = line.with_columns(claim=pl.Series(around, dtype=pl.UInt32)).group_by("claim").agg(
        lines=pl.col("charge_amount").sum()
    )  # fmt: skip
    whole = claim.join(lines, on="claim", how="left").sort("claim").select("copy", "charge_amount", "lines")
    return {at: tuple(rows) for at, rows in _by_copy(whole).items()}


def no_money(tables: Tables, _: pl.Series) -> dict[int, Money]:
    """Acknowledgements move none."""
    return {}


def _by_copy(frame: pl.DataFrame) -> dict[int, list[tuple[object, ...]]]:
    """The rows of each copy."""
    found: dict[int, list[tuple[object, ...]]] = {}
    for at, *values in frame.iter_rows():
        found.setdefault(at, []).append(tuple(values))
    return found


def changed_bytes(content: bytes, random: Random, count: int) -> list[bytes]:
    """Copies with one byte changed: any byte to any other, half of the time to one that X12 uses."""
    copies = []
    for _ in range(count):
        place = random.randrange(len(content))
        byte = random.choice(b"0123456789.-*:~ ^ABCPRO") if random.random() < 0.5 else random.randrange(256)
        copies.append(content[:place] + bytes((byte,)) + content[place + 1 :])
    return copies


def damaged(content: bytes, random: Random, count: int) -> list[bytes]:
    """Copies with chunks lost, doubled, moved or replaced by noise or by pieces of envelopes."""
    copies = []
    for _ in range(count):
        copy = bytearray(content)
        for _ in range(random.randint(1, 4)):
            low = random.randrange(len(copy) + 1)
            high = min(len(copy), low + random.choice((0, 1, 5, 40, 300)))
            chunk, place = copy[low:high], random.randrange(len(copy) + 1)
            kind = random.randrange(4)
            if kind == 0:
                del copy[low:high]
            elif kind == 1:
                copy[place:place] = chunk
            elif kind == 2:
                copy[low:high] = random.randbytes(random.randrange(20))
            else:
                copy[low:high] = random.choice(
                    (b"~", b"*", b"ISA*", b"~ST*835*1~", b"~SE*1*1~", b"IEA*1*1~", b"", b":")
                )
        copies.append(bytes(copy))
    return copies
