"""Time files: what an invoice counts, once, and never a guess."""

from pathlib import Path

import pytest

from tasks.work import stage as work
from tests.ledger.books import CLIENT, Books, open_books

HEAD = "reference,kind,worked_on,quantity,amount,description\n"
AGREEMENT = """
agreements:
  - {valid_from: 2026-01-01, base: collected_by_us, desk_payments: out, units: {hour: 45.00}, terms_days: 15}
"""


@pytest.fixture
def books(tmp_path: Path) -> Books:
    found = open_books(tmp_path)
    found.folder.settings_file.write_text(CLIENT + AGREEMENT)
    return found


def night(books: Books, text: str, name: str = "a.csv") -> dict[str, int]:
    books.drop("time", HEAD + text, name)
    counts = work.run(books.night())
    (books.folder.inbox("time") / name).unlink()
    return counts


def test_hours_and_costs_are_taken_in_for_the_month_in_which_they_come(books: Books) -> None:
    rows = "T1,hour,2026-10-28,1.25,,\nT2,Pass_Through,2026-11-02,1,17.4,Certified mail\n"
    assert night(books, rows) == {"items": 2, "faults": 0}
    query = "SELECT kind, worked_on::VARCHAR, quantity::VARCHAR, amount::VARCHAR, description, received_on, source_line"
    assert books.rows(f"{query} FROM core.work_item ORDER BY kind") == [
        ("hour", "2026-10-28", "1.25", None, None, books.day, 2),
        ("pass_through", "2026-11-02", "1.00", "17.40", "Certified mail", books.day, 3),
    ]


def test_a_line_that_comes_again_counts_once(books: Books) -> None:
    night(books, "T1,hour,2026-10-28,1.25,,\n")
    assert night(
        books, "T1,hour,2026-10-28,1.25,,again\nT1,hour,2026-10-28,2,,\nT1,hour,2026-10-29,2,,\n", "b.csv"
    ) == {
        "items": 1,
        "faults": 2,
    }
    assert books.rows("SELECT code, position FROM core.problem ORDER BY ALL") == [
        ("work_sent_twice", "line 2"),
        ("work_unusable", "line 3"),
    ]


def test_a_line_that_cannot_be_used_is_told_with_its_place(books: Books) -> None:
    faults = {
        ",hour,2026-10-28,1,,": "reference is missing",
        "T,lunch,2026-10-28,1,,": "kind is none of",
        "T,hour,28.10.2026,1,,": "worked_on is not a day",
        "T,hour,2026-11-04,1,,": "after the business day",
        "T,hour,2026-10-28,-1,,": "quantity is not a positive",
        "T,hour,2026-10-28,1.255,,": "quantity is not a positive",
        "T,hour,2026-10-28,1,45.00,": "amount is for pass_through alone",
        "T,pass_through,2026-10-28,1,,Courier": "needs an amount",
        "T,pass_through,2026-10-28,1,9.00,": "needs a description",
    }
    assert night(books, "\n".join(faults)) == {"items": 0, "faults": len(faults)}
    assert books.one("SELECT count(*) FROM core.work_item") == 0
    told = dict(books.rows("SELECT position, message FROM core.problem"))
    for line, fault in enumerate(faults.values(), 2):
        assert fault in told[f"line {line}"]


def test_work_without_a_price_is_told_before_the_month_ends(books: Books) -> None:
    night(books, "T1,hour,2026-10-28,1,,\nT2,appeal,2026-10-28,1,,\n")
    assert books.rows("SELECT code, severity, position FROM core.problem") == [("work_not_priced", "warning", "line 3")]
