"""Large 835 files that balance at all levels, made a whole column at a time: 50 MB in about a second.

A claim has 21 segments of 22 bytes on average: CLP, names, dates, one to four lines with CAS, REF, AMT and at times LQ.
pyx12 finds nothing wrong with them (tests/x12/test_blocks.py). Amounts are whole cents until they are written.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

BYTES_A_CLAIM = 463
MOST_LINES = 4
CODES = ("99213", "99214", "G0101", "J1100", "A4550", "E0601", "L1832", "Q4081", "T1015")
NAMES = ("BUDD", "SETTLE", "ISLAND", "DE LA CRUZ", "VANDERBILT-ROSS")
FIRST_NAMES = ("SUSAN", "ELLIS", "RAY", "MAXIMILIANA")
ISA = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'PAYER':15}*ZZ*{'BILLER':15}*260302*1705*^*00501*000000001*0*P*:~"
GS = "GS*HP*PAYER*BILLER*20260302*1705*1*X*005010X221A1~"
PARTIES = (
    "N1*PR*RUSHMORE LIFE~N3*10 SOUTH AVENUE~N4*RAPID CITY*SD*55111~PER*BL*JOHN WAYNE*TE*8005551212~"
    "N1*PE*ACME MEDICAL CENTER*XX*1234567893~REF*TJ*777667755~LX*1~"
)
# Claims made at a time: what bounds the memory that the maker needs.
_PART = 50_000


def large_835(megabytes: float, claims_a_payment: int = 1000) -> bytes:
    """A balanced 835 of about that size in one interchange, each payment with so many claims."""
    return b"".join(parts_835(megabytes, claims_a_payment))


def parts_835(megabytes: float, claims_a_payment: int = 1000) -> Iterator[bytes]:
    """The same in parts, for files larger than the memory."""
    claims = max(1, round(megabytes * 1e6 / (BYTES_A_CLAIM + 500 / claims_a_payment)))
    yield (ISA + GS).encode()
    open_payment = _Payment(claims_a_payment)
    for first in range(0, claims, _PART):
        yield open_payment.write(_claims(first, min(_PART, claims - first)))
    yield open_payment.close().encode()
    yield f"GE*{open_payment.number}*1~IEA*1*000000001~".encode()


class _Payment:
    """The payments being written. BPR02 stands before the claims, so a payment is kept until all of them are known."""

    def __init__(self, claims: int) -> None:
        self.claims, self.number = claims, 0
        self.kept: list[pl.DataFrame] = []

    def write(self, made: pl.DataFrame) -> bytes:
        """The payments that these claims complete."""
        have = pl.concat([*self.kept, made])
        full = len(have) // self.claims * self.claims
        self.kept = [have.tail(len(have) - full)]
        return self._text(have.head(full)).encode()

    def close(self) -> str:
        """The last payment, with fewer claims."""
        return self._text(pl.concat(self.kept))

    def _text(self, claims: pl.DataFrame) -> str:
        payments = (
            claims.with_columns(payment=pl.int_range(pl.len()) // self.claims + self.number + 1)
            .group_by("payment", maintain_order=True)
            .agg(pl.col("text").str.join(), pl.col("segments", "paid").sum())
            .with_columns(control=pl.col("payment").cast(pl.String).str.zfill(4))
        )
        self.number += len(payments)
        # One claim in ten thousand of the money is held back by PLB.
        held = pl.col("paid") // 10_000
        has_plb = held > 0
        plb = pl.when(has_plb).then(pl.format("PLB*1234567893*20261231*WO:A{}*{}~", "payment", _dollars(held)))
        return "".join(
            payments.select(
                pl.concat_str(
                    pl.format("ST*835*{}~BPR*I*{}*C*CHK", "control", _dollars(pl.col("paid") - held)),
                    pl.format("{}20260302~TRN*1*T{}*1935665544~DTM*405*20260302~", pl.lit("*" * 12), "payment"),
                    pl.lit(PARTIES),
                    pl.col("text"),
                    plb.otherwise(pl.lit("")),
                    pl.format("SE*{}*{}~", pl.col("segments") + 12 + has_plb.cast(pl.Int64), "control"),
                )
            ).to_series()
        )


def _claims(first: int, count: int) -> pl.DataFrame:
    """Claims with their text, number of segments and what was paid."""
    random = np.random.default_rng(first)
    lines = _lines(random, first, random.choice(np.arange(1, MOST_LINES + 1), count, p=(0.3, 0.33, 0.2, 0.17)))
    summed = lines.group_by("claim", maintain_order=True).agg(
        pl.col("text").str.join(), pl.col("segments", "charge", "paid", "share").sum()
    )
    whole = random.random(count) < 0.3
    claims = summed.with_columns(
        pl.Series("last", random.choice(NAMES, count)), pl.Series("first", random.choice(FIRST_NAMES, count)),
        pl.Series("member", random.integers(10**9, 10**10, count)), pl.Series("day", _days(random, count)),
        pl.Series("received", _days(random, count)),
        cut=pl.when(pl.Series(whole)).then(pl.min_horizontal("paid", 500)).otherwise(0),
    ).with_columns(paid=pl.col("paid") - pl.col("cut"))  # fmt: skip
    text = pl.concat_str(
        pl.format("CLP*C{}*1*{}*{}", "claim", _dollars(pl.col("charge")), _dollars(pl.col("paid"))),
        pl.format("*{}*12*94{}*11*1~", _dollars(pl.col("share")), "member"),
        pl.when(pl.col("cut") > 0).then(pl.format("CAS*OA*23*{}~", _dollars(pl.col("cut")))).otherwise(pl.lit("")),
        pl.format("NM1*QC*1*{}*{}****MI*{}~", "last", "first", "member"),
        pl.lit("NM1*82*1*BAN*ERIN****XX*1811901945~REF*EA*MR"), pl.col("member"),
        pl.format("~DTM*232*{}~DTM*233*{}~DTM*050*{}~", "day", "day", "received"),
    )  # fmt: skip
    return claims.select(text=text + pl.col("text"), segments=pl.col("segments") + 7 + (pl.col("cut") > 0), paid="paid")


def _lines(random: np.random.Generator, first: int, counts: np.typing.NDArray[np.int64]) -> pl.DataFrame:
    """Service lines: two or three adjustments each."""
    count = int(counts.sum())
    claim = np.repeat(np.arange(len(counts)), counts)
    charge = random.integers(1_000, 90_000, count)
    cut = random.integers(1, charge // 2)
    share = (charge - cut) // 5
    twice = random.random(count) < 0.1
    paid = charge - cut - share * (1 + twice)
    lines = pl.DataFrame(
        {"claim": claim + first, "charge": charge, "cut": cut, "share": share, "paid": paid, "times": 1 + twice}
    )
    again = pl.when(pl.col("times") == 2).then(pl.format("**2*{}~", _dollars(pl.col("share")))).otherwise(pl.lit("~"))
    lines = lines.with_columns(
        pl.Series("code", random.choice(CODES, count)), pl.Series("day", _days(random, count)),
        pl.Series("control", np.arange(count) - np.repeat(np.cumsum(counts) - counts, counts) + 1),
        pl.Series("modifier", random.choice(("", ":25", ":LT:59"), count, p=(0.6, 0.3, 0.1))),
        pl.Series("remark", random.choice(("", "LQ*HE*N130~"), count, p=(0.8, 0.2))),
    )  # fmt: skip
    text = pl.concat_str(
        pl.format("SVC*HC:{}{}*{}", "code", "modifier", _dollars(pl.col("charge"))),
        pl.format("*{}**1~DTM*472*{}~", _dollars(pl.col("paid")), "day"),
        pl.format("CAS*CO*45*{}~", _dollars(pl.col("cut"))),
        pl.format("CAS*PR*1*{}", _dollars(pl.col("share"))), again,
        pl.format("REF*6R*C{}L{}~", "claim", "control"),
        pl.format("AMT*B6*{}~", _dollars(pl.col("charge") - pl.col("cut"))), pl.col("remark"),
    )  # fmt: skip
    return lines.select(
        "claim", "charge", "paid", text=text, share=pl.col("share") * pl.col("times"),
        segments=pl.lit(6) + (pl.col("remark") != ""),
    )  # fmt: skip


def _days(random: np.random.Generator, count: int) -> np.typing.NDArray[np.str_]:
    """Days of January 2026."""
    return random.choice(np.array([f"202601{day:02}" for day in range(1, 32)]), count)


def _dollars(cents: pl.Expr) -> pl.Expr:
    """Cents as X12 writes dollars: no trailing zeros, no point before nothing."""
    text = pl.format("{}.{}", cents // 100, (cents % 100).cast(pl.String).str.zfill(2))
    return text.str.strip_chars_end("0").str.strip_chars_end(".")
