"""`cleanclaim x12`: one Parquet file a table whatever comes in, and a verdict on each file."""

from decimal import Decimal

import polars as pl
import pytest

from tasks.x12.convert import convert
from tests.x12.make_835 import remittance, write
from tests.x12.make_answers import group, interchange
from tests.x12.test_acknowledgements import REJECTED

NAMED = ("payment", "claim", "line", "adjustment", "provider_adjustment", "remark", "reference", "finding")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "in/a.835").write_bytes(write([remittance(1), remittance(2)]))
    (tmp_path / "in/deep/b.835").write_bytes(write([remittance(3)]))
    (tmp_path / "in/c.999").write_bytes(interchange(group(REJECTED, code="999")))
    return tmp_path / "in"


def test_a_folder_becomes_one_file_a_table(folder, tmp_path):
    result = convert([folder], tmp_path / "out")
    assert result.exit_status == 0
    tables = {path.stem: pl.read_parquet(path) for path in sorted((tmp_path / "out").iterdir())}
    assert set(NAMED) <= set(tables)
    assert all("source_file" in frame.columns for frame in tables.values())
    assert tables["payment"]["source_file"].to_list() == [str(folder / "a.835")] * 2 + [str(folder / "deep/b.835")]
    assert len(tables["ack999"]) == 3
    for table, column in (("payment", "amount"), ("claim", "charge_amount"), ("line", "paid_amount"),
                          ("adjustment", "amount"), ("provider_adjustment", "amount")):  # fmt: skip
        assert tables[table].schema[column] == pl.Decimal(14, 2)
    made = [remittance(1), remittance(2), remittance(3)]
    assert result.paid == sum(Decimal(one.paid) for one in made) / 100
    assert {name: len(frame) for name, frame in tables.items()} == result.counts


def test_all_tables_are_written_even_if_empty(folder, tmp_path):
    assert convert([folder / "c.999"], tmp_path / "out").exit_status == 0
    for name in NAMED:
        assert pl.read_parquet(tmp_path / f"out/{name}.parquet").is_empty()
    written = convert([folder / "a.835"], tmp_path / "full").written
    assert {path.stem for path in written} >= {*NAMED, "interchange", "functional_group", "transaction_set"}
    for path in written:
        assert pl.read_parquet_schema(path) == pl.read_parquet_schema(tmp_path / "out" / path.name)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "not_x12"), (bytes(range(256)), "not_x12"),
     (interchange(group("BHT*1~", code="277")).replace(b"X214", b"X228"), "unsupported_transaction_set"),
     # Without a version it could be a 277 or a 277CA.
     (interchange(group("BHT*1~", code="277")).replace(b"005010X214", b""), "unsupported_transaction_set")],
)  # fmt: skip
def test_what_cannot_be_read_is_an_error_and_the_rest_is_read(folder, tmp_path, content, code):
    (folder / "bad").write_bytes(content)
    result = convert([folder], tmp_path / "out")
    assert result.exit_status == 1
    assert [(file.path, file.ok) for file in result.files if not file.ok] == [(str(folder / "bad"), False)]
    assert result.findings.filter(pl.col("severity") == "error")["code"].to_list() == [code]
    assert len(pl.read_parquet(tmp_path / "out/payment.parquet")) == 3


def test_a_warning_alone_is_no_failure(folder):
    (folder / "a.835").write_bytes(write([remittance(1)]).replace(b"XX*1234567893", b"XX*1234567890"))
    result = convert([folder / "a.835"])
    assert (result.exit_status, result.files[0].warnings) == (0, 1)
    assert result.written == []


def test_no_file_at_all_still_gives_typed_tables(tmp_path):
    (tmp_path / "empty").mkdir()
    result = convert([tmp_path / "empty"], tmp_path / "out")
    assert (result.exit_status, result.files) == (0, [])
    assert pl.read_parquet(tmp_path / "out/payment.parquet").is_empty()


def test_csv_and_json_hold_the_same_rows(folder, tmp_path):
    for form, suffix in (("csv", "csv"), ("json", "ndjson"), ("parquet", "parquet")):
        result = convert([folder], tmp_path / form, form)
        assert {path.suffix for path in result.written} == {f".{suffix}"}
    wanted = pl.read_parquet(tmp_path / "parquet/claim.parquet")
    kinds = dict.fromkeys(wanted.columns, pl.String)
    texts = wanted.select(pl.all().cast(pl.String))
    assert pl.read_csv(tmp_path / "csv/claim.csv", schema=kinds).equals(texts)
    lines = pl.read_ndjson(tmp_path / "json/claim.ndjson", schema=kinds)
    assert lines.equals(texts)
    assert (tmp_path / "csv/batch.csv").read_text().count("\n") == 1 + len(
        pl.read_parquet(tmp_path / "parquet/batch.parquet")
    )


def test_many_files_are_read_by_processes_in_their_order(folder, tmp_path, monkeypatch):
    here = convert([folder], tmp_path / "one")
    monkeypatch.setattr("tasks.x12.many.MANY", 2)
    told = []
    there = convert([folder], tmp_path / "two", progress=lambda path, size: told.append((path, size)))
    assert [file.path for file in there.files] == [file.path for file in here.files] == [path for path, _ in told]
    assert [size for _, size in told] == [file.size for file in here.files]
    for one, two in zip(here.written, there.written, strict=True):
        assert one.read_bytes() == two.read_bytes(), one.name


def test_a_file_that_cannot_be_opened_is_a_finding(tmp_path):
    (tmp_path / "gone.835").symlink_to(tmp_path / "nowhere")
    result = convert([tmp_path / "gone.835"])
    assert result.exit_status == 1
    assert result.findings["code"].to_list() == ["unreadable_file"]
