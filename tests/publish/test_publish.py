"""The published file: whole, commented, without patients unless granted, and never in an analyst's way."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_contracts.patient_columns import UnclassifiedColumnError
from tasks.publish.publish import publish
from tasks.warehouse import Connection, WarehouseError, fetch_dicts, open_database, scalar
from tests.publish.sample import sample_warehouse

READER = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
for _ in sys.stdin:
    print(con.execute("SELECT count(*) FROM core.encounter").fetchone()[0], flush=True)
"""


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    con = sample_warehouse(tmp_path / "warehouse.duckdb", built=True)
    yield con
    con.close()


def published(con: Connection, target: Path, *, granted: bool = False) -> Connection:
    publish(con, target, granted)
    return open_database(target, read_only=True)


def values_with(con: Connection, needle: str) -> set[str]:
    """Columns that hold the needle anywhere, as text."""
    columns = "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE NOT internal"
    return {
        f"{schema}.{table}.{column}"
        for schema, table, column in con.execute(columns).fetchall()
        if scalar(con, f"SELECT count(*) FROM {schema}.{table} WHERE contains({column}::VARCHAR, ?)", [needle])
    }


def test_no_patient_gets_out_without_the_grant(con: Connection, tmp_path: Path) -> None:
    with published(con, tmp_path / "p.duckdb") as out:
        assert values_with(out, "ZZ") == set()
        assert values_with(out, "1911-11-11") == set()
    assert b"ZZmember" not in (tmp_path / "p.duckdb").read_bytes()


def test_the_grant_publishes_everything_as_it_is(con: Connection, tmp_path: Path) -> None:
    with published(con, tmp_path / "p.duckdb", granted=True) as out:
        assert {"core.patient.last_name", "core.encounter.encounter_id", "core.coverage.member_id"} <= values_with(
            out, "ZZ"
        )
        for table in ("core.patient", "core.claim", "ledger.posting", "marts.worklist"):
            query = f"SELECT * FROM {table} ORDER BY ALL"
            assert out.execute(query).fetchall() == con.execute(query).fetchall()


def test_pseudonyms_join_as_the_ids_do(con: Connection, tmp_path: Path) -> None:
    joined = """
        SELECT count(*) FROM core.claim AS c
        INNER JOIN core.encounter AS e USING (received_id, encounter_id, patient_id)
        INNER JOIN core.patient AS p USING (batch_id, patient_id)
    """
    with published(con, tmp_path / "p.duckdb") as out:
        assert scalar(out, joined) == scalar(con, joined) == 40
        waiting = (
            "SELECT count(*) FROM marts.worklist AS w INNER JOIN core.encounter AS e ON w.subject_id = e.received_id"
        )
        assert scalar(out, waiting) == scalar(con, waiting) == 6


def test_numbers_of_our_claims_stay_and_those_of_others_go(con: Connection, tmp_path: Path) -> None:
    with published(con, tmp_path / "p.duckdb") as out:
        rows = "SELECT claim_id IS NULL AS unknown, count(claim_number) AS numbers FROM core.remit_claim GROUP BY ALL"
        assert {r["unknown"]: r["numbers"] for r in fetch_dicts(out, rows)} == {False: 11, True: 0}


def test_raw_rows_and_reference_tables_stay_at_home(con: Connection, tmp_path: Path) -> None:
    with published(con, tmp_path / "p.duckdb") as out:
        schemas = {row[0] for row in out.execute("SELECT DISTINCT schema_name FROM duckdb_tables()").fetchall()}
        ours = out.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()
    assert schemas == {"core", "ledger", "main", "marts"}
    assert ours == [("published_content",)]


def test_tables_comments_and_macros_are_those_of_the_warehouse(con: Connection, tmp_path: Path) -> None:
    comments = """
        SELECT table_name, column_name, data_type, comment FROM duckdb_columns()
        WHERE NOT internal AND schema_name IN ('core', 'ledger', 'marts') ORDER BY schema_name, table_name, column_index
    """
    macros = "SELECT function_name FROM duckdb_functions() WHERE schema_name = 'marts' AND NOT internal ORDER BY 1"
    with published(con, tmp_path / "p.duckdb") as out:
        assert out.execute(comments).fetchall() == con.execute(comments).fetchall()
        assert out.execute(macros).fetchall() == con.execute(macros).fetchall() != []


def test_the_aging_macro_works_in_the_published_file(con: Connection, tmp_path: Path) -> None:
    aging = "SELECT sum(amount) FROM marts.ar_aging_as_of(DATE '2026-11-20', 'service')"
    with published(con, tmp_path / "p.duckdb") as out:
        receivable = "SELECT sum(amount) FROM ledger.posting WHERE starts_with(account, 'ar_')"
        assert scalar(out, aging) == scalar(con, receivable)


