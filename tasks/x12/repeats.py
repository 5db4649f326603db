"""Segments that hold several rows: triplets of CAS, pairs of PLB. Each row writes its part, the first also the head."""

import polars as pl

from tasks.x12.characters import ELEMENT, SEGMENT_END
from tasks.x12.expressions import constants, elements, joined
from tasks.x12.paths import Place
from tasks.x12.refuse import refuse_where
from tasks.x12.texts import Clean, any_filled, written


def repeated_text(table: str, place: Place, rows: pl.DataFrame, cleaned: Clean) -> tuple[pl.DataFrame, pl.Series]:
    """The rows that write something, in the order of their instances, and the part of a segment that each writes.

    A new segment begins where the instance or a shared column changes, or where the number does not grow, and after
    `times` repetitions. A number that is left out is a gap: empty elements. Without the column of numbers, rows count
    up. Raises ValueError for a number that is empty or below the first.
    """
    if not rows["_at"].is_sorted():
        rows = rows.sort("_at", maintain_order=True)
    part = Clean(cleaned.frame[rows["_row"]], cleaned.filled, cleaned.full)
    names = [column.name for column in written(place.segment.columns)]
    filled = any_filled(names, part)
    if filled is not True:
        keep = part.frame.select(pl.lit(filled).alias("_") if filled is False else filled.alias("_")).to_series()
        keep = keep if len(keep) == len(rows) else pl.repeat(False, len(rows), eager=True)
        rows, part = rows.filter(keep), Clean(part.frame.filter(keep), part.filled, part.full)
    parts = part.frame.with_columns(rows["_at"], _turn(table, place, rows, part.frame))
    return rows, _pieces(place, part, parts.with_columns(_begins(place, part)))


def _turn(table: str, place: Place, rows: pl.DataFrame, frame: pl.DataFrame) -> pl.Series:
    """Which repetition (from 0) each row is; where there are no numbers all are null."""
    name, first = place.segment.number
    if not name or name not in frame.columns:
        return pl.Series("_turn", [None], dtype=pl.Int64).new_from_index(0, len(frame))
    turn = frame[name].replace("", None).cast(pl.Int64, strict=False) - first
    wrong = (turn < 0).fill_null(True)
    refuse_where(wrong, table, f"repetitions are numbered from {first}", name, rows["_row"])
    return turn.alias("_turn")


def _begins(place: Place, part: Clean) -> list[pl.Expr]:
    """Where a segment begins: `_first`; and in it the number of the repetition: `_turn` below `times`."""
    shared = [column.name for column in written(place.segment.shared) if column.name in part.filled]
    same = pl.all_horizontal(pl.col(name) == pl.col(name).shift() for name in ("_at", *shared)).fill_null(False)
    times = place.segment.times
    # Without numbers: the place of a row among those that follow each other with the same instance and shared columns.
    place_in_run = pl.int_range(pl.len()) - pl.when(~same).then(pl.int_range(pl.len())).forward_fill()
    turn = pl.coalesce(pl.col("_turn"), place_in_run.cast(pl.Int64))
    grows = (turn > turn.shift()) & (turn // times == turn.shift() // times)
    return [(turn % times).alias("_turn"), (~same | ~grows.fill_null(False)).alias("_first")]


def _pieces(place: Place, part: Clean, frame: pl.DataFrame) -> pl.Series:
    """What each row writes: the head of the segment if it is the first, its own elements, the end if it is the last."""
    segment = place.segment
    base = min(column.element for column in segment.columns)
    fixed = {number: text for number, text in constants(place).items() if number < base}
    head_elements = elements(segment.shared, fixed, part, last=base - 1)
    head = joined([segment.id, *(one for element in head_elements for one in (ELEMENT, *element))])
    own = elements(segment.columns, {}, part, first=base, last=base + segment.every - 1)
    body = joined([one for element in own for one in (ELEMENT, *element)])
    before = pl.when(pl.col("_first")).then(-1).otherwise(pl.col("_turn").shift())
    gap = pl.lit(ELEMENT * segment.every).repeat_by(pl.col("_turn") - before - 1).list.join("")
    last = pl.col("_first").shift(-1).fill_null(True)
    gaps = bool(frame.select((pl.col("_turn") - before > 1).any()).item())
    text = pl.concat_str(
        pl.when(pl.col("_first")).then(head).otherwise(pl.lit("")),
        *([gap] if gaps else []),
        pl.when(last).then(body.str.strip_chars_end(ELEMENT) + SEGMENT_END).otherwise(body),
    )
    return frame.select(text.alias("_text")).to_series()
