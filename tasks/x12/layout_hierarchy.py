"""The tree of a transaction set: keys of each row, and the numbers of its HL segments."""

from collections.abc import Mapping

import polars as pl

from data_contracts.x12.layout import Guide, Level


def key_columns(guide: Guide, level: Level) -> list[pl.Expr]:
    """All keys of the guide for one table, 0 below the table's own level: a parent precedes its children."""
    return [pl.col(k).cast(pl.Int64) if k in level.keys else pl.lit(0, pl.Int64).alias(k) for k in guide.keys]


def number(guide: Guide, tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables; those that open an HL with `hl` (from 1 in each ST), `hl_parent` (null on top), `hl_child` (0, 1)."""
    opening = [level for level in guide.levels if level.hierarchy]
    if not opening:
        return dict(tables)
    keys, above = list(guide.keys), [f"_above_{key}" for key in guide.keys]
    nodes = pl.concat([_nodes(guide, level, tables[level.name]) for level in opening]).sort(keys)
    nodes = nodes.with_columns(pl.int_range(1, pl.len() + 1).over("st").alias("hl"))
    nodes = nodes.join(nodes.select([*keys, pl.col("hl").alias("hl_parent")]), left_on=above, right_on=keys, how="left")
    parents = nodes.select("st", pl.col("hl_parent").alias("hl"), pl.lit(1).alias("hl_child")).drop_nulls().unique()
    nodes = nodes.join(parents, on=["st", "hl"], how="left").with_columns(pl.col("hl_child").fill_null(0))
    return {name: _with_numbers(guide, name, frame, nodes) for name, frame in tables.items()}


def _nodes(guide: Guide, level: Level, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of one table as nodes: their keys and the keys of the node above."""
    above = [
        (pl.col(k).cast(pl.Int64) if k in level.keys[:-1] else pl.lit(0, pl.Int64)).alias(f"_above_{k}")
        for k in guide.keys
    ]
    return frame.select(*key_columns(guide, level), *above, pl.lit(level.name).alias("_level"))


def _with_numbers(guide: Guide, name: str, frame: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    level = next(level for level in guide.levels if level.name == name)
    if not level.hierarchy:
        return frame
    own = nodes.filter(pl.col("_level") == name).select(*level.keys, "hl", "hl_parent", "hl_child")
    typed = frame.with_columns(pl.col(level.keys).cast(pl.Int64))
    return typed.join(own, on=list(level.keys), how="left", maintain_order="left")
