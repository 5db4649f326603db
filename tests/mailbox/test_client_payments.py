"""What practices paid the billing company: booked once, against the invoice named or the oldest, and aged."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tasks.mailbox.stage import run
from tasks.publish.client_aging import add_client_aging
from tasks.register import ClientInvoice, note_invoices, own_account, register
from tasks.sandbox.practice import write_workspace
from tasks.warehouse import fetch_dicts, scratch
from tasks.workspace import Workspace

HEAD = "payment_reference,client_id,paid_on,amount,method,invoice_number\n"
DAY = date(2026, 3, 20)


@pytest.fixture
def company(tmp_path: Path) -> Workspace:
    write_workspace(tmp_path)
    place = Workspace(tmp_path)
    note_invoices(
        place,
        [
            invoice("NL-000001", 1, "2026-02-03", "2026-02-18", "100.00"),
            invoice("NL-000003", 2, "2026-03-03", "2026-03-18", "250.00"),
            invoice("NL-000004", 3, "2026-03-19", "2026-04-03", "75.00"),
        ],
    )
    return place


def invoice(number: str, month: int, issued: str, due: str, amount: str) -> ClientInvoice:
    days = date.fromisoformat(issued), date.fromisoformat(due)
    return ClientInvoice(number, "lakeside", "invoice", date(2026, month, 1), 1, None, *days, Decimal(amount))


def pay(company: Workspace, rows: str, day: date = DAY, name: str = "a.csv") -> int:
    folder = company.inbox / "client_payments"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(HEAD + rows)
    taken = run(company, day)["client_payments"]
    assert not list(folder.iterdir())
    return taken


def problems(company: Workspace) -> list[tuple[str, str, str]]:
    with register(company) as con:
        return con.execute("SELECT code, position, message FROM problem ORDER BY code, position").fetchall()


def aging(company: Workspace, day: date = DAY) -> list[tuple[object, ...]]:
    con = scratch()
    con.execute("ATTACH ':memory:' AS portfolio; CREATE SCHEMA portfolio.marts")
    add_client_aging(con, company, day)
    rows = fetch_dicts(con, "SELECT * FROM portfolio.marts.client_aging ORDER BY due_on NULLS LAST")
    con.close()
    names = ("invoice_number", "paid", "open_amount", "days_overdue", "bucket", "dunning_level")
    return [tuple(str(row[name]) for name in names) for row in rows]


def test_a_payment_pays_the_invoice_that_it_names_and_else_the_oldest(company: Workspace) -> None:
    assert pay(company, "A,lakeside,2026-03-10,200,ach,NL-000003\nB,lakeside,2026-03-11,120.00,Check,\n") == 2
    assert not problems(company)
    assert aging(company) == [
        ("NL-000003", "220.00", "30.00", "2", "1-30", "None"),
        ("NL-000004", "0.00", "75.00", "0", "not due", "None"),
    ]


def test_what_is_paid_beyond_every_invoice_is_kept_as_credit_and_a_returned_payment_opens_again(
    company: Workspace,
) -> None:
    pay(company, "A,lakeside,2026-03-10,500.00,ach,\n")
    assert aging(company) == [("None", "75.00", "-75.00", "0", "credit", "None")]
    pay(company, "A-R,lakeside,2026-03-15,-500.00,returned,\n", name="b.csv")
    assert [row[:3] for row in aging(company)] == [
        ("NL-000001", "0.00", "100.00"),
        ("NL-000003", "0.00", "250.00"),
        ("NL-000004", "0.00", "75.00"),
    ]
    assert [row[-2:] for row in aging(company, date(2026, 4, 1))] == [
        ("31-60", "Final notice"),
        ("1-30", "Reminder"),
        ("not due", "None"),
    ]


def test_a_payment_that_comes_again_or_cannot_be_used_is_listed(company: Workspace) -> None:
    assert pay(company, "A,lakeside,2026-03-10,200,ach,NL-000003\n") == 1
    rows = [
        "A,lakeside,2026-03-10,200,ach,NL-000003",
        "A,lakeside,2026-03-10,201,ach,",
        ",lakeside,2026-03-10,5,ach,",
        "B,nobody,2026-03-10,5,ach,",
        "C,lakeside,2026-03-10,five,ach,",
        "D,lakeside,2026-03-21,5,ach,",
        "E,lakeside,2026-03-10,5,ach,NL-000099",
        "F,lakeside,2026-03-10,5,,",
    ]
    assert pay(company, "\n".join(rows) + "\n", name="b.csv") == 0
    told = [(code, position) for code, position, _ in problems(company)]
    assert told == [("client_payment_sent_twice", "line 2")] + [
        ("client_payment_unusable", f"line {n}") for n in range(3, 10)
    ]


def test_the_account_of_a_client_is_what_was_known_on_a_day(company: Workspace) -> None:
    pay(company, "A,lakeside,2026-03-10,200,ach,NL-000003\n", date(2026, 3, 12))
    known = [(e["entry"], e["number"] or e["reference"]) for e in own_account(company, "lakeside", date(2026, 3, 12))]
    assert known == [("invoice", "NL-000001"), ("invoice", "NL-000003"), ("payment", "A")]
    assert own_account(company, "harbor", DAY) == []
