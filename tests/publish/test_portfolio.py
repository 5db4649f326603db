"""The portfolio: all clients, no patients; a client that failed keeps what it had published."""

from pathlib import Path

import pytest

from tasks.publish.marts import build_marts
from tasks.publish.portfolio import portfolio_path, publish_portfolio
from tasks.publish.publish import publish
from tasks.warehouse import fetch_dicts, open_database
from tasks.workspace import Workspace
from tests.ledger.books import COMPANY
from tests.publish.sample import DAY, build, sample_warehouse


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "company.yaml").write_text(COMPANY)
    for client in ("alpha", "beta", "gamma"):
        folder = tmp_path / "clients" / client
        folder.mkdir(parents=True)
        (folder / "client.yaml").write_text(f"client_id: {client}\n")
    return Workspace(tmp_path)


def nights(workspace: Workspace) -> list[tuple[str, str]]:
    with open_database(portfolio_path(workspace), read_only=True) as con:
        rows = fetch_dicts(con, "SELECT client_id, night FROM marts.portfolio ORDER BY client_id, night")
    return [(row["client_id"], str(row["night"])) for row in rows]


def work(workspace: Workspace, client: str, *, until: str = str(DAY)) -> None:
    folder = workspace.client(client)
    folder.warehouse.unlink(missing_ok=True)
    with sample_warehouse(folder.warehouse) as con:
        con.execute("DELETE FROM core.night WHERE night > ?", [until])
        con.execute("DELETE FROM ledger.posting WHERE posted_on > ?", [until])
        build(con) if until == str(DAY) else build_marts(con, DAY.replace(day=int(until[-2:])))
        publish(con, folder.published, False)


def test_one_row_a_client_and_night(workspace: Workspace) -> None:
    work(workspace, "alpha")
    work(workspace, "beta", until="2026-11-17")
    assert publish_portfolio(workspace, DAY) == 2
    days = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"]
    assert nights(workspace) == [("alpha", d) for d in days] + [("beta", d) for d in days[:2]]


def test_a_client_that_did_not_publish_keeps_its_rows(workspace: Workspace) -> None:
    work(workspace, "beta", until="2026-11-17")
    publish_portfolio(workspace, DAY)
    work(workspace, "alpha")
    publish_portfolio(workspace, DAY)
    assert [n for n in nights(workspace) if n[0] == "beta"] == [("beta", "2026-11-16"), ("beta", "2026-11-17")]


def test_nothing_published_yet_is_no_portfolio(workspace: Workspace) -> None:
    assert publish_portfolio(workspace, DAY) == 0
    assert not portfolio_path(workspace).exists()


def test_it_is_commented_and_names_nobody(workspace: Workspace) -> None:
    work(workspace, "alpha")
    publish_portfolio(workspace, DAY)
    with open_database(portfolio_path(workspace), read_only=True) as con:
        columns = fetch_dicts(con, "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal")
    assert all(c["comment"] for c in columns)
    texts = {c["column_name"] for c in columns if c["data_type"] == "VARCHAR"}
    assert texts == {"client_id", "invoice_number", "kind", "credits", "bucket", "dunning_level"}
    assert not list(portfolio_path(workspace).parent.glob(".portfolio*"))


def test_an_older_published_file_without_a_new_column_still_counts(workspace: Workspace) -> None:
    work(workspace, "alpha")
    work(workspace, "beta")
    with open_database(workspace.client("beta").published) as con:
        con.execute("ALTER TABLE marts.night_totals DROP COLUMN suspense")
    assert publish_portfolio(workspace, DAY) == 2
    with open_database(portfolio_path(workspace), read_only=True) as con:
        rows = fetch_dicts(con, "SELECT client_id, count(suspense) AS n FROM marts.portfolio GROUP BY ALL ORDER BY 1")
    assert [row["n"] for row in rows] == [5, 0]
