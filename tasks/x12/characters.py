"""What may stand in an element: the writer's rule for characters, applied to whole columns.

Text is written in upper case. Letters with accents lose them (É becomes E), letters that are no accented letter are
spelled out (Ø O, ß SS, Æ AE …), typographic quotes and dashes become plain ones. Every other character that is not in
the X12 basic or extended set, and every delimiter, becomes a space; spaces at the ends and doubled spaces go. So no
value can end an element, a component or a segment.
"""

import polars as pl

ELEMENT, COMPONENT, REPETITION, TERMINATOR = "*", ":", "^", "~"
SEGMENT_END = TERMINATOR + "\n"

_SPELLED = {
    "Æ": "AE", "Œ": "OE", "Ø": "O", "Ð": "D", "Đ": "D", "Þ": "TH", "Ł": "L", "Ħ": "H", "Ŧ": "T", "ẞ": "SS", "ß": "SS",
    "Ə": "A", "Ŋ": "N", "ʻ": "'", "ʼ": "'", "‘": "'", "’": "'", "′": "'", "“": '"', "”": '"', "–": "-", "—": "-",
    "‐": "-", "‑": "-",
}  # fmt: skip

# Basic set in upper case and extended set, without * : ~ (delimiters); ^ is in neither.
_ALLOWED = r"""A-Z0-9!"&'()+,\-./;?= %@\[\]_{}\\|<>#$"""
_CLEAN = rf"^[{_ALLOWED}]*$"
_UNTIDY = r"^ | $|  "


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns as X12 writes them: dates YYYYMMDD, decimals without trailing zeros, text cleaned, nulls empty."""
    plain = frame.select(_plain(name, kind).fill_null("") for name, kind in frame.schema.items())
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    if not texts or frame.is_empty():
        return plain
    untidy = plain.select(_is_untidy(pl.col(texts)).any()).row(0)
    return plain.with_columns(_tidy(plain[name]) for name, found in zip(texts, untidy, strict=True) if found)


def _plain(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.String:
        return column.str.to_uppercase()
    if kind == pl.Date:
        return column.dt.strftime("%Y%m%d")
    if isinstance(kind, pl.Decimal) and kind.scale:
        return column.cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    return column.cast(pl.String)


def _is_untidy(text: pl.Expr) -> pl.Expr:
    return ~text.str.contains(_CLEAN) | text.str.contains(_UNTIDY)


def _tidy(column: pl.Series) -> pl.Series:
    """A text column in upper case with its untidy values, usually few, rewritten by the rule."""
    rows = column.to_frame("text").select(_is_untidy(pl.col("text"))).to_series()
    bare = column.filter(rows).str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_uppercase().to_frame("text")
    spelled = pl.col("text").str.replace_many(_SPELLED).str.replace_all(rf"[^{_ALLOWED}]", " ")
    tidied = bare.select(spelled.str.replace_all(r" {2,}", " ").str.strip_chars()).to_series()
    return column.scatter(rows.arg_true(), tidied)
