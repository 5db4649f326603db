"""Which file of a drop is which dataset."""

from data_contracts.datasets import DATASETS, Dataset
from data_contracts.datasets.control import Control
from tasks.intake.drop import CONTROL, Drop
from tasks.intake.fault import Fault
from tasks.intake.table import Table, read_table, unreadable


def file_names(drop: Drop, control: Control | Fault) -> dict[str, str]:
    """Dataset -> file name: as control.json says, else by the dataset's own name."""
    if isinstance(control, Control):
        return {dataset.name: getattr(control.datasets, dataset.name).file for dataset in DATASETS}
    own = {dataset.name: f"{dataset.name}.parquet" for dataset in DATASETS}
    return {dataset: name if name in drop.files else f"{dataset}.csv" for dataset, name in own.items()}


def read_part(dataset: Dataset, name: str, drop: Drop) -> Table:
    """The table of a dataset, from the file of this name."""
    if name not in drop.files:
        return unreadable("missing_file", f"{dataset.name}: the file {name} is missing")
    return read_table(dataset, name, drop.files[name])


def unnamed(drop: Drop, names: dict[str, str]) -> list[tuple[Fault, str | None]]:
    """A note for each file that control.json does not name; it is in the vault, and unused."""
    further = sorted(set(drop.files) - set(names.values()) - {CONTROL})
    message = "a file is not one that control.json names; it was kept and not used"
    remedy = "Name it in control.json if it belongs to the drop, else leave it out"
    return [(Fault("unexpected_file", message, remedy), drop.digests[name]) for name in further]