def test_an_open_reader_keeps_the_old_file_and_blocks_nobody(con: Connection, tmp_path: Path) -> None:
    target = tmp_path / "p.duckdb"
    publish(con, target, False)
    command = [sys.executable, "-c", READER, str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        print(file=reader.stdin, flush=True)
        assert reader.stdout.readline() == "50\n"
        con.execute("DELETE FROM core.encounter WHERE encounter_id = 'ZZE50'")
        publish(con, target, False)
        print(file=reader.stdin, flush=True)
        assert reader.stdout.readline() == "50\n"
        with open_database(target, read_only=True) as fresh:
            assert scalar(fresh, "SELECT count(*) FROM core.encounter") == 49


def test_only_the_published_file_is_left(con: Connection, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    publish(con, folder / "p.duckdb", False)
    publish(con, folder / "p.duckdb", False)
    assert [f.name for f in folder.glob("[!.]*")] == ["p.duckdb"]
    assert [f.suffix for f in folder.glob(".*")] == [".duckdb"]
    assert scalar(con, "SELECT current_catalog()") == "warehouse"


def test_what_a_crash_left_behind_is_replaced(con: Connection, tmp_path: Path) -> None:
    for name in (".p.duckdb.part", ".p.duckdb.part.wal"):
        (tmp_path / name).write_bytes(b"half a file")
    with published(con, tmp_path / "p.duckdb") as out:
        assert scalar(out, "SELECT count(*) FROM core.encounter") == 50
    assert not list(tmp_path.glob(".p.duckdb*"))


def test_changed_tables_get_a_new_empty_file_and_the_old_one_goes(con: Connection, tmp_path: Path) -> None:
    publish(con, tmp_path / "out" / "p.duckdb", False)
    before = {f.name for f in (tmp_path / "out").glob(".*")}
    con.execute("COMMENT ON TABLE core.claim IS 'One row per claim, said otherwise.'")
    with published(con, tmp_path / "out" / "p.duckdb") as out:
        comment = "SELECT comment FROM duckdb_tables() WHERE schema_name = 'core' AND table_name = 'claim'"
        assert scalar(out, comment) == "One row per claim, said otherwise."
    after = {f.name for f in (tmp_path / "out").glob(".*")}
    assert len(before) == len(after) == 1
    assert before != after


def test_published_again_it_holds_what_the_warehouse_holds(con: Connection, tmp_path: Path) -> None:
    target = tmp_path / "p.duckdb"
    publish(con, target, False)
    con.execute("DELETE FROM core.encounter WHERE encounter_id = 'ZZE50'")
    con.execute("UPDATE core.claim SET live = NOT live")
    publish(con, target, False)
    with (
        open_database(target, read_only=True) as again,
        published(con, tmp_path / "new.duckdb") as new,
    ):
        tables = "SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY 1"
        for (table,) in new.execute(tables).fetchall():
            query = f"SELECT * FROM {table} ORDER BY ALL"
            assert again.execute(query).fetchall() == new.execute(query).fetchall(), table


def test_a_grant_taken_back_leaves_no_patient(con: Connection, tmp_path: Path) -> None:
    publish(con, tmp_path / "p.duckdb", True)
    with published(con, tmp_path / "p.duckdb") as out:
        assert values_with(out, "ZZ") == set()
    assert b"ZZmember" not in (tmp_path / "p.duckdb").read_bytes()


def test_a_published_file_that_was_spoiled_is_replaced(con: Connection, tmp_path: Path) -> None:
    (tmp_path / "p.duckdb").write_bytes(b"not a database")
    with published(con, tmp_path / "p.duckdb") as out:
        assert scalar(out, "SELECT count(*) FROM core.encounter") == 50


def test_a_column_that_nobody_classified_is_not_published(con: Connection, tmp_path: Path) -> None:
    target = tmp_path / "p.duckdb"
    publish(con, target, False)
    before = target.read_bytes()
    con.execute("ALTER TABLE core.claim ADD COLUMN mothers_maiden_name VARCHAR")
    with pytest.raises(UnclassifiedColumnError, match=r"core\.claim\.mothers_maiden_name"):
        publish(con, target, False)
    assert target.read_bytes() == before


def test_a_failure_leaves_the_old_file_and_a_usable_connection(
    con: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "p.duckdb"
    publish(con, target, False)
    before = target.read_bytes()
    con.execute("DELETE FROM core.claim_event")
    broken = ("CREATE MACRO marts.broken AS TABLE SELECT FROM",)
    for place, planted in (
        ("publish.published_value", lambda *_: "no_such_column"),
        ("empty.read_macros", lambda: broken),
    ):
        monkeypatch.setattr(f"tasks.publish.{place}", planted)
        with pytest.raises(WarehouseError):
            publish(con, target, False)
        monkeypatch.undo()
        assert target.read_bytes() == before
    publish(con, target, False)
    assert scalar(con, "SELECT current_catalog()") == "warehouse"
