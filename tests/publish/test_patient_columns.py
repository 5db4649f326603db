"""Every published column is either about who a patient is, or is not: a new one cannot slip through."""

import pytest

from data_contracts.patient_columns import IN_TABLE, OPEN, PSEUDONYM, WITHHELD, UnclassifiedColumnError, treatment
from tasks.publish.dictionary import empty_warehouse


def columns() -> set[tuple[str, str]]:
    query = """
        SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns()
        WHERE NOT internal AND schema_name IN ('core', 'ledger', 'marts')
    """
    with empty_warehouse() as con:
        return {(table, column) for table, column in con.execute(query).fetchall()}


def test_every_column_is_classified() -> None:
    unclassified = []
    for table, column in sorted(columns()):
        try:
            treatment(table, column)
        except UnclassifiedColumnError:
            unclassified.append(f"{table}.{column}")
    assert unclassified == []


def test_no_name_is_in_two_lists() -> None:
    assert not WITHHELD & OPEN
    assert not WITHHELD & PSEUDONYM
    assert not PSEUDONYM & OPEN


def test_exceptions_are_columns_that_exist() -> None:
    assert set(IN_TABLE) <= columns()


@pytest.mark.parametrize("word", ["birth", "member_id", "subscriber_last", "patient_last", "postal", "address"])
def test_what_names_or_locates_a_patient_is_never_open(word: str) -> None:
    found = [(t, c) for t, c in columns() if word in c]
    assert found
    assert {treatment(t, c).way for t, c in found} == {"withheld"}


def test_a_state_is_an_address_only_of_a_patient() -> None:
    assert treatment("core.patient", "state").way == "withheld"
    assert treatment("core.encounter", "state").way == "open"
