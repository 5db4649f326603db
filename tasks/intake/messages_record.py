"""What files of HL7 v2 and FHIR told, into the raw tables."""

from collections.abc import Iterator

import polars as pl

from data_contracts.datasets import DATASETS, Dataset
from data_contracts.mapping import Rows
from tasks.intake.mapper import Mapper
from tasks.intake.row import Row, Told
from tasks.night import Night
from tasks.warehouse import insert

_UNPLACED = ("column_name", "element", "reason", "remedy")


def keep_told(night: Night, batch_id: str, told: list[Told]) -> None:
    """Append the rows of all datasets, where each stands in its file, and what could not be placed."""
    for dataset in DATASETS:
        rows = [row for one in told for row in _rows(dataset, one)]
        if rows:
            _keep(night, batch_id, dataset, rows)


def _rows(dataset: Dataset, told: Told) -> Iterator[Row]:
    if dataset.name == "patients":
        yield from (told.patients[patient] for patient in sorted(told.patients))
    elif dataset.name == "coverages":
        yield from (row for patient in sorted(told.coverages) for row in told.coverages[patient])
    elif dataset.name == "encounters":
        yield from (visit.encounter for visit in told.visits)
    else:
        yield from (row for visit in told.visits for row in getattr(visit, dataset.name))


def _keep(night: Night, batch_id: str, dataset: Dataset, rows: list[Row]) -> None:
    """Rows are numbered within their dataset: several may stand on one line of a file, or come from several files."""
    numbers = pl.Series("source_line", range(1, len(rows) + 1), dtype=pl.Int64)
    cells = {name: pl.Series(name, [r.cells.get(name) for r in rows], dtype=pl.String) for name in dataset.column_names}
    sources = pl.Series("source_file", [row.source_file for row in rows], dtype=pl.String)
    placed = pl.DataFrame([numbers, sources, *cells.values()]).with_columns(batch_id=pl.lit(batch_id))
    insert(night.con, f"raw.{dataset.name}", placed)
    named = pl.DataFrame([numbers]).with_columns(
        pl.Series("kind", [row.kind for row in rows], dtype=pl.String),
        pl.Series("element", [row.element for row in rows], dtype=pl.String),
        batch_id=pl.lit(batch_id),
        dataset=pl.lit(dataset.name),
    )
    insert(night.con, "raw.element", named)
    faults = [(number, fault) for number, row in enumerate(rows, 1) for fault in row.unplaced]
    if faults:
        columns = {"source_line": [number for number, _ in faults]}
        columns |= {name: [getattr(fault, name) for _, fault in faults] for name in _UNPLACED}
        schema = {"source_line": pl.Int64, **dict.fromkeys(_UNPLACED, pl.String)}
        frame = pl.DataFrame(columns, schema=schema)
        insert(night.con, "raw.unplaced", frame.with_columns(batch_id=pl.lit(batch_id), dataset=pl.lit(dataset.name)))


def keep_paths(night: Night, batch_id: str, mappers: list[Mapper]) -> None:
    """Note from which paths the columns were filled, so that a broken promise can name the element."""
    paths = [
        (dataset, kind, column, _shown(value.paths))
        for mapper in mappers
        for dataset, kinds in mapper.mapping.datasets.items()
        for kind, rows in kinds.items()
        for column, value in rows.columns.items()
        if value.paths
    ]
    paths += [
        (dataset, kind, column, _shown(found))
        for mapper in mappers
        for dataset, kinds in mapper.mapping.datasets.items()
        for kind, rows in kinds.items()
        for column, found in _of_codes(rows)
        if found
    ]
    frame = pl.DataFrame(paths, schema=["dataset", "kind", "column_name", "path"], orient="row")
    insert(night.con, "raw.mapped_path", frame.with_columns(batch_id=pl.lit(batch_id)))


def _of_codes(rows: Rows) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The columns that are not filled by a path of their own."""
    yield "code", rows.coded.paths if rows.coded is not None else ()
    yield "diagnosis_pointers", rows.points.paths if rows.points is not None else ()
    yield from ((f"modifier{place}", rows.modifiers) for place in range(1, 5))


def _shown(paths: tuple[str, ...]) -> str:
    """The first path, and that there are others."""
    return paths[0] + (" …" if len(paths) > 1 else "")
