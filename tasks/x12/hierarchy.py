"""The numbers of HL segments: each level's own, that of the level above, and whether there are levels below."""

import numpy as np
import polars as pl

from tasks.x12.instances import Instances

HL = ("hl", "hl_parent", "hl_child")


def number_levels(instances: Instances) -> dict[str, pl.DataFrame]:
    """For each loop with an HL its columns hl (from 1 in each ST), hl_parent (null on top), hl_child (0 or 1)."""
    for node in instances.tree.nodes.values():
        if node.loop.hierarchy:
            instances.of(node.loop.id)
    if not instances.levels:
        return {}
    levels = pl.concat(instances.levels)
    paths = [name for name in levels.columns if name.startswith("_p")]
    order = levels.select(pl.arg_sort_by(paths)).to_series().to_numpy()
    sets = levels["_p0"].to_numpy()[order]
    places = np.arange(len(order))
    begins = np.append(True, sets[1:] != sets[:-1])
    number = np.empty(len(order), np.int64)
    number[order] = places - np.maximum.accumulate(np.where(begins, places, 0)) + 1
    above = levels["_above"].to_numpy()
    child = np.isin(np.arange(len(order)), above)
    numbered = levels.select("_loop").with_columns(
        pl.Series("hl", number),
        pl.Series("hl_parent", np.where(above >= 0, number[np.maximum(above, 0)], 0)).replace(0, None),
        pl.Series("hl_child", child.astype(np.int64)),
    )
    return {str(key[0]): part.select(HL) for key, part in numbered.partition_by("_loop", as_dict=True).items()}
