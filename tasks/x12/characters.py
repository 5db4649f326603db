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


def clean(column: pl.Series) -> pl.Series:
    """A text column as it may be written; nulls become empty text."""
    text = column.fill_null("")
    suspect = ~text.str.contains(_CLEAN) | text.str.contains(_UNTIDY)
    if not suspect.any():
        return text
    changed = (
        text.filter(suspect)
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}", "")
        .str.to_uppercase()
        .to_frame("text")
        .select(
            pl.col("text")
            .str.replace_many(_SPELLED)
            .str.replace_all(rf"[^{_ALLOWED}]", " ")
            .str.replace_all(r" {2,}", " ")
            .str.strip_chars()
        )
        .to_series()
    )
    return text.scatter(suspect.arg_true(), changed)


def as_text(column: pl.Series) -> pl.Series:
    """Any column as X12 writes it: dates YYYYMMDD, decimals without trailing zeros, text cleaned, nulls empty."""
    if column.dtype == pl.Date:
        return column.dt.strftime("%Y%m%d").fill_null("")
    if isinstance(column.dtype, pl.Decimal) and column.dtype.scale:
        return column.cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".").fill_null("")
    if column.dtype == pl.String:
        return clean(column)
    return column.cast(pl.String).fill_null("")
