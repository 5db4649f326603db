"""What is published has the types and comments that analysts are promised."""

from collections.abc import Iterator

import pytest

from tasks.publish.dictionary import empty_warehouse
from tasks.warehouse import Connection, fetch_dicts

PUBLISHED = "NOT internal AND schema_name IN ('core', 'ledger', 'marts')"


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    con = empty_warehouse()
    yield con
    con.close()


def test_amounts_are_decimal_14_2_and_nothing_is_a_float(con: Connection) -> None:
    # Quantities have two or three decimals, rates, scores and measures four: they are no money.
    known = "'DECIMAL(14,2)', 'DECIMAL(12,2)', 'DECIMAL(12,3)', 'DECIMAL(5,4)', 'DECIMAL(9,4)', 'DECIMAL(14,4)'"
    wrong = f"""
        SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE {PUBLISHED}
        AND (data_type IN ('DOUBLE', 'FLOAT', 'HUGEINT') OR data_type LIKE 'DECIMAL%' AND data_type NOT IN ({known}))
    """
    assert fetch_dicts(con, wrong) == []


def test_columns_named_as_amounts_are_amounts(con: Connection) -> None:
    names = "'amount', 'charge', 'charges', 'payments', 'adjustments', 'transfers', 'suspense', 'posted', 'paid_amount'"
    wrong = f"""
        SELECT table_name, column_name, data_type FROM duckdb_columns()
        WHERE {PUBLISHED} AND column_name IN ({names}) AND data_type <> 'DECIMAL(14,2)'
    """
    assert fetch_dicts(con, wrong) == []


def test_days_are_dates(con: Connection) -> None:
    days = "'night', 'since', 'as_of', 'service_from', 'service_to', 'state_since'"
    wrong = f"""
        SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE {PUBLISHED}
        AND ((column_name LIKE '%\\_on' ESCAPE '\\' OR column_name IN ({days}))
             AND data_type <> 'DATE' OR data_type LIKE 'TIMESTAMP%')
    """
    assert fetch_dicts(con, wrong) == []


def test_every_table_and_column_says_what_it_is(con: Connection) -> None:
    tables = f"SELECT schema_name, table_name FROM duckdb_tables() WHERE {PUBLISHED} AND coalesce(comment, '') = ''"
    columns = f"SELECT table_name, column_name FROM duckdb_columns() WHERE {PUBLISHED} AND coalesce(comment, '') = ''"
    assert fetch_dicts(con, tables) == []
    assert fetch_dicts(con, columns) == []


def test_every_table_says_what_a_row_is(con: Connection) -> None:
    silent = f"SELECT table_name FROM duckdb_tables() WHERE {PUBLISHED} AND comment NOT ILIKE '%one row per%'"
    assert fetch_dicts(con, silent) == []
