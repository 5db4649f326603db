"""2,000 generated clients of three months against the reference (tests/invoice/reference.py). New ones each run."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from tasks.warehouse import create_schema, scratch
from tests.invoice.compared import compare
from tests.invoice.test_reference import HISTORIES

_MANY = settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def test_every_month_is_what_the_reference_says() -> None:
    con = scratch()
    create_schema(con, "schema")
    documents = 0

    @_MANY
    @given(HISTORIES)
    def holds(history: tuple) -> None:
        nonlocal documents
        with tempfile.TemporaryDirectory() as folder:
            documents += compare(Path(folder), con, *history)

    holds()
    con.close()
    print(f"\n{documents} invoices and credit notes: every line and share is the reference's, to the cent")
