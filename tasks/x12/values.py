"""What kind of value stands in an element, for findings that must not show the value itself."""

import polars as pl

from tasks.x12 import columns as typed
from tasks.x12.segments import Segments, Span

_DAY = r"^(19|20)[0-9]{6}$"
_NUMBER = r"^-?([0-9]+\.?[0-9]*|\.[0-9]+)$"


def value_classes(segments: Segments, span: Span) -> list[str]:
    """For each value: empty, date, digits(7), amount, letters(3), blank(2) or mixed(12); in brackets its length.

    Digits with a sign or a point are an amount. Nothing of the value itself is told but its length.
    """
    if not len(span.start):
        return []
    return classes_of(typed.text(segments, span)).to_list()


def classes_of(values: pl.Series) -> pl.Series:
    """The same for a text column; null is empty.

    >>> classes_of(pl.Series(["", None, "20260105", "20260230", "-1.50", "CO", "12O", "  ", "NÚÑEZ"])).to_list()
    ['empty', 'empty', 'date', 'digits(8)', 'amount', 'letters(2)', 'mixed(3)', 'blank(2)', 'letters(5)']
    """
    text = pl.col("text").fill_null("")
    is_day = text.str.contains(_DAY) & text.str.to_date("%Y%m%d", strict=False).is_not_null()
    kind = (
        pl.when(text == "").then(pl.lit("empty"))
        .when(is_day).then(pl.lit("date"))
        .when(text.str.contains(r"^[0-9]+$")).then(_sized("digits"))
        .when(text.str.contains(_NUMBER)).then(pl.lit("amount"))
        .when(text.str.contains(r"^\p{L}+$")).then(_sized("letters"))
        .when(text.str.contains(r"^\s+$")).then(_sized("blank"))
        .otherwise(_sized("mixed"))
    )  # fmt: skip
    return values.to_frame("text").select(kind.alias("class")).to_series()


def _sized(kind: str) -> pl.Expr:
    return pl.format(kind + "({})", pl.col("text").str.len_chars())
