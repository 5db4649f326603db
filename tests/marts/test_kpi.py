"""The measures of a month: from sums, by the rule that they name, and as they were known at its end."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tasks.publish.dictionary import empty_warehouse
from tasks.publish.marts import build_marts
from tasks.warehouse import Connection, fetch_dicts

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
ACCOUNTS = ("ar_insurer:P1", "ar_patient", "charges", "adjustment:contractual", "adjustment:timely_filing",
            "adjustment:denial", "cash:in_transit", "cash:patient")  # fmt: skip


def post(con: Connection, transaction: str, debit: str, credit: str, amount: str, on: date, claim: str) -> None:
    con.executemany(
        "INSERT INTO ledger.posting BY NAME SELECT ? AS posting_id, ? AS transaction_id, ? AS account,"
        " ?::DECIMAL(14, 2) AS amount, ? AS posted_on, ? AS effective_on, ? AS claim_id, 'r' AS rule",
        [
            [f"{transaction}/{debit}", transaction, debit, amount, on, on, claim],
            [f"{transaction}/{credit}", transaction, credit, f"-{amount}", on, on, claim],
        ],
    )


def visit(
    con: Connection, name: str, served: date, came: date, charge: str, *, sent: date | None, held: bool = False
) -> None:
    con.execute(
        "INSERT INTO core.encounter BY NAME SELECT ? AS received_id, 'b' AS batch_id, ? AS encounter_id,"
        " ? AS received_on, 'h' AS content_hash, 'f' AS source_file, 1 AS source_line, ? AS charge_received,"
        " ? AS service_from, 'claimed' AS state, ? AS state_since",
        [f"b/{name}", name, came, charge, served, came],
    )
    states = ["held_edit", "claimed"] if held else ["claimed"]
    for state in states:
        con.execute("INSERT INTO core.encounter_event VALUES (?, ?, ?, NULL, NULL)", [f"b/{name}", came, state])
    con.execute(
        "INSERT INTO core.claim BY NAME SELECT ? AS claim_id, ? AS received_id, ? AS encounter_id, 'p' AS patient_id,"
        " 'insurer' AS party, 'P1' AS payer_id, 1 AS payer_priority, 'n' AS billing_npi, 't' AS billing_tax_id,"
        " '11' AS place_of_service, ? AS service_from, ? AS service_to, ? AS charge, 0 AS patient_paid,"
        " ? AS created_on, true AS live, 'encounter' AS origin",
        [name, f"b/{name}", name, served, served, charge, came],
    )
    post(con, f"charge:{name}", "ar_insurer:P1", "charges", charge, came, name)
    if sent is not None:
        con.execute(
            "INSERT INTO core.claim_submission VALUES (?, ?, 1, '1', 'f', '1', '1', '1', ?, ?)",
            [f"{name}01", name, charge, sent],
        )


def answer(con: Connection, claim: str, on: date, paid: str, *, denied: bool = False) -> None:
    remittance = f"r-{claim}-{on}"
    con.execute(
        "INSERT INTO core.remittance BY NAME SELECT ? AS remittance_id, 'h' AS content_hash, 'f' AS source_file,"
        " 0 AS source_position, '1' AS st_control, ? AS paid_amount, ? AS claims_amount, 0 AS provider_adjustments,"
        " 'posted' AS status, ? AS received_on",
        [remittance, paid, paid, on],
    )
    con.execute(
        "INSERT INTO core.remit_claim BY NAME SELECT ? AS remit_claim_id, ? AS remittance_id, 1 AS claim_index,"
        " 0 AS source_position, '1' AS status_code, 0 AS charge_amount, ? AS paid_amount, ? AS claim_id,"
        " 'posted' AS status",
        [f"{remittance}/1", remittance, paid, claim],
    )
    if denied:
        con.execute(
            "INSERT INTO core.remit_adjustment BY NAME SELECT ? AS remit_adjustment_id, ? AS remit_claim_id,"
            " 0 AS source_position, 1 AS triplet, 'CO' AS group_code, '16' AS reason_code, 10 AS amount,"
            " 'open' AS posting",
            [f"{remittance}/1/1", f"{remittance}/1"],
        )


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    """A: charged in January, paid in February, with a patient's credit in March. B, C: charged in March."""
    con = empty_warehouse()
    con.executemany(
        "INSERT INTO ledger.account VALUES (?, split_part(?, ':', 1), NULL, '')", [[a, a] for a in ACCOUNTS]
    )
    visit(con, "A", date(2026, 1, 10), date(2026, 1, 15), "300", sent=date(2026, 1, 16))
    post(con, "remit:A", "cash:in_transit", "ar_insurer:P1", "180", date(2026, 2, 10), "A")
    post(con, "adjust:A", "adjustment:contractual", "ar_insurer:P1", "100", date(2026, 2, 10), "A")
    answer(con, "A", date(2026, 2, 10), "180")
    visit(con, "B", date(2026, 3, 1), date(2026, 3, 5), "100", sent=date(2026, 3, 6), held=True)
    visit(con, "C", date(2026, 3, 2), date(2026, 3, 5), "50", sent=None)
    answer(con, "B", date(2026, 3, 20), "0", denied=True)
    post(con, "patient:A", "cash:patient", "ar_patient", "30", date(2026, 3, 9), "A")
    post(con, "late:C", "adjustment:timely_filing", "ar_insurer:P1", "5", date(2026, 3, 30), "C")
    con.executemany(
        "INSERT INTO core.claim_event BY NAME SELECT ? AS event_id, ? AS claim_id, ? AS claim_number, '277ca' AS event,"
        " ? AS outcome, ? AS recorded_on, ? AS event_on, 'payer' AS source",
        [
            [str(n), claim, f"{claim}01", outcome, on, on]
            for n, (claim, outcome, on) in enumerate(
                [
                    ("A", "pending", date(2026, 1, 17)),
                    ("A", "accepted", date(2026, 1, 18)),
                    ("B", "rejected", date(2026, 3, 7)),
                    ("C", "pending", date(2026, 3, 8)),
                ]
            )
        ],
    )
    yield con
    con.close()


