"""Roll-forward, deposit identity, reconciliation, underpayments and credits, over nights of real files."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tasks.coding import reference
from tasks.publish.marts import build_marts
from tests.ledger.books import PAYERS, Books, Claim, open_books
from tests.ledger.x835 import Clp, Line, St
from tests.reconciliation.bank import csv

RATES = """payer_id,code,modifier,place,rate,percent_of_charge,tolerance,tolerance_percent,valid_from,valid_to
PLAIN1,99213,,,70.00,,0.05,1,2026-01-01,2026-10-19
PLAIN1,99213,,,80.00,,0.05,1,2026-10-20,
PLAIN1,99213,25,,82.00,,0.05,1,2026-01-01,
PLAIN1,99214,,,,60,5.00,0,2026-01-01,
PLAIN1,99214,,facility,10.00,,5.00,0,2026-01-01,
"""


def settings(books: Books) -> None:
    """Plains is Medicare and pays within 3 days, Coastal's habits are not known; rates; fees so that they load."""
    workspace = books.folder.workspace.path
    medicare = "payer_class: medicare, filing_indicator: MB, route: plains, deposit_window_days: 3}"
    payers = PAYERS.replace("payer_class: commercial, filing_indicator: CI, route: plains}", medicare)
    (workspace / "payers.yaml").write_text(payers)
    (books.folder.path / "fees.csv").write_text("code,modifier,fee,valid_from,valid_to\n")
    (books.folder.path / "rates.csv").write_text(RATES)


def answer(claim: Claim, paid: int, *cas: tuple[str, str, int], trace: str, charge: int = 100, **options: Any) -> St:
    line = Line(charge, paid, cas, control=claim.lines[0], code=options.pop("code", "99213"))
    payer = options.pop("payer", "PLAIN1")
    return St(paid, [Clp(claim.number, charge, paid, [line], **options)], trace=trace, payer=payer)


def history(books: Books) -> dict[str, str]:
    """Three nights in October, November and December."""
    settings(books)
    books.day = date(2026, 10, 30)
    under, twice, shared, ahead, denied, own = (
        books.claim([100]), books.claim([100]), books.claim([100], ["PLAIN1", "COAST2"]),
        books.claim([100], patient_paid=15), books.claim([100], codes=["99214"]), books.claim([70], payers=()),
    )  # fmt: skip
    reference.load(books.night())
    books.runs.clear()
    books.work()
    books.drop("patient_payments", "payment_reference,claim_number,paid_on,amount,method\n"
               f"a,{own.claim_id},2026-11-03,90.00,card\n")  # fmt: skip
    books.drop(
        "bank", csv("2026-11-03,50.00,T1,,", "2026-11-03,31.00,T3,,", "2026-11-02,7.77,X9,,EFT TRN*1*X9*1512345678")
    )
    books.day = date(2026, 11, 3)
    books.today(
        answer(under, 50, ("CO", "45", 30), ("PR", "1", 20), trace="T1"),
        answer(twice, 80, ("CO", "45", 20), trace="T2"),
        answer(shared, 60, ("CO", "45", 20), ("PR", "2", 20), trace="T3"),
        answer(denied, 0, ("CO", "197", 100), trace="T4", code="99214"),
    )
    books.day = date(2026, 12, 4)
    books.today(
        answer(twice, 80, ("CO", "45", 20), trace="T5", icn="ICN2"),
        answer(shared, 15, ("OA", "23", 80), ("PR", "2", 5), trace="T6", status="2", payer="COAST2"),
    )
    return {"under": under.lines[0], "twice": twice.claim_id, "ahead": ahead.claim_id, "own": own.claim_id,
            "denied": denied.lines[0]}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Books, dict[str, str]]]:
    books = open_books(Path(tmp_path_factory.mktemp("marts")))
    ids = history(books)
    build_marts(books.con, books.day)
    yield books, ids
    books.con.close()


Told = tuple[Books, dict[str, str]]


def test_every_month_rolls_forward_to_the_ledger(told: Told) -> None:
    books, _ = told
    rows = books.dicts("SELECT * FROM marts.roll_forward ORDER BY period, party")
    assert [row["period"].month for row in rows] == [10, 10, 11, 11, 12, 12]
    before = {"insurer": 0, "patient": 0}
    for row in rows:
        assert row["opening"] == before[row["party"]] + row["taken_over"]
        moved = row["charges"] - row["payments"] - row["adjustments"] + row["refunds"] + row["transfers"]
        assert row["closing"] == row["opening"] + moved
        before[row["party"]] = row["closing"]
    ledger = dict(books.rows(
        "SELECT if(account = 'ar_patient', 'patient', 'insurer'), sum(amount) FROM ledger.posting"
        " WHERE starts_with(account, 'ar_') GROUP BY ALL"
    ))  # fmt: skip
    assert before == ledger
    assert {sum(r["transfers"] for r in rows if r["period"] == period) for period in {r["period"] for r in rows}} == {0}
    november = {r["party"]: (r["payments"], r["adjustments"], r["transfers"]) for r in rows[2:4]}
    assert november == {"insurer": (190, 70, -20), "patient": (90, 0, 20)}


