"""Numbers without gaps, papers that are written once, and a close that may be tried again."""

import json
from datetime import date
from pathlib import Path

import pytest

from tasks.boundary import CloseRefused
from tasks.invoice.numbers import allot, known
from tasks.invoice.stage import issue
from tasks.month import Month
from tasks.register import own_account
from tasks.warehouse import fetch_dicts
from tasks.workspace import Workspace
from tests.invoice.sealed import INVOICING, Practice, practice
from tests.ledger.books import COMPANY

OCTOBER, NOVEMBER, DAY = date(2026, 10, 1), date(2026, 11, 1), date(2026, 11, 3)
TERMS = {
    "valid_from": "2026-01-01", "base": "collected_by_us", "desk_payments": "in", "terms_days": 15,
    "pricing": [{"name": "All", "by": "percent", "rate": 6}],
}  # fmt: skip
PAID = {"posting_id": "p1", "posted_on": "2026-10-05", "source": "insurer", "amount": "100.00"}


@pytest.fixture
def home(tmp_path: Path) -> Practice:
    invoicing = 'invoicing: {number_prefix: "NL-", address: [9 Meridian Row], pay: [by check]}\n'
    (tmp_path / "company.yaml").write_text(COMPANY + invoicing)
    return practice(tmp_path)


def drafted(home: Practice) -> Month:
    month = home.seal(OCTOBER, [TERMS], day=DAY, collections=[PAID])
    assert home.draft(month) == {"credit_note": 0, "invoice": 1}
    return month


def test_numbers_follow_period_client_and_kind_and_are_asked_for_again(tmp_path: Path, home: Practice) -> None:
    workspace = Workspace(tmp_path)
    first = [(OCTOBER, "summit", 1, "invoice"), (OCTOBER, "harbor", 1, "invoice")]
    assert list(allot(workspace, first, DAY).values()) == ["NL-000001", "NL-000002"]
    assert allot(workspace, first, DAY)[OCTOBER, "harbor", 1, "invoice"] == "NL-000001"
    # Lakeside's close failed in October and comes later; harbor's month was opened again.
    later = [
        (NOVEMBER, "harbor", 1, "invoice"),
        (OCTOBER, "lakeside", 1, "invoice"),
        (OCTOBER, "harbor", 2, "invoice"),
        (OCTOBER, "harbor", 2, "credit_note"),
    ]
    assert allot(workspace, [*later, *first], DAY) == {
        (OCTOBER, "harbor", 1, "invoice"): "NL-000001",
        (OCTOBER, "summit", 1, "invoice"): "NL-000002",
        (OCTOBER, "harbor", 2, "credit_note"): "NL-000003",
        (OCTOBER, "harbor", 2, "invoice"): "NL-000004",
        (OCTOBER, "lakeside", 1, "invoice"): "NL-000005",
        (NOVEMBER, "harbor", 1, "invoice"): "NL-000006",
    }
    assert list(known(workspace, "lakeside").values()) == ["NL-000005"]


def test_issuing_again_changes_nothing(home: Practice) -> None:
    month = drafted(home)
    month.numbers["invoice"] = "NL-000001"
    assert issue(month) == {"issued": 1}
    paper = (month.sealed / "invoice.json").read_bytes()
    (month.sealed / "invoice.json").unlink()
    month.numbers["invoice"] = "NL-000099"
    assert issue(month) == {"issued": 1}
    assert (month.sealed / "invoice.json").read_bytes() == paper
    document = json.loads(paper)["documents"][0]
    assert (document["number"], document["amount_due"], document["due_on"]) == ("NL-000001", "6.00", "2026-11-18")
    assert [(e["number"], str(e["amount"])) for e in own_account(month.workspace, "lakeside", DAY)] == [
        ("NL-000001", "6.00")
    ]


def test_a_paper_that_is_there_is_not_written_again(home: Practice) -> None:
    month = drafted(home)
    month.numbers["invoice"] = "NL-000001"
    (month.sealed / "invoice.json").write_text("as it was issued")
    issue(month)
    assert (month.sealed / "invoice.json").read_text() == "as it was issued"


def test_a_draft_is_not_issued_without_a_number(home: Practice) -> None:
    with pytest.raises(LookupError):
        issue(drafted(home))


def test_the_next_month_waits_for_the_number_of_this_one(home: Practice) -> None:
    drafted(home)
    month = home.seal(NOVEMBER, [TERMS], day=date(2026, 12, 2))
    with pytest.raises(CloseRefused, match="has no number yet"):
        home.draft(month)


def test_a_company_that_says_nothing_of_invoices_is_told_what_is_missing(home: Practice) -> None:
    home.invoicing = None
    with pytest.raises(CloseRefused, match="`invoicing` is missing"):
        home.draft(home.seal(OCTOBER, [TERMS], day=DAY, collections=[PAID]))
    assert fetch_dicts(home.con, "SELECT * FROM core.invoice") == []


def test_who_pays_between_a_soft_and_a_hard_close_is_not_late(home: Practice) -> None:
    owed = {
        "entry": "invoice", "number": "NL-000000", "period": "2026-09-01", "version": "1", "booked_on": "2026-10-20",
        "due_on": "2026-11-05", "amount": "200.00",
    }  # fmt: skip
    home.invoicing = {**INVOICING, "dunning": [{"name": "Reminder", "after_days": 1, "text": "Please pay."}]}
    late = TERMS | {"late_fee": 1.5}
    # Sealed on the third, when nothing was due; made hard a week later, when the sealed account is out of date.
    month = home.seal(OCTOBER, [late], day=date(2026, 11, 10), collections=[PAID], account=[owed])
    home.con.execute(
        "INSERT INTO core.period_close BY NAME SELECT DATE '2026-10-01' AS period, 1 AS version, 'hard' AS state,"
        " DATE '2026-11-03' AS closed_on, DATE '2026-10-31' AS after_night, 1 AS after_run, 0 AS postings, 0 AS debits,"
        " 'h' AS manifest_sha256, false AS finished"
    )
    home.draft(month)
    month.numbers["invoice"] = "NL-000001"
    issue(month)
    kinds = fetch_dicts(home.con, "SELECT kind FROM core.invoice_line")
    paper = json.loads((month.sealed / "invoice.json").read_text())
    assert kinds == [{"kind": "percent"}]
    assert (paper["closed_on"], paper["account"]["as_of"]) == ("2026-11-03", "2026-11-03")
    assert paper["documents"][0]["issued_on"] == "2026-11-10"
    assert not (month.sealed / "dunning.json").exists()
    home.con.execute("DELETE FROM core.period_close")


def test_a_client_without_agreement_is_closed_and_not_invoiced(home: Practice) -> None:
    ended = {**TERMS, "valid_to": "2026-09-30"}
    month = home.seal(OCTOBER, [ended], day=DAY, collections=[PAID])
    assert home.draft(month) == {"credit_note": 0, "invoice": 0}
    assert issue(month) == {"issued": 0}
    assert json.loads((month.sealed / "invoice.json").read_text())["documents"] == []
