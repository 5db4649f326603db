"""A mart is a file with a head and one SELECT; what the head does not say is refused."""

import re

import pytest

from tasks.publish.marts import MartError, build_mart, read_mart, read_marts
from tasks.warehouse import Connection, scalar, scratch
from tasks.workspace import SQL

GOOD = "-- title: Ones\n-- one row per: number\n-- column n: the number's value\nSELECT 1 AS n\n"


@pytest.fixture
def con() -> Connection:
    con = scratch()
    con.execute("CREATE SCHEMA marts")
    return con


def test_the_head_becomes_comments(con: Connection) -> None:
    assert build_mart(con, read_mart("ones", GOOD)) == 1
    assert scalar(con, "SELECT comment FROM duckdb_tables() WHERE table_name = 'ones'") == "Ones. One row per number."
    assert scalar(con, "SELECT comment FROM duckdb_columns() WHERE column_name = 'n'") == "the number's value"


def test_building_again_replaces(con: Connection) -> None:
    build_mart(con, read_mart("ones", GOOD))
    assert build_mart(con, read_mart("ones", GOOD.replace("SELECT 1", "SELECT unnest([1, 2])"))) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("-- one row per: number\n", ""), "one row per"),
        (GOOD.replace("-- title: Ones\n", ""), "title"),
        ("-- author: nobody\n" + GOOD, "not understood: -- author: nobody"),
    ],
)
def test_a_head_that_does_not_say_what_it_must_is_refused(text: str, said: str) -> None:
    with pytest.raises(MartError, match=re.escape(said)):
        read_mart("ones", text)


@pytest.mark.parametrize("select", ["SELECT 1 AS n, 2 AS m", "SELECT 1 AS other"])
def test_a_column_without_a_comment_is_refused(con: Connection, select: str) -> None:
    with pytest.raises(MartError, match=r"sql/marts/ones\.sql: one `-- column"):
        build_mart(con, read_mart("ones", GOOD.replace("SELECT 1 AS n", select)))


def test_the_marts_of_the_project_are_there() -> None:
    assert {"denials", "worklist", "money_movements", "night_totals"} <= {mart.name for mart in read_marts()}


def test_queries_of_reports_say_what_a_row_is() -> None:
    silent = [f.name for f in (SQL / "reports").glob("*.sql") if "\n-- one row per: " not in f.read_text("utf-8")]
    assert silent == []
