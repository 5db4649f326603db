"""Drops of Parquet files: with typed columns, without the optional ones, with types that cannot be meant."""

import io
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import polars as pl

from data_contracts.datasets import DATASETS
from tasks.contracts import stage as contracts
from tasks.intake import stage as intake
from tasks.intake.table import read_table
from tests.intake.drops import Practice, csv_bytes, files, parquet_bytes, samples

TABLES = samples((1, 2, 3))
OPTIONAL = {dataset.name: [c.name for c in dataset.columns if c.may_be_absent] for dataset in DATASETS}
MONEY = Decimal("75.25")
# Types that say more than the value, and what the column is then in the warehouse.
TYPED: dict[str, tuple[str, pl.Expr, object]] = {
    "a day": ("service_from", pl.lit(date(2026, 2, 27)), date(2026, 2, 27)),
    "a moment at midnight": ("service_from", pl.lit(datetime(2026, 2, 27)), date(2026, 2, 27)),
    "decimals of four places": ("charge", pl.lit(MONEY).cast(pl.Decimal(14, 4)), MONEY),
    "a dose of four places": ("dose_quantity", pl.lit(Decimal("1.5")).cast(pl.Decimal(12, 4)), Decimal("1.500")),
    "a time": ("start_time", pl.lit(time(9, 5)), "09:05"),
    "a number": ("minutes", pl.lit(20, dtype=pl.Int32), 20),
    "a category": ("unit_basis", pl.lit("UN").cast(pl.Categorical), "UN"),
    "nothing": ("container", pl.lit(None), None),
}
# Types whose values are not those of the contract, by column of services.
WRONG = {
    "service_from": pl.lit(datetime(2026, 2, 27, 9, 5)),
    "service_to": pl.lit(datetime(2026, 2, 28, tzinfo=UTC)),
    "ndc": pl.lit(1),
    "units": pl.lit(0.1 + 0.2),
    "container": pl.lit(True),
}


def _typed(**columns: pl.Expr) -> bytes:
    """The Parquet file of services with columns of other types."""
    out = io.BytesIO()
    pl.read_parquet(parquet_bytes("services", TABLES["services"])).with_columns(**columns).write_parquet(out)
    return out.getvalue()


def test_parquet_is_read_like_csv(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    practice.deliver("day", files(TABLES, "parquet"))
    practice.deliver("csv", files(TABLES))
    practice.night(intake.run)
    columns = "* EXCLUDE (batch_id, source_file)"
    for dataset in TABLES:
        one, other = (
            practice.rows(f"SELECT {columns} FROM raw.{dataset} WHERE batch_id = '{batch}' ORDER BY source_line")
            for batch in ("csv", "day")
        )
        assert one == other


def test_a_parquet_file_that_is_none_is_a_fault(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    practice.deliver("day", {**files(TABLES, "parquet"), "services.parquet": csv_bytes("services", TABLES["services"])})
    practice.night(intake.run, contracts.run)
    assert practice.problems() == [("unreadable_file", "error")]
    assert set(practice.states().values()) == {("held", "batch_unreadable")}


def test_parquet_columns_of_other_types_are_read_as_text() -> None:
    """Without a night: what the contract then makes of the text is the contract's."""
    services = next(dataset for dataset in DATASETS if dataset.name == "services")
    expected = {"a day": "2026-02-27", "a moment at midnight": "2026-02-27", "decimals of four places": "75.25",
                "a dose of four places": "1.50", "a time": "09:05", "a number": "20", "a category": "UN",
                "nothing": None}  # fmt: skip
    for name, (column, values, _) in TYPED.items():
        table = read_table(services, "services.parquet", _typed(**{column: values}))
        assert table.rows is not None
        assert (name, set(table.rows[column])) == (name, {expected[name]})


def test_a_parquet_drop_with_typed_columns_is_accepted_and_without_the_optional_ones(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    wanted = ("a day", "decimals of four places", "a time", "a number", "a category")
    columns = {TYPED[name][0]: TYPED[name] for name in wanted}
    typed = _typed(**{column: values for column, (_, values, _) in columns.items()})
    practice.deliver("typed", {**files(TABLES, "parquet"), "services.parquet": typed})
    bare = files(samples((7,)), "parquet")
    for dataset, absent in OPTIONAL.items():
        out = io.BytesIO()
        pl.read_parquet(bare[f"{dataset}.parquet"]).drop(absent).write_parquet(out)
        bare[f"{dataset}.parquet"] = out.getvalue()
    assert OPTIONAL["services"]
    practice.deliver("older", bare)
    practice.night(intake.run, contracts.run)
    assert practice.problems() == []
    assert set(practice.states().values()) == {("ready", None)}
    for column, (_, _, expected) in columns.items():
        query = f"SELECT DISTINCT {column} FROM core.service WHERE received_id LIKE 'typed/%'"
        assert practice.values(query) == [expected]
    query = "SELECT count(*) FROM core.service WHERE received_id LIKE 'older/%' AND start_time IS NULL"
    assert practice.values(query) == [len(samples((7,))["services"])]


def test_parquet_columns_of_wrong_types_are_named(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    made = files(TABLES, "parquet")
    practice.deliver("wrong", {**made, "services.parquet": _typed(**WRONG)})
    practice.deliver("lists", {**made, "services.parquet": _typed(modifier1=pl.concat_list(pl.lit("25")))})
    practice.night(intake.run, contracts.run)
    query = "SELECT DISTINCT column_name FROM core.quarantine WHERE dataset = 'services' AND batch_id = 'wrong'"
    assert set(practice.values(query)) == {*WRONG}
    message = practice.values("SELECT message FROM core.problem WHERE code = 'unreadable_file'")
    assert message == ["Batch lists: services: columns hold lists or other than text: modifier1"]
