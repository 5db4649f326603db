"""What may stand in an element: the writer's rule for characters, applied to whole columns.

Text is written in upper case. Letters with accents lose them (É becomes E), letters that are no accented letter are
spelled out (Ø O, ß SS, Æ AE …), typographic quotes and dashes become plain ones. Every other character that is not in
the X12 basic or extended set, and every delimiter, becomes a space; spaces at the ends and doubled spaces go. So no
value can end an element, a component or a segment. In repeated elements ^ stays: it parts their repetitions.
"""

from collections.abc import Collection

import polars as pl

ELEMENT, COMPONENT, REPETITION, TERMINATOR = "*", ":", "^", "~"
SEGMENT_END = TERMINATOR + "\n"
MOST_DIGITS = 18

_SPELLED = {
    "Æ": "AE", "Œ": "OE", "Ø": "O", "Ð": "D", "Đ": "D", "Þ": "TH", "Ł": "L", "Ħ": "H", "Ŧ": "T", "ẞ": "SS", "ß": "SS",
    "Ə": "A", "Ŋ": "N", "ʻ": "'", "ʼ": "'", "‘": "'", "’": "'", "′": "'", "“": '"', "”": '"', "–": "-", "—": "-",
    "‐": "-", "‑": "-",
}  # fmt: skip

# Basic set in upper case and extended set, without * : ~ (delimiters); ^ is in neither.
_ALLOWED = r"""A-Z0-9!"&'()+,\-./;?= %@\[\]_{}\\|<>#$"""
_ALLOWED_BYTES = b"""ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!"&'()+,-./;?= %@[]_{}\\|<>#$"""
_LOWER = b"abcdefghijklmnopqrstuvwxyz"


def as_text(frame: pl.DataFrame, repeated: Collection[str] = ()) -> pl.DataFrame:
    """Columns as X12 writes them: dates CCYYMMDD, numbers without trailing zeros, text cleaned, nulls empty.

    The columns in `repeated` keep ^. Raises ValueError for binary fractions: money is Decimal.
    """
    return pl.DataFrame([_text(column, column.name in repeated) for column in frame])


def digits_exceeded(column: pl.Series) -> pl.Series:
    """Which numbers have more digits than an element of X12 takes (18)."""
    if column.dtype.is_decimal() and (getattr(column.dtype, "precision", None) or 38) <= MOST_DIGITS:
        return pl.repeat(False, len(column), eager=True)
    bare = column.cast(pl.String).str.strip_chars("-").str.replace(".", "", literal=True)
    return bare.str.len_bytes() > MOST_DIGITS


def _text(column: pl.Series, repeated: bool) -> pl.Series:
    """One column as X12 writes it."""
    kind = column.dtype
    if kind.is_float():
        raise ValueError(f"Column {column.name} holds binary fractions; numbers are whole or Decimal")
    if kind == pl.String:
        return _tidy(column.fill_null(""), repeated)
    if kind == pl.Date:
        return column.dt.strftime("%Y%m%d").fill_null("")
    text = column.cast(pl.String)
    if isinstance(kind, pl.Decimal) and kind.scale:
        text = text.str.strip_chars_end("0").str.strip_chars_end(".")
    return text.fill_null("")


def _tidy(column: pl.Series, repeated: bool) -> pl.Series:
    """A text column in upper case with its untidy values, usually few, rewritten by the rule."""
    left = _left_over(column, repeated)
    if left is not None and not left:
        return column
    column = column.str.to_uppercase()
    if left is not None and not left.translate(None, _LOWER):
        return column
    allowed = _ALLOWED + (r"\^" if repeated else "")
    untidy = pl.col("text").str.contains(rf"[^{allowed}]|^ | $|  ")
    rows = column.to_frame("text").select(untidy).to_series()
    bare = column.filter(rows).str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_uppercase().to_frame("text")
    spelled = pl.col("text").str.replace_many(_SPELLED).str.replace_all(rf"[^{allowed}]", " ")
    tidied = bare.select(spelled.str.replace_all(r" {2,}", " ").str.strip_chars()).to_series()
    return column.scatter(rows.arg_true(), tidied)


def _left_over(column: pl.Series, repeated: bool) -> bytes | None:
    """The characters of a column that may not stand as they are; None when that needs a look at each value.

    One look at all values together: most columns are tidy, and a look at each would cost more than to write them.
    """
    whole = ("\n" + (column.str.join("\n").item() or "") + "\n").encode()
    if b"\n " in whole or b" \n" in whole or b"  " in whole:
        return None
    left = whole.translate(None, _ALLOWED_BYTES + (b"^" if repeated else b""))
    breaks = left.count(b"\n")
    return left.replace(b"\n", b"") if breaks == len(column) + 1 or not len(column) else None
