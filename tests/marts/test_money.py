"""Movements and night totals agree with the ledger to the cent."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.warehouse import Connection, fetch_dicts, scalar
from tests.publish.sample import DAY, build, sample_warehouse

RECEIVABLE = "SELECT sum(amount) FROM ledger.posting WHERE starts_with(account, 'ar_')"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    path: Path = tmp_path_factory.mktemp("money") / "warehouse.duckdb"
    con = sample_warehouse(path)
    build(con)
    yield con
    con.close()


def test_changes_are_the_receivables(con: Connection) -> None:
    assert scalar(con, "SELECT sum(change) FROM marts.money_movements") == scalar(con, RECEIVABLE)


def test_every_change_is_explained(con: Connection) -> None:
    broken = "SELECT * FROM marts.money_movements WHERE change <> charges - payments - adjustments + transfers"
    assert fetch_dicts(con, broken) == []


def test_transfers_net_to_zero_every_day(con: Connection) -> None:
    days = "SELECT posted_on FROM marts.money_movements GROUP BY posted_on HAVING sum(transfers) <> 0"
    assert fetch_dicts(con, days) == []
    assert scalar(con, "SELECT sum(transfers) FROM marts.money_movements WHERE party = 'patient'") == 60


def test_money_that_touches_no_receivable_is_no_payment(con: Connection) -> None:
    # 6 x 60 from the insurer and 100.10 from a patient; the deposit and the suspended money are not payments.
    assert str(scalar(con, "SELECT sum(payments) FROM marts.money_movements")) == "460.10"


def test_the_last_night_holds_the_books_of_now(con: Connection) -> None:
    row = fetch_dicts(con, "SELECT * FROM marts.night_totals ORDER BY night DESC LIMIT 1")[0]
    assert row["night"] == DAY
    assert row["ar_insurer"] + row["ar_patient"] == scalar(con, RECEIVABLE)
    suspense = "SELECT -sum(amount) FROM ledger.posting WHERE starts_with(account, 'suspense')"
    assert row["suspense"] == scalar(con, suspense)


def test_night_totals_count_each_encounter_and_charge_once(con: Connection) -> None:
    found = fetch_dicts(con, "SELECT sum(encounters_received) AS n, sum(charges) AS c FROM marts.night_totals")[0]
    assert found["n"] == scalar(con, "SELECT count(*) FROM core.encounter")
    assert found["c"] == scalar(con, "SELECT sum(charge) FROM core.claim")
