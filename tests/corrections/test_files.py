"""Correction files: each decision once, a workbook reads like a CSV, and what cannot be read is told with its place."""

from tasks.corrections import stage
from tasks.ledger import journal
from tests.corrections.desk import as_csv, as_xlsx, decide, outcome, owing_patient, row
from tests.ledger.books import Books


def test_the_same_decision_sent_again_does_nothing(books: Books) -> None:
    claim = owing_patient(books)
    five = row("write_off_small_balance", claim, 5)
    decide(books, five)
    decide(books, {**five, "amount": "5.00", "action": "Write_Off_Small_Balance"}, {**five, "note": "other"}, name="b")
    assert outcome(books) == [("applied", None)] * 2
    assert books.accounts()["adjustment:small_balance"] == 10
    assert books.rows("SELECT code, severity FROM core.problem") == [("correction_sent_twice", "warning")]
    # The same row twice in one file is two decisions.
    decide(books, five, five)
    assert books.accounts()["adjustment:small_balance"] == 15


def test_the_same_row_in_two_files_of_a_night_is_one_decision(books: Books) -> None:
    claim = owing_patient(books)
    five = row("write_off_small_balance", claim, 5)
    books.drop("corrections", as_csv(five), "a")
    books.drop("corrections", as_csv(five, row("write_off_small_balance", claim, 2)), "b")
    books.tomorrow()
    assert books.accounts()["adjustment:small_balance"] == 7


def test_a_workbook_says_what_the_csv_says(books: Books) -> None:
    claim = owing_patient(books)
    rows = [row("write_off_small_balance", claim, 5.1), row("write_off_bad_debt", claim, 0.1 + 0.2, line_number=1)]
    books.drop("corrections", as_xlsx(*rows))
    books.tomorrow()
    first = books.rows(
        "SELECT correction_id, posted_amount, line_id, source_line FROM core.correction ORDER BY source_line"
    )
    assert [(str(amount), line) for _, amount, line, _ in first] == [("5.10", None), ("0.30", claim.lines[0])]
    decide(books, *({**r, "amount": a} for r, a in zip(rows, ("5.10", "0.3"), strict=True)))
    assert books.one("SELECT count(*) FROM core.correction") == 2


def test_rows_that_cannot_be_used_are_told_with_their_line(books: Books) -> None:
    claim = owing_patient(books)
    good = row("write_off_small_balance", claim, 5)
    bad = [
        {"action": "write_off_everything"}, {"amount": None}, {"amount": "-5"}, {"amount": "5.001"}, {"amount": "0"},
        {"claim_number": None}, {"claim_number": "JANE DOE"}, {"line_number": "x"}, {"reference": "R1"},
        {"decided_by": None}, {"reason": None}, {"decided_on": "11/03/2026"}, {"decided_on": "2026-12-31"},
        {"action": None}, {"action": "refund_patient", "claim_number": None},
    ]  # fmt: skip
    decide(books, good, *({**good, **cells} for cells in bad))
    assert outcome(books) == [("applied", None)]
    told = books.rows("SELECT code, position, message FROM core.problem ORDER BY length(position), position")
    assert [(code, position) for code, position, _ in told] == [
        ("correction_unusable", f"line {n}") for n in range(3, 3 + len(bad))
    ]
    assert not any("JANE" in message for *_, message in told)


def test_columns_that_are_not_agreed_are_told(books: Books) -> None:
    claim = owing_patient(books)
    text = as_csv(row("write_off_small_balance", claim, 5)).splitlines()
    books.drop("corrections", f"{text[0]},patient\n{text[1]},Jane\n", "a")
    books.drop("corrections", "\n".join(line.rpartition(",")[0] for line in text), "b")
    books.drop("corrections", b"PK\x03\x04 no workbook", "c.xlsx")
    books.tomorrow()
    assert sorted(books.rows("SELECT code, position FROM core.problem")) == [
        ("correction_column_unknown", "line 1"),
        ("corrections_file_unusable", None),
        ("corrections_file_unusable", None),
    ]


def test_the_order_in_which_files_arrive_changes_nothing(books: Books) -> None:
    claim = owing_patient(books)
    contents = [as_csv(row("write_off_bad_debt", claim, a, reason=f"r{a}")) for a in (12, 13, 14)]
    found = []
    for order in (contents, contents[::-1]):
        night = books.night(books.day)
        books.con.begin()
        for number, content in enumerate(order):
            books.drop("corrections", content, str(number))
        stage.take(night)
        stage.run(night)
        found.append((outcome(books), journal.day_text(books.con, night.day, "genesis")))
        books.con.rollback()
    assert found[0] == found[1]
    assert [status for status, _ in found[0][0]].count("applied") == 1
