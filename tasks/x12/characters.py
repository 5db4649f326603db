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


def as_text(frame: pl.DataFrame, repeated: Collection[str] = ()) -> pl.DataFrame:
    """Columns as X12 writes them: dates CCYYMMDD, numbers without trailing zeros, text cleaned, nulls empty.

    The columns in `repeated` keep ^. Raises ValueError for binary fractions: money is Decimal.
    """
    if not frame.columns:
        return frame
    plain = frame.select(_plain(name, kind).fill_null("") for name, kind in frame.schema.items())
    texts = [name for name, kind in frame.schema.items() if not (kind.is_numeric() or kind == pl.Date)]
    if not texts or frame.is_empty():
        return plain
    # One look at all values of a column together: most columns are tidy, and to look at each value costs more.
    wholes = plain.select(pl.col(texts).str.join("\n")).row(0)
    looks = [_is_tidy(whole, frame.height, name in repeated) for name, whole in zip(texts, wholes, strict=True)]
    untidy = [name for name, tidy in zip(texts, looks, strict=True) if not tidy]
    return plain.with_columns(_tidy(plain[name], name in repeated) for name in untidy) if untidy else plain


def digits_exceeded(column: pl.Series) -> pl.Series:
    """Which numbers have more digits than an element of X12 takes (18)."""
    bare = column.cast(pl.String).str.strip_chars("-").str.replace(".", "", literal=True)
    return bare.str.len_bytes() > MOST_DIGITS


def _plain(name: str, kind: pl.DataType) -> pl.Expr:
    """One column as text that may not be clean yet."""
    column = pl.col(name)
    if kind.is_float():
        raise ValueError(f"Column {name} holds binary fractions; numbers are whole or Decimal")
    if kind == pl.Date:
        return column.dt.strftime("%Y%m%d")
    text = column.cast(pl.String)
    decimals = isinstance(kind, pl.Decimal) and kind.scale
    return text.str.strip_chars_end("0").str.strip_chars_end(".") if decimals else text


def _is_tidy(joined: str, count: int, repeated: bool) -> bool:
    """Whether values, joined by line breaks, may all stand as they are."""
    whole = f"\n{joined}\n".encode()
    if b"\n " in whole or b" \n" in whole or b"  " in whole:
        return False
    return whole.translate(None, _ALLOWED_BYTES + (b"^" if repeated else b"")) == b"\n" * (count + 1)


def _tidy(column: pl.Series, repeated: bool) -> pl.Series:
    """A text column in upper case with its untidy values, usually few, rewritten by the rule."""
    column = column.str.to_uppercase()
    if _is_tidy(column.str.join("\n").item(), len(column), repeated):
        return column
    allowed = _ALLOWED + (r"\^" if repeated else "")
    untidy = pl.col("text").str.contains(rf"[^{allowed}]|^ | $|  ")
    rows = column.to_frame("text").select(untidy).to_series()
    bare = column.filter(rows).str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_uppercase().to_frame("text")
    spelled = pl.col("text").str.replace_many(_SPELLED).str.replace_all(rf"[^{allowed}]", " ")
    tidied = bare.select(spelled.str.replace_all(r" {2,}", " ").str.strip_chars()).to_series()
    return column.scatter(rows.arg_true(), tidied)
