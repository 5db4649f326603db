"""Generated agreements and months: the engine and the reference agree to the cent (2,000 more in tests/trust)."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.warehouse import Connection, create_schema, scratch
from tests.invoice.compared import compare
from tests.invoice.histories import LAST, agreements, months, payments

HISTORIES = st.tuples(
    agreements(), months(), st.lists(st.sampled_from(LAST).flatmap(lambda day: payments(day, ["N000001"])), max_size=2)
)


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Connection]:
    con = scratch()
    create_schema(con, "schema")
    yield con
    con.close()


@settings(max_examples=6, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(HISTORIES)
def test_every_month_is_what_the_reference_says(warehouse: Connection, history: tuple) -> None:
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), warehouse, *history)
