"""What every stage takes for granted of the database: rows put into a table within a night are there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.warehouse import Connection, open_database, open_warehouse, scalar, scratch

# More than one row group of DuckDB's, which is where it begins to write in parts.
ROWS = 130_000


@pytest.fixture(params=["warehouse", "database", "scratch"])
def con(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    made = {
        "warehouse": lambda: open_warehouse(tmp_path / "warehouse.duckdb"),
        "database": lambda: open_database(tmp_path / "other.duckdb"),
        "scratch": scratch,
    }[request.param]()
    yield made
    made.close()


@pytest.mark.parametrize("kind", ["", "TEMP "])
def test_rows_put_in_after_the_none_of_an_empty_table_are_there(con: Connection, kind: str) -> None:
    """With two threads DuckDB 1.5 loses them all."""
    con.execute(f"CREATE TABLE many AS SELECT i FROM range({ROWS}) AS t (i)")
    con.execute("CREATE TABLE none AS SELECT i FROM many WHERE i < 0")
    con.begin()
    con.execute(f"CREATE {kind}TABLE kept AS SELECT i FROM none")
    con.execute("INSERT INTO kept SELECT i FROM many")
    assert scalar(con, "SELECT count(*) FROM kept") == ROWS
    con.commit()
    assert scalar(con, "SELECT count(*) FROM kept") == ROWS


def test_a_reader_has_every_thread(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with open_database(path) as writer:
        assert scalar(writer, "SELECT current_setting('threads')") == 1
    with open_database(path, read_only=True) as reader, scratch() as other:
        other.execute("RESET threads")
        assert scalar(reader, "SELECT current_setting('threads')") == scalar(other, "SELECT current_setting('threads')")
