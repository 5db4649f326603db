"""Every check of a law can fail: one planted fault makes exactly that check return rows, and no other."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tasks.ledger import laws
from tests.corrections.desk import as_csv, row
from tests.ledger.books import DAY, Books, open_books
from tests.ledger.x835 import Clp, Line, St


def history(books: Books) -> dict[str, str]:
    """Nights with everything in them that the laws speak of; the ids that faults are planted on."""
    one, two = books.claim([100, 50]), books.claim([100], ["PLAIN1", "COAST2"])
    books.work()
    books.day += timedelta(days=1)
    denied, quiet, gone = books.claim([100]), books.claim([70]), books.claim([40])
    books.con.execute(
        "INSERT INTO core.encounter BY NAME SELECT * REPLACE ('b1/E99' AS received_id, 'E99' AS encounter_id,"
        " 99 AS source_line, 'held' AS state), 'no_coverage' AS reason_code"
        " FROM (SELECT * EXCLUDE (reason_code) FROM core.encounter LIMIT 1)"
    )
    lines = [
        Line(100, 70, [("CO", "45", 20), ("PR", "2", 10)], control=one.lines[0]),
        Line(50, 40, [("CO", "45", 10)], control=one.lines[1]),
    ]
    first = Line(100, 60, [("CO", "45", 20), ("PR", "1", 20)], control=two.lines[0])
    unbalanced = Clp(quiet.number, 70, 60, [Line(70, 60, [("CO", "45", 5)])])
    books.drop("patient_payments", "payment_reference,claim_number,paid_on,amount,method\n"
               f"a,{one.number},2026-11-04,5.00,card\nb,NOBODY,2026-11-04,6.00,cash\n"
               f"c,,2026-11-04,3.00,card\nd,{two.number},2026-11-04,5.00,card\n")  # fmt: skip
    books.drop("bank", "deposited_on,amount,trace,payer_name,description\n2026-11-04,165.00,T1,PLAINS,EFT\n")
    books.remit(
        St(
            165,
            [Clp(one.number, 150, 110, lines), Clp(two.number, 100, 60, [first])],
            [("WO", "A", 9), ("FB", "B", -4)],
        ),
        St(60, [unbalanced], trace="T2"),
        St(99, trace="T3"),
        St(0, [Clp(denied.number, 100, 0, [Line(100, 0, [("CO", "197", 100)])])], trace="T4"),
    )
    books.work()
    second = Line(100, 15, [("OA", "23", 80), ("PR", "2", 5)], control=two.lines[0])
    held = St(60, [unbalanced], trace="T2", extra=())
    held.claims = [Clp(quiet.number, 70, 60, [Line(70, 60, [("CO", "45", 10)])])]
    books.drop("corrections", as_csv(
        row("write_off_denial", denied, 10), row("transfer_to_patient", denied, 20), row("void_claim", gone),
        row("apply_payment", one, 1, reference="c"),
    ))  # fmt: skip
    books.tomorrow(St(15, [Clp(two.number, 100, 15, [second], status="2")], payer="COAST2", trace="T5"), held)
    return {
        "claim": one.claim_id, "line1": one.lines[0], "line2": one.lines[1], "quiet": quiet.claim_id,
        "later": books.later(two, "COAST2").claim_id, "later_line": books.later(two, "COAST2").lines[0],
        "two": two.claim_id, "gone": gone.claim_id, "gone_line": gone.lines[0],
    }  # fmt: skip


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Books, dict[str, str]]]:
    books = open_books(Path(tmp_path_factory.mktemp("laws")))
    ids = history(books)
    yield books, ids
    books.con.close()


def posted(name: str, *rows: str) -> str:
    """A ledger transaction as SQL: each row is account, amount, claim, line."""
    values = ", ".join(f"({number}, {row})" for number, row in enumerate(rows, 1))
    return (
        f"INSERT INTO ledger.posting BY NAME SELECT '{name}/' || printf('%03d', n) AS posting_id,"
        f" '{name}' AS transaction_id, account, amount, DATE '{DAY}' AS posted_on, DATE '{DAY}' AS effective_on,"
        f" claim_id, line_id, 'planted' AS rule FROM (VALUES {values}) AS t (n, account, amount, claim_id, line_id)"
    )


def shifted(name: str, account: str) -> str:
    """Ten dollars of an account moved from one line of a claim to the other, against its receivable."""
    ar = "'ar_insurer:PLAIN1'"
    return posted(
        name,
        f"'{account}', 10, '{{claim}}', '{{line1}}'", f"{ar}, -10, '{{claim}}', '{{line1}}'",
        f"'{account}', -10, '{{claim}}', '{{line2}}'", f"{ar}, 10, '{{claim}}', '{{line2}}'",
    )  # fmt: skip


FAULTS = {
    "encounter_settled": "UPDATE core.encounter SET state = 'ready' WHERE received_id = 'b1/E99'",
    "encounter_reason": "UPDATE core.encounter SET reason_code = NULL WHERE received_id = 'b1/E99'",
    "encounter_on_claim": "UPDATE core.encounter SET state = 'claimed' WHERE received_id = 'b1/E99'",
    "claim_once_per_payer": (
        "INSERT INTO core.claim SELECT * REPLACE ('ZZ' AS claim_id) FROM core.claim WHERE claim_id = '{quiet}';"
        "INSERT INTO core.claim_line SELECT * REPLACE ('ZZ' AS claim_id, 'ZZL01' AS line_id)"
        " FROM core.claim_line WHERE claim_id = '{quiet}'"
    ),
    "batch_complete": (
        "UPDATE core.batch SET encounters_received = encounters_received + 1,"
        " encounters_control = encounters_control + 1"
    ),
    "received_row_kept": "INSERT INTO raw.encounters (batch_id, source_file, source_line) VALUES ('b1', 'f', 7777)",
    "batch_ties": "UPDATE core.batch SET charges_control = charges_control + 1",
    "charges_kept": (
        "UPDATE core.batch SET charges_control = charges_control + 1, charges_received = charges_received + 1"
    ),
    "claim_charge": "UPDATE core.coded_service SET charge = charge + 1 WHERE received_id = 'b1/E1' AND line_number = 1",
    "transaction_balances": posted("x", "'charges', 1, NULL, NULL"),
    "line_balances": (
        "UPDATE ledger.posting SET line_id = '{line2}' WHERE line_id = '{line1}' AND rule = 'remit_contractual'"
        " AND account = 'ar_insurer:PLAIN1'"
    ),
    "charge_posted": shifted("x", "charges"),
    "payment_posted": shifted("x", "cash:in_transit"),
    "contractual_posted": shifted("x", "adjustment:contractual"),
    # The double write-off: the later payer's contractual amount posted again.
    "restated_posted": posted(
        "x",
        "'adjustment:contractual', 20, '{later}', '{later_line}'",
        "'ar_insurer:COAST2', -20, '{later}', '{later_line}'",
    ),
    # What the practice agreed not to collect, put on the patient.
    "receivable_open": posted(
        "x", "'ar_patient', 20, '{claim}', '{line1}'", "'ar_insurer:PLAIN1', -20, '{claim}', '{line1}'"
    ),
    "remittance_balances": (
        "UPDATE core.remittance SET claims_amount = claims_amount + 1, provider_adjustments = provider_adjustments + 1"
        " WHERE trace = 'T1'"
    ),
    "remitted_claim_balances": "UPDATE core.remit_adjustment SET amount = amount + 1 WHERE reason_code = '197'",
    # Against cash in transit of no remittance, so that the sum of it stays.
    "remittance_in_ledger": (
        posted("remit:{held}.00000", "'cash:in_transit', 5, NULL, NULL", "'charges', -5, NULL, NULL")
        + ";"
        + posted("x", "'cash:in_transit', -5, NULL, NULL", "'charges', 5, NULL, NULL")
    ).replace(f"DATE '{DAY}'", f"DATE '{DAY + timedelta(days=1)}'"),
    "suspense_kept": "UPDATE ledger.posting SET account = 'suspense:patient' WHERE account = 'suspense:claim'",
    # A receivable raised by a rule of its own, against nothing that says why.
    "roll_forward_closes": (
        posted("x", "'ar_patient', 5, NULL, NULL", "'charges', -5, NULL, NULL")
        + ";UPDATE ledger.posting SET rule = 'other' WHERE transaction_id = 'x' AND account = 'charges'"
    ),
    "provider_adjustment_posted": (
        "UPDATE ledger.posting SET account = 'provider_adjustment:FB' WHERE account = 'provider_adjustment:WO'"
    ),
    "reversal_pairs": "UPDATE core.remit_claim SET reverses = remit_claim_id WHERE claim_id = '{claim}'",
    "takeback_traced": (
        "INSERT INTO core.takeback BY NAME SELECT min(remit_claim_id) AS remit_claim_id, claim_id, 5 AS amount,"
        f" 0 AS recovered_amount, 'open' AS status, DATE '{DAY}' AS opened_on"
        " FROM core.remit_claim WHERE claim_id = '{claim}' GROUP BY claim_id"
    ),
    "opening_posted": (
        "INSERT INTO core.opening_balance BY NAME SELECT '{line1}' AS line_id, '{claim}' AS claim_id,"
        f" 'OLD' AS former_number, 5 AS open_amount, 'f' AS source_file, 1 AS source_line, DATE '{DAY}' AS received_on"
    ),
    "deposit_posted": posted("x", "'cash:bank', 5, NULL, NULL", "'charges', -5, NULL, NULL"),
    "deposit_within": "UPDATE core.bank_deposit SET amount = amount - 1",
    "remittance_deposited": (
        "INSERT INTO core.deposit_match SELECT * REPLACE ('Rnone' AS remittance_id, 0 AS amount)"
        " FROM core.deposit_match"
    ),
    "deposit_identity": posted("x", "'cash:in_transit', 5, NULL, NULL", "'suspense:patient', -5, NULL, NULL"),
    "patient_payment_posted": (
        "UPDATE ledger.posting SET account = 'charges'"
        " WHERE account = 'cash:patient' AND claim_id IS NULL AND rule = 'patient_payment'"
    ),
    # Two payments of one amount, each in the ledger on the other one's claim.
    "patient_payment_stands": (
        "UPDATE ledger.posting SET claim_id = CASE claim_id WHEN '{claim}' THEN '{two}' ELSE '{claim}' END"
        " WHERE rule = 'patient_payment' AND claim_id IS NOT NULL"
    ),
    "replacement_named": (
        "UPDATE ledger.posting SET corrects = 'charge:{two}' WHERE rule = 'charge' AND claim_id = '{claim}'"
    ),
    "held_for_patient": (
        "UPDATE ledger.posting SET account = 'charges' WHERE account = 'unapplied:patient' AND rule = 'patient_payment'"
    ),
    "write_off_has_decision": posted("x", "'adjustment:denial', 5, NULL, NULL", "'charges', -5, NULL, NULL"),
    "correction_posted": "UPDATE core.correction SET posted_amount = posted_amount + 1 WHERE kind = 'void'",
    "voided_claim_empty": posted(
        "x", "'charges', 5, '{gone}', '{gone_line}'", "'ar_insurer:PLAIN1', -5, '{gone}', '{gone_line}'"
    ),
    "account_known": "DELETE FROM ledger.account WHERE account = 'cash:bank'",
    "remittance_once": (
        "INSERT INTO core.remittance SELECT * REPLACE ('Rcopy' AS remittance_id, 'held' AS status, 0 AS claims_amount,"
        " 0 AS provider_adjustments) FROM core.remittance WHERE trace = 'T1'"
    ),
    "source_posted_once": (
        "INSERT INTO ledger.posting SELECT * EXCLUDE (n) REPLACE ('x/' || printf('%03d', n) AS posting_id,"
        " 'x' AS transaction_id, CASE n WHEN 1 THEN 10 ELSE -10 END AS amount)"
        " FROM (SELECT * FROM ledger.posting WHERE rule = 'remit_paid' AND line_id = '{line1}' AND amount > 0),"
        " range(1, 3) AS t (n)"
    ),
    "posting_numbered": (
        "UPDATE ledger.posting SET posting_id = transaction_id || '/009' WHERE account = 'suspense:patient'"
    ),
    "transaction_of_one_night": (
        "UPDATE ledger.posting SET posted_on = posted_on + 1 WHERE account = 'suspense:patient'"
    ),
    "claim_file_once": "UPDATE core.claim_file SET content_sha256 = 'same'",
    "claim_in_its_file": "UPDATE core.claim_file SET claims = claims + 1 WHERE isa_control = '020261103'",
    "claim_number_once": "UPDATE core.claim_submission SET sequence = 2 WHERE claim_id = '{claim}'",
    "control_number_once": "UPDATE core.claim_file SET isa_control = '000000001'",
    # An invoice with an amount due and no line that says for what.
    "invoice_adds_up": (
        "INSERT INTO core.invoice BY NAME SELECT '2026-10-v1-invoice' AS invoice_id, 'invoice' AS kind,"
        " 'riverside' AS client_id, DATE '2026-10-01' AS period, 1 AS version, 0 AS base_amount, 5 AS fee_amount,"
        f" 0 AS tax_amount, 5 AS amount_due, DATE '{DAY}' AS issued_on, DATE '{DAY}' AS due_on"
    ),
    # Closed with one posting more than the ledger has now.
    "closed_month_kept": (
        "INSERT INTO core.period_close BY NAME SELECT DATE '2026-11-01' AS period, 1 AS version, 'hard' AS state,"
        " DATE '2026-12-01' AS closed_on, max(posted_on) AS after_night, 1 AS after_run, count(*) + 1 AS postings,"
        " sum(amount) FILTER (WHERE amount > 0) AS debits, 'h' AS manifest_sha256, true AS finished"
        " FROM ledger.posting"
    ),
}


def test_every_check_has_a_fault() -> None:
    assert {check.check_id for check in laws.read_checks()} == set(FAULTS)


def test_a_night_looks_at_what_it_touched(story: tuple[Books, dict[str, str]]) -> None:
    books, ids = story
    night = books.night()
    books.con.begin()
    try:
        fault = FAULTS["restated_posted"].replace(f"DATE '{DAY}'", f"DATE '{books.day}'")
        books.con.execute(fault.format(**ids))
        found = laws.run_checks(night)
        assert {law for law, offenders in found.items() if offenders} == {"restated_posted"}
    finally:
        books.con.rollback()


def test_a_write_off_of_a_later_payer_is_judged_line_by_line(books: Books) -> None:
    """Ten dollars too many on one line and too few on the other: the claim's sum is right, its lines are not."""
    claim = books.claim([100, 50], ["PLAIN1", "COAST2"])
    first = [Line(100, 60, [("CO", "45", 20), ("PR", "1", 20)], control=claim.lines[0]),
             Line(50, 30, [("CO", "45", 10), ("PR", "1", 10)], control=claim.lines[1])]  # fmt: skip
    books.today(St(90, [Clp(claim.number, 150, 90, first)]))
    second = [Line(100, 5, [("OA", "23", 80), ("CO", "45", 15)], control=claim.lines[0]),
              Line(50, 4, [("OA", "23", 40), ("CO", "45", 6)], control=claim.lines[1])]  # fmt: skip
    books.tomorrow(St(9, [Clp(claim.number, 150, 9, second, status="2")], payer="COAST2", trace="T2"))
    later = books.later(claim, "COAST2")
    fault = shifted("x", "adjustment:contractual").replace("PLAIN1", "COAST2")
    books.con.execute(fault.format(claim=later.claim_id, line1=later.lines[0], line2=later.lines[1]))
    found = laws.run_checks(books.night(), whole_history=True)
    assert {law for law, offenders in found.items() if offenders} == {"restated_posted"}
    rows = laws.offenders(books.con, "restated_posted")
    assert sorted((row["line_id"], row["stated"], row["posted"]) for row in rows) == [
        (later.lines[0], 15, 25), (later.lines[1], 6, -4),
    ]  # fmt: skip


def test_the_history_holds_every_law(story: tuple[Books, dict[str, str]]) -> None:
    books, _ = story
    night = books.night()
    found = laws.run_checks(night, whole_history=True)
    assert not any(found.values()), found
    kept = dict(books.rows("SELECT law, offenders FROM core.law_result WHERE night = ?", night.day))
    assert kept == found
    statuses = {s for (s,) in books.rows("SELECT status FROM core.remittance")}
    assert statuses == {"posted", "suspended", "held"}


@pytest.mark.parametrize("check", sorted(FAULTS))
def test_a_planted_fault_makes_exactly_its_check_return_rows(story: tuple[Books, dict[str, str]], check: str) -> None:
    books, ids = story
    held = books.one("SELECT remittance_id FROM core.remittance WHERE status = 'held'")
    night = books.night()
    books.con.begin()
    try:
        for statement in FAULTS[check].format(**ids, held=held).split(";"):
            books.con.execute(statement)
        found = laws.run_checks(night, whole_history=True)
        assert {law for law, offenders in found.items() if offenders} == {check}
        assert laws.offenders(books.con, check)
    finally:
        books.con.rollback()
