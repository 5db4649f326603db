"""Columns of documented facts may be absent from a file; a row without them is what it was before they were there."""

from datetime import date

import pytest

from data_contracts.datasets import DATASETS, ENCOUNTERS, SERVICES, Dataset
from tasks.contracts.sent import prepare
from tasks.intake.table import read_table
from tasks.warehouse import create_schema, scalar, scratch

WITH_FACTS = pytest.mark.parametrize("dataset", [ENCOUNTERS, SERVICES], ids=lambda d: d.name)


def _csv(names: list[str]) -> bytes:
    return f"{','.join(names)}\n{','.join('1' for _ in names)}\n".encode()


@WITH_FACTS
def test_a_file_may_leave_them_out(dataset: Dataset) -> None:
    old = [column.name for column in dataset.columns if not column.may_be_absent]
    table = read_table(dataset, f"{dataset.name}.csv", _csv(old))
    assert (table.faults, table.notes) == ((), ())
    assert table.rows is not None
    assert table.rows.columns == ["source_line", *old]
    missing = read_table(dataset, f"{dataset.name}.csv", _csv(old[1:]))
    assert [fault.code for fault in missing.faults] == ["missing_column"]


@WITH_FACTS
def test_a_file_may_have_some_of_them(dataset: Dataset) -> None:
    some = dataset.column_names[:-1]
    table = read_table(dataset, f"{dataset.name}.csv", _csv(list(some)))
    assert (table.faults, table.notes) == ((), ())
    assert table.rows is not None
    assert table.rows.columns == ["source_line", *some]


def test_only_the_two_datasets_have_such_columns() -> None:
    assert {d.name for d in DATASETS for c in d.columns if c.may_be_absent} == {"encounters", "services"}
    assert not [c.name for d in DATASETS for c in d.columns if c.may_be_absent and c.required]


def test_the_content_of_a_row_counts_them_only_where_they_say_something() -> None:
    con = scratch()
    create_schema(con, "schema")
    for name, minutes in (("none", None), ("empty", ""), ("some", "20")):
        con.execute(
            "INSERT INTO raw.encounters BY NAME SELECT 'b' AS batch_id, 1 AS source_line, 'E1' AS encounter_id, "
            "'f' AS source_file, ?::VARCHAR AS total_minutes, ? AS mdm_data",
            [minutes, None],
        )
        prepare(con, "b", date(2026, 3, 2))
        content = scalar(con, "SELECT content FROM content_encounters")
        con.execute("DELETE FROM raw.encounters")
        old = [column.name for column in ENCOUNTERS.columns if not column.may_be_absent]
        plain = "E1" + chr(31) * (len(old) - 1)
        assert content == (plain if name != "some" else f"{plain}{chr(31)}total_minutes=20")