Measures = dict[tuple[Any, ...], dict[str, Any]]


def measured(con: Connection, as_of: date) -> Measures:
    rows = fetch_dicts(con, f"SELECT * FROM marts.kpi_of(DATE '{JAN}', DATE '{as_of}')")
    found = {(r["period"], r["measure"], r["variant"], r["basis"]): r for r in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture(scope="module")
def april(con: Connection) -> Measures:
    return measured(con, date(2026, 4, 30))


@pytest.mark.parametrize(
    ("period", "measure", "variant", "basis", "value"),
    [
        # 45 of C, 100 of B, 20 of A, less the patient's credit of 30; 450 charged in the 76 days since January 15.
        (MAR, "receivables", "all", None, "135"),
        (MAR, "days_in_ar", "90_days_credits_netted", None, "22.8"),
        (MAR, "days_in_ar", "90_days_debits_only", None, "27.8667"),
        (MAR, "days_in_ar", "6_months_weekdays", None, "16.2"),
        (JAN, "days_in_ar", "90_days_credits_netted", None, "17"),
        (MAR, "credit_balances", "patient", None, "30"),
        # In April A is 110 days old.
        (MAR, "ar_over_90", "all", "service", "0"),
        (APR, "ar_over_90", "all", "service", "12.1212"),
        (APR, "ar_over_120", "all", "service", "0"),
        (MAR, "collected", "all", None, "30"),
        (FEB, "collected", "all", None, "180"),
        (FEB, "gross_collection_rate", "posted", None, None),
        # A filing limit that has passed is not taken off the charges.
        (MAR, "net_collection_rate", "posted", None, "20"),
        (MAR, "clean_claim_rate", "all", None, "50"),
        (JAN, "acceptance_rate", "all", None, "100"),
        (MAR, "acceptance_rate", "all", None, "0"),
        (FEB, "first_pass_resolution", "all", None, "100"),
        (MAR, "first_pass_resolution", "all", None, "0"),
        # One denied; one claim was sent in the two months that the books have before March.
        (MAR, "initial_denial_rate", "claims", None, "200"),
        (MAR, "initial_denial_rate", "dollars", None, "66.6667"),
        (JAN, "initial_denial_rate", "claims", None, None),
        (JAN, "charge_lag", "mean", "service", "5"),
        (MAR, "charge_lag", "mean", "service", "3.5"),
        (MAR, "charge_lag", "median", "service", "3.5"),
        (FEB, "charge_lag", "mean", "service", None),
        (MAR, "submission_lag", "mean", "received", "1"),
        # 45 owed on a claim that was not sent.
        (MAR, "not_billed", "unsent_claims", None, "7.6"),
        (MAR, "not_billed", "held_visits", None, "0"),
    ],
)
def test_a_measure(
    april: Measures, period: date, measure: str, variant: str, basis: str | None, value: str | None
) -> None:
    found = april[period, measure, variant, basis]
    assert found["value"] == (None if value is None else Decimal(value))


def test_value_is_one_division_of_what_stands_beside_it(april: Measures) -> None:
    for row in april.values():
        if row["unit"] == "dollars":
            assert row["value"] == row["numerator"]
            assert row["denominator"] is None
        elif row["denominator"]:
            assert abs(row["value"] - row["numerator"] * row["scale"] / row["denominator"]) <= Decimal("0.00005")
        else:
            assert row["value"] is None
        assert row["formula"]
        assert row["source"]


def test_the_matched_rate_is_that_of_the_services_half_a_year_before(con: Connection) -> None:
    found = measured(con, date(2026, 7, 31))[date(2026, 7, 1), "net_collection_rate", "matched", "service"]
    assert (found["numerator"], found["denominator"], found["value"]) == (Decimal(210), Decimal(200), Decimal(105))


def test_what_was_excluded_is_counted(april: Measures) -> None:
    assert april[MAR, "days_in_ar", "90_days_debits_only", None]["excluded"] == 1
    assert april[MAR, "acceptance_rate", "all", None]["excluded"] == 1


def test_a_past_month_keeps_its_figures(con: Connection) -> None:
    march = {key: row for key, row in measured(con, date(2026, 3, 31)).items() if key[0] == MAR}
    con.begin()
    try:
        post(con, "later", "cash:in_transit", "ar_insurer:P1", "100", date(2026, 4, 2), "B")
        answer(con, "B", date(2026, 4, 2), "100")
        later = {key: row for key, row in measured(con, date(2026, 4, 30)).items() if key[0] == MAR}
    finally:
        con.rollback()
    assert later == march
    assert len(march) == 26
    alone = fetch_dicts(con, "SELECT * FROM marts.kpi_as_of(DATE '2026-03-31')")
    assert {(r["period"], r["measure"], r["variant"], r["basis"]): r for r in alone} == march


def test_the_mart_has_the_year_up_to_the_last_night(con: Connection) -> None:
    con.begin()
    try:
        build_marts(con, date(2026, 3, 31))
        rows = fetch_dicts(con, "SELECT period, measure, variant, basis, value FROM marts.kpi")
    finally:
        con.rollback()
    expected = measured(con, date(2026, 3, 31))
    assert {(r["period"], r["measure"], r["variant"], r["basis"]): r["value"] for r in rows} == {
        key: row["value"] for key, row in expected.items()
    }
    assert {row["period"] for row in rows} == {JAN, FEB, MAR}


def test_books_without_anything_have_no_value() -> None:
    con = empty_warehouse()
    rows = measured(con, date(2026, 3, 31))
    con.close()
    assert {row["period"] for row in rows.values()} == {MAR}
    assert all(row["value"] in (None, 0) for row in rows.values())
