"""Writing an encounter drop: the files, control.json last, in a folder that appears whole."""

import csv
import io
import json
import shutil
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

import polars as pl

from data_contracts.datasets import DATASETS
from tasks.sandbox.profiles import Row
from tasks.sandbox.visits import Visit

Tables = dict[str, list[Row]]


def write_drop(folder: Path, visits: Iterable[Visit], *, parquet: bool = False, torn: bool = False) -> None:
    """Write the visits as a drop named like `folder`, which must not be there yet or is left as it is."""
    tables: Tables = {dataset.name: [] for dataset in DATASETS}
    seen: set[str] = set()
    for visit in sorted(visits, key=lambda v: v.encounter_id):
        tables["encounters"].append(visit.encounter)
        tables["diagnoses"] += visit.diagnoses
        tables["services"] += visit.services
        if visit.patient["patient_id"] not in seen:
            seen.add(visit.patient["patient_id"])
            tables["patients"].append(visit.patient)
            tables["coverages"] += visit.coverages
    write_tables(folder, tables, parquet=parquet, torn=torn)


def write_tables(folder: Path, tables: Tables, *, parquet: bool = False, torn: bool = False) -> None:
    """Write the five datasets and control.json into a hidden folder, then give it its name.

    A `torn` drop promises an encounter and a hundred dollars more than it brings.
    """
    if folder.exists():
        return
    hidden = folder.with_name(f".{folder.name}")
    if hidden.exists():
        shutil.rmtree(hidden)
    hidden.mkdir(parents=True)
    files = {}
    for dataset in DATASETS:
        name = f"{dataset.name}.{'parquet' if parquet else 'csv'}"
        rows = [{column: row.get(column, "") for column in dataset.column_names} for row in tables[dataset.name]]
        _write_rows(hidden / name, dataset.column_names, rows)
        files[dataset.name] = {"file": name, "rows": len(rows)}
    total = sum((_dollars(row["charge"]) for row in tables["services"]), Decimal(0))
    control = {
        "batch": folder.name,
        "datasets": files,
        "encounters": len(tables["encounters"]) + torn,
        "total_charges": f"{total + 100 * torn:.2f}",
    }
    (hidden / "control.json").write_text(json.dumps(control, indent=1) + "\n", encoding="utf-8")
    hidden.rename(folder)


def _write_rows(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    if path.suffix == ".parquet":
        schema = dict.fromkeys(columns, pl.String)
        pl.DataFrame(rows, schema=schema).with_columns(pl.all().replace("", None)).write_parquet(path)
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode())


def _dollars(charge: str) -> Decimal:
    """A charge as the practice sums it: what is not a number counts nothing."""
    try:
        return Decimal(charge)
    except InvalidOperation:
        return Decimal(0)