def test_movements_by_day_payer_and_provider_are_those_of_the_months(told: Told) -> None:
    books, _ = told
    columns = "sum(charges), sum(payments), sum(adjustments), sum(refunds)"
    assert books.rows(f"SELECT {columns} FROM marts.roll_forward_detail") == books.rows(
        f"SELECT {columns} FROM marts.roll_forward"
    )
    change = books.one("SELECT sum(change) FROM marts.roll_forward_detail")
    assert change == books.one("SELECT sum(amount) FROM marts.ar_open_items")
    assert books.one("SELECT count(DISTINCT payer_id) FROM marts.roll_forward_detail") == 2
    assert books.one("SELECT sum(transfers) FROM marts.roll_forward_detail") == 0


def test_the_deposit_identity_has_no_difference(told: Told) -> None:
    books, _ = told
    rows = books.dicts("SELECT * FROM marts.deposit_identity ORDER BY received_on")
    assert {(row["posted_difference"], row["deposit_difference"]) for row in rows} == {(0, 0)}
    first = rows[0]
    assert (first["remitted"], first["claims_posted"], first["deposited"], first["in_transit"]) == (190, 190, 50, 140)
    in_transit = "SELECT sum(amount) FROM ledger.posting WHERE account = 'cash:in_transit'"
    assert sum(row["in_transit"] for row in rows) == books.one(in_transit)


def test_what_is_on_its_way_to_the_bank_rolls_forward_by_payer_and_billing_provider(told: Told) -> None:
    books, _ = told
    rows = books.dicts("SELECT * FROM marts.deposit_roll_forward ORDER BY payer_id, payee_npi, period")
    before: dict[tuple[str, str], object] = {}
    for row in rows:
        place = (row["payer_id"], row["payee_npi"])
        assert row["opening"] == before.get(place, 0)
        assert row["remitted"] == row["claims_posted"] + row["suspended"] - row["provider_adjustments"]
        assert row["closing"] == row["opening"] + row["remitted"] - row["deposited"] - row["card_fees"]
        before[place] = row["closing"]
    last = "SELECT sum(amount) FROM ledger.posting WHERE account = 'cash:in_transit'"
    assert sum(row["closing"] for row in rows if row["period"] == rows[-1]["period"]) == books.one(last)
    bank = "SELECT sum(amount) FROM ledger.posting WHERE account = 'cash:bank' AND rule = 'deposit'"
    assert sum(row["deposited"] for row in rows) == books.one(bank)
    assert {row["payee_npi"] for row in rows} == {"1234567893"}


def test_what_is_missing_either_way_has_its_age_and_reason(told: Told) -> None:
    books, _ = told
    rows = {row["trace"]: row for row in books.dicts("SELECT * FROM marts.reconciliation_deposits")}
    found = {
        t: (r["status"], r["missing"], r["age_days"], r["eft_notice"]) for t, r in rows.items() if r["remittance_id"]
    }
    assert found == {
        "T1": ("matched", 0, None, False),
        "T2": ("no_deposit", 80, 31, False),
        "T3": ("part_deposited", 60, 31, False),
        "T5": ("no_deposit", 80, 31, False),
        "T6": ("no_deposit", 15, 31, False),
    }
    notice = books.dicts("SELECT * FROM marts.reconciliation_deposits WHERE trace = 'X9'")[0]
    assert (notice["status"], notice["missing"], notice["eft_notice"]) == ("no_remittance", Decimal("-7.77"), True)
    assert "remittance (835) did not" in notice["reason"]
    assert all(row["reason"] for row in rows.values() if row["status"] != "matched")


def test_lines_are_held_against_the_rate_of_their_day(told: Told) -> None:
    books, ids = told
    rows = {row["line_id"]: row for row in books.dicts("SELECT * FROM marts.underpayments")}
    under, denied = rows[ids["under"]], rows[ids["denied"]]
    assert (under["expected"], under["allowed"], under["variance"], under["status"]) == (80, 70, 10, "under")
    assert (denied["expected"], denied["denied"], denied["status"]) == (60, 100, "denied")
    others = {row["status"] for line, row in rows.items() if line not in {ids["under"], ids["denied"]}}
    assert others == {"within"}


def test_credits_have_a_cause_a_proposal_and_their_clock(told: Told) -> None:
    books, ids = told
    rows = {row["claim_id"]: row for row in books.dicts("SELECT * FROM marts.credit_balances")}
    found = {claim: (row["amount"], row["cause"], row["proposal"], row["days_left"]) for claim, row in rows.items()}
    assert found == {
        ids["twice"]: (100, "paid_twice", "refund_payer", 60),
        ids["ahead"]: (15, "patient_paid_ahead", "wait", None),
        ids["own"]: (20, "patient_overpaid", "refund_patient", None),
    }
    assert rows[ids["twice"]]["due_on"] == date(2027, 2, 2)
    assert rows[ids["own"]]["age_days"] == 31
    assert "401.305" in rows[ids["twice"]]["due_rule"]


def test_open_items_are_the_aging_of_the_night(told: Told) -> None:
    books, _ = told
    assert books.rows(
        "SELECT party, payer_id, bucket, sum(amount) FROM marts.ar_open_items GROUP BY ALL ORDER BY ALL"
    ) == books.rows(
        "SELECT party, payer_id, bucket, amount FROM marts.ar_aging WHERE as_of = ? AND basis = 'responsibility'"
        " ORDER BY ALL",
        books.day,
    )
