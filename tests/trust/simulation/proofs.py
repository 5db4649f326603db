"""What must hold of the company's books: asked of the warehouses after the nights."""

from pathlib import Path
from typing import Any

from tasks.client_night import begin, close
from tasks.ledger.journal import concatenate, verify, whole_journal
from tasks.ledger.laws import run_checks
from tasks.warehouse import open_database
from tasks.workspace import ClientFolder, Workspace
from tests.trust.simulation.cases import CASES

_AGING_IS_LEDGER = """
    WITH aged AS (SELECT as_of, basis, sum(amount) AS amount FROM marts.ar_aging GROUP BY ALL),
    nights AS (SELECT DISTINCT night FROM core.night),
    booked AS (
        SELECT n.night, coalesce(sum(p.amount), 0) AS amount
        FROM nights AS n LEFT JOIN ledger.posting AS p
            ON p.posted_on <= n.night AND (p.account = 'ar_patient' OR p.account LIKE 'ar_insurer:%')
        GROUP BY n.night
    )
    SELECT b.night, a.basis, b.amount, a.amount FROM booked AS b LEFT JOIN aged AS a ON b.night = a.as_of
    WHERE b.amount <> coalesce(a.amount, 0)
"""
_NOT_ZERO = "SELECT * FROM marts.deposit_identity WHERE posted_difference <> 0 OR deposit_difference <> 0"
BASES = ("service", "billed", "posted", "responsibility")


def journals(path: Path) -> dict[str, bytes]:
    """journal.txt of every client."""
    return {folder.client_id: concatenate(folder) for folder in Workspace(path).clients()}


def rows(folder: ClientFolder, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a client's warehouse."""
    con = open_database(folder.warehouse, read_only=True)
    try:
        return con.execute(query, list(values)).fetchall()
    finally:
        con.close()


def presence(path: Path) -> dict[str, int]:
    """How many rows each case has, over all clients."""
    found = dict.fromkeys(CASES, 0)
    for folder in Workspace(path).clients():
        query = " UNION ALL ".join(f"SELECT {n}, ({text})" for n, text in enumerate(CASES.values()))
        for number, count in rows(folder, query):
            found[list(CASES)[number]] += count
    return found


def differing_agings(folder: ClientFolder) -> list[tuple[Any, ...]]:
    """Rows of marts.ar_aging, of any night and basis, that the macro does not give now, and the other way round."""
    nights = [day for (day,) in rows(folder, "SELECT DISTINCT night FROM core.night ORDER BY 1")]
    con = open_database(folder.warehouse, read_only=True)
    wrong: list[tuple[Any, ...]] = []
    columns = "as_of, basis, party, payer_id, bucket, claims, amount"
    for day in nights:
        for basis in BASES:
            kept = f"SELECT {columns} FROM marts.ar_aging WHERE as_of = DATE '{day}' AND basis = '{basis}'"
            asked = f"SELECT {columns} FROM marts.ar_aging_as_of(DATE '{day}', '{basis}')"
            wrong += con.execute(
                f"({kept} EXCEPT ALL {asked}) UNION ALL ({asked} EXCEPT ALL {kept})"
            ).fetchall()  # fmt: skip
    con.close()
    return wrong


def wrong_books(folder: ClientFolder) -> dict[str, Any]:
    """Everything that does not hold of a client's books; empty when all of it does."""
    last = rows(folder, "SELECT max(night) FROM core.night")[0][0]
    opened = begin(folder, last)
    try:
        broken = {law: count for law, count in run_checks(opened.night, whole_history=True).items() if count}
        text = whole_journal(opened.night.con)
    finally:
        close(opened)
    wrong = {
        "laws over the whole history": broken,
        "laws of a night": rows(folder, "SELECT * FROM core.law_result WHERE offenders > 0"),
        "journal": verify(folder),
        "journal is not the ledger": [] if text == concatenate(folder) else ["differs"],
        "aging of a night, asked again": differing_agings(folder),
        "aging and ledger": rows(folder, _AGING_IS_LEDGER),
        "deposit identity": rows(folder, _NOT_ZERO),
    }
    return {what: offenders for what, offenders in wrong.items() if offenders}
