"""A small practice after some nights, written by hand: what the marts, the published file and the pages are made of.

Every patient's value starts with `ZZ`, so that a test can look for what must not get out. Encounter n has patient
ZZP<n>; its claim is `RV…<n>`. Charges are 100 dollars and n cents a claim.
"""

import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from tasks.night import hmac_macro
from tasks.publish.marts import build_marts
from tasks.warehouse import Connection, open_database, open_warehouse, scalar

KEY = b"k" * 32
FIRST, DAY = date(2026, 11, 16), date(2026, 11, 20)

_REFERENCE = """
INSERT INTO reference.payer VALUES
    ('PLAIN1', 'Plains Health', 'CI', 'plains', 'commercial', NULL),
    ('COAST2', 'Coastal Mutual <HMO>', 'CI', 'coastal', 'commercial', NULL);
INSERT INTO reference.denial_category VALUES
    ('CO', '45', 'contractual', 'contractual', 'Post'),
    ('PR', '2', 'patient share', 'patient', 'Transfer'),
    ('CO', '16', 'missing_data', 'open', 'Read the remark codes, correct the claim'),
    ('CO', '197', 'authorization', 'open', 'Find the authorization, ask for a retroactive one, appeal');
"""

# Encounters 1-40 are billed on four nights, 41-50 are in every other state.
_ENCOUNTERS = """
INSERT INTO core.batch BY NAME
SELECT 'drop-' || n AS batch_id, 'drop-' || n AS folder, DATE '2026-11-16' + n::INTEGER AS received_on,
       sha256(n::VARCHAR) AS content_hash, CASE n WHEN 4 THEN 'held' ELSE 'accepted' END AS status,
       CASE n WHEN 4 THEN 'control.json promises 12 encounters, the files have 10' END AS reason,
       10 AS encounters_received, CASE n WHEN 4 THEN 12 ELSE 10 END AS encounters_control,
       1000.55 + n AS charges_received, 1000.55 + n AS charges_control
FROM range(5) AS r (n);
INSERT INTO core.encounter BY NAME
SELECT 'drop-' || (n - 1) // 10 || '/ZZE' || n AS received_id, 'drop-' || (n - 1) // 10 AS batch_id,
       'ZZE' || n AS encounter_id, DATE '2026-11-16' + ((n - 1) // 10)::INTEGER AS received_on,
       sha256(n::VARCHAR) AS content_hash, sha256('encounters') AS source_file, n + 1 AS source_line,
       100 + n / 100::DECIMAL(4, 1) AS charge_received, 'ZZP' || n AS patient_id, 'insurance' AS financial_class,
       DATE '2026-11-16' - (n * 4)::INTEGER AS service_from, DATE '2026-11-16' - (n * 4)::INTEGER AS service_to,
       '11' AS place_of_service, 'ZZAUTH' || n AS authorization_number, 'ZZ street' AS facility_address_line1,
       CASE WHEN n <= 40 THEN 'claimed' WHEN n <= 43 THEN 'held_coding' WHEN n <= 45 THEN 'quarantined'
            WHEN n = 46 THEN 'held_edit' WHEN n = 47 THEN 'not_billable' ELSE 'held' END AS state,
       CASE WHEN n BETWEEN 41 AND 43 THEN 'unmapped' WHEN n >= 48 THEN 'control_totals' END AS reason_code,
       CASE WHEN n BETWEEN 41 AND 43 THEN 'Local item without a row in the charge master' END AS reason,
       DATE '2026-11-16' + ((n - 1) // 10)::INTEGER AS state_since
FROM range(1, 51) AS r (n);
INSERT INTO core.patient BY NAME
SELECT batch_id, patient_id, 'ZZlast' AS last_name, 'ZZfirst' AS first_name, DATE '1911-11-11' AS birth_date,
       'F' AS sex, 'ZZ street 1' AS address_line1, 'ZZcity' AS city, 'ZZ' AS state, 'ZZ123' AS postal_code
FROM core.encounter;
INSERT INTO core.coverage BY NAME
SELECT batch_id, 'ZZC' || row_number() OVER () AS coverage_id, patient_id, 'PLAIN1' AS payer_id, 1 AS priority,
       'ZZmember' AS member_id, '18' AS relationship, 'ZZsub' AS subscriber_last_name,
       DATE '1911-11-11' AS subscriber_birth_date, DATE '2026-01-01' AS effective_from
FROM core.encounter;
INSERT INTO core.service BY NAME
SELECT received_id, 1 AS line_number, service_from, service_to, 'LOCAL' AS code_system, 'V1' AS code,
       'ZZ note of the practice' AS description, 1 AS units, 'UN' AS unit_basis
FROM core.encounter;
INSERT INTO core.edit_finding
SELECT received_id, 1, 'diagnosis_repeated', 'abc', 'hold', 'The same diagnosis twice', 'icd10cm 2026', state_since
FROM core.encounter WHERE state = 'held_edit';
INSERT INTO core.quarantine
SELECT batch_id, received_id, dataset, 'ZZrow' || source_line, source_file, source_line, 'expect_x', 'birth_date',
       'The birth date lies after the visit', 'Correct the birth date and send the visit again', state_since, NULL
FROM core.encounter, (VALUES ('patients'), ('encounters')) AS d (dataset) WHERE state = 'quarantined';
INSERT INTO core.contract_result VALUES
    ('drop-4', 'patients', 'expect_x', 'birth_date', 'A birth date is not after the visit', 10, 2),
    ('drop-4', 'encounters', 'expect_y', NULL, 'Every visit has a patient', 10, 0);
"""

_CLAIMS = """
INSERT INTO core.claim BY NAME
SELECT printf('RV%010d', substr(encounter_id, 4)::INTEGER) AS claim_id, received_id, encounter_id, patient_id,
       'insurer' AS party,
       CASE WHEN substr(encounter_id, 4)::INTEGER % 3 = 0 THEN 'COAST2' ELSE 'PLAIN1' END AS payer_id,
       'ZZC1' AS coverage_id, 1 AS payer_priority, '1234567893' AS billing_npi, '123456789' AS billing_tax_id,
       place_of_service, service_from, service_to, charge_received AS charge, 0 AS patient_paid,
       received_on AS created_on, true AS live
FROM core.encounter WHERE state = 'claimed';
INSERT INTO core.claim_line BY NAME
SELECT claim_id || 'L01' AS line_id, claim_id, 1 AS line_number, 1 AS source_line_number, 'HCPCS' AS code_system,
       'G0402' AS code, 1 AS units, 'UN' AS unit_basis, charge, service_from, service_to, '1' AS diagnosis_pointers
FROM core.claim;
INSERT INTO core.claim_submission
SELECT claim_id || '01', claim_id, 1, '1', 'f' || created_on || '.837', '000000001', '1', '0001', charge, created_on
FROM core.claim;
INSERT INTO core.claim_file
SELECT claim_file, 'plains', isa_control, sha256(claim_file), 9000, count(*), sum(charge), submitted_on, true
FROM core.claim_submission GROUP BY ALL;
INSERT INTO core.claim_event BY NAME
SELECT 'ev-' || claim_id AS event_id, claim_id, claim_id || '01' AS claim_number, '277ca' AS event,
       CASE WHEN claim_id = 'RV0000000031' THEN 'rejected' ELSE 'accepted' END AS outcome, 'payer' AS source,
       'A3' AS category_code, '21' AS status_code, created_on AS event_on, created_on AS recorded_on
FROM core.claim;
INSERT INTO core.acknowledgement
SELECT 'a-' || claim_id, '277ca', 'claim', '1', '1', '1', claim_number, category_code, outcome, source, 1, event_on,
       recorded_on, sha256('ack'), 1 FROM core.claim_event;
INSERT INTO core.problem VALUES
    ('p1', DATE '2026-11-20', 'remittances', 'truncated', 'error', 'f00dfeed00', 'segment 31',
     'The remittance ends inside a transaction set', 'Ask the clearinghouse to send it again'),
    ('p2', DATE '2026-11-20', 'inbox', 'file_sent_twice', 'warning', 'f00dfeed01', NULL,
     'inbox/remits: a file has the same content as one before', 'Nothing needs doing');
"""

# Claims 1-10 are remitted: 1-6 paid (60 %, 30 % contractual, 10 % patient), 7 and 8 denied, 9 denied and then reversed,
# 10 denied in part and paid by the patient since. A second remittance pays a claim that nobody knows.
_REMITTANCES = """
INSERT INTO core.remittance BY NAME
SELECT id AS remittance_id, sha256(id) AS content_hash, sha256(id) AS source_file, 106 AS source_position,
       '0001' AS st_control, trace, payer_id, payment_on, paid AS paid_amount, paid AS claims_amount,
       0 AS provider_adjustments, status, reason, received_on, 'ACH' AS payment_method
FROM (VALUES
    ('R1', 'EFT100', 'PLAIN1', DATE '2026-11-18', 360.00, 'posted', NULL, DATE '2026-11-18'),
    ('R2', 'EFT200', 'COAST2', DATE '2026-11-20', 77.70, 'posted', NULL, DATE '2026-11-20'),
    ('R3', 'EFT300', NULL, DATE '2026-11-19', 50.00, 'suspended', 'BPR02 is not ΣCLP04', DATE '2026-11-19')
) AS r (id, trace, payer_id, payment_on, paid, status, reason, received_on);
INSERT INTO core.remit_claim BY NAME
SELECT 'R1.' || printf('%05d', n) AS remit_claim_id, 'R1' AS remittance_id, n AS claim_index, 200 AS source_position,
       printf('RV%010d01', n) AS claim_number, '1' AS status_code, 100 AS charge_amount,
       CASE WHEN n <= 6 THEN 60 ELSE 0 END AS paid_amount,
       printf('RV%010d', n) AS claim_id, 'ZZlast' AS patient_last_name,
       'claim_number' AS match_rung, 'posted' AS status
FROM range(1, 11) AS r (n)
UNION ALL BY NAME
SELECT 'R2.00000' AS remit_claim_id, 'R2' AS remittance_id, 0 AS claim_index, 200 AS source_position,
       'ZZACCOUNT7' AS claim_number, '1' AS status_code, 100 AS charge_amount, 77.70 AS paid_amount,
       'suspended' AS status, 'unmatched: no claim of ours has this number' AS reason
UNION ALL BY NAME
SELECT 'R2.00001' AS remit_claim_id, 'R2' AS remittance_id, 1 AS claim_index, 300 AS source_position,
       'RV000000000901' AS claim_number, '22' AS status_code, -100 AS charge_amount, 0 AS paid_amount,
       'RV0000000009' AS claim_id, 'posted' AS status;
INSERT INTO core.remit_line BY NAME
SELECT remit_claim_id || '.000' AS remit_line_id, remit_claim_id, 0 AS line_index, 210 AS source_position,
       charge_amount, paid_amount, coalesce(claim_id || 'L01', 'ZZline') AS line_control, claim_id || 'L01' AS line_id
FROM core.remit_claim;
INSERT INTO core.remit_adjustment BY NAME
SELECT remit_claim_id || '/' || reason_code AS remit_adjustment_id, remit_claim_id,
       remit_claim_id || '.000' AS remit_line_id, 220 AS source_position, 1 AS triplet, group_code, reason_code,
       amount, d.category, coalesce(d.posting, 'open') AS posting
FROM (
    SELECT printf('R1.%05d', n) AS remit_claim_id, group_code, reason_code, amount
    FROM range(1, 7) AS r (n), (VALUES ('CO', '45', 30.00), ('PR', '2', 10.00)) AS a (group_code, reason_code, amount)
    UNION ALL VALUES ('R1.00007', 'CO', '16', 100.00), ('R1.00008', 'CO', '999', 100.00),
                     ('R1.00009', 'CO', '197', 100.00),
                     ('R1.00010', 'CO', '197', 100.00), ('R2.00001', 'CO', '197', -100.00)
) LEFT JOIN reference.denial_category AS d USING (group_code, reason_code);
INSERT INTO core.remit_remark VALUES
    ('R1.00007', 'R1.00007.000', 230, 1, 'N290'),
    ('R1.00007', 'R1.00007.000', 230, 2, 'M51');
INSERT INTO core.remit_reference VALUES ('R1', 'R1.00001', NULL, 240, '1W', 'ZZmember');
INSERT INTO core.bank_deposit BY NAME
SELECT * FROM (VALUES
    ('D1', DATE '2026-11-19', 360.00, 'EFT100', 'PLAINS HEALTH', 'matched', DATE '2026-11-19'),
    ('D2', DATE '2026-11-20', 12.34, 'EFT999', 'ZZ PERSON', 'unmatched', NULL)
) AS d (deposit_id, deposited_on, amount, trace, payer_name, status, matched_on),
(SELECT 'ach' AS kind, sha256('bank') AS source_file, 2 AS source_line, DATE '2026-11-20' AS received_on);
INSERT INTO core.deposit_match VALUES ('D1', 'R1', 360.00, 0, 'trace_amount', DATE '2026-11-19');
INSERT INTO core.patient_payment BY NAME
SELECT 'PP1' AS payment_id, 'ZZACCOUNT8' AS claim_number, DATE '2026-11-20' AS paid_on, 5.00 AS amount,
       'check' AS method, 'suspense' AS status, DATE '2026-11-20' AS received_on;
"""

_LEDGER = """
CREATE TEMP TABLE entry AS
SELECT 'charge:' || claim_id AS t, 'ar_insurer:' || payer_id AS debit, 'charges' AS credit, charge AS amount,
       created_on AS posted_on, claim_id, payer_id
FROM core.claim
UNION ALL BY NAME
SELECT 'remit:' || r.remit_claim_id AS t, a.debit, 'ar_insurer:' || c.payer_id AS credit, a.amount,
       DATE '2026-11-18' AS posted_on, r.claim_id, c.payer_id
FROM core.remit_claim AS r INNER JOIN core.claim AS c USING (claim_id),
     (VALUES ('cash:in_transit', 60.00), ('adjustment:contractual', 30.00), ('ar_patient', 10.00)) AS a (debit, amount)
WHERE r.paid_amount > 0
UNION ALL BY NAME
FROM (VALUES
    ('suspend:R2.00000', 'cash:in_transit', 'suspense:claim', 77.70, DATE '2026-11-20', NULL, 'COAST2'),
    ('suspend:R3', 'cash:in_transit', 'suspense:transaction', 50.00, DATE '2026-11-19', NULL, NULL),
    ('patient:PP1', 'cash:patient', 'suspense:patient', 5.00, DATE '2026-11-20', NULL, NULL),
    ('deposit:D1:R1', 'cash:bank', 'cash:in_transit', 360.00, DATE '2026-11-19', NULL, 'PLAIN1'),
    ('patient:PP2', 'cash:patient', 'ar_insurer:PLAIN1', 100.10, DATE '2026-11-20', 'RV0000000010', 'PLAIN1')
) AS e (t, debit, credit, amount, posted_on, claim_id, payer_id);
INSERT INTO ledger.account
SELECT DISTINCT account, split_part(account, ':', 1),
       CASE WHEN starts_with(account, 'ar_insurer') THEN split_part(account, ':', 2) END,
       account
FROM (SELECT debit AS account FROM entry UNION ALL SELECT credit FROM entry) ORDER BY ALL;
INSERT INTO ledger.posting BY NAME
SELECT t || '/' || row_number() OVER (PARTITION BY t ORDER BY account) AS posting_id, t AS transaction_id,
       * EXCLUDE (t), posted_on AS effective_on, claim_id || 'L01' AS line_id, 'sample' AS rule
FROM (
    SELECT * EXCLUDE (debit, credit, amount, sign), sum(sign * amount) AS amount
    FROM entry, LATERAL (VALUES (1, debit), (-1, credit)) AS leg (sign, account)
    GROUP BY ALL
);
"""


def sample_warehouse(path: Path, *, built: bool = False) -> Connection:
    """A warehouse with the sample, before its marts or with them; no transaction is open."""
    shutil.copyfile(_built() if built else _template(), path)
    con = open_database(path)
    con.execute(hmac_macro(KEY))
    return con


@cache
def _template() -> Path:
    """The sample as a file, made once a test session."""
    path = Path(tempfile.mkdtemp(prefix="sample-")) / "warehouse.duckdb"
    con = open_warehouse(path)
    con.begin()
    for part in (_REFERENCE, _ENCOUNTERS, _CLAIMS, _REMITTANCES, _LEDGER):
        con.execute(part)
    con.execute(
        "INSERT INTO core.night SELECT DATE '2026-11-16' + n::INTEGER, 1, true, '0.1.0', 'cfg' FROM range(5) AS r (n)"
    )
    con.execute("INSERT INTO core.law_result VALUES (DATE '2026-11-20', 'transaction_balances', 0)")
    con.commit()
    assert scalar(con, "SELECT sum(amount) FROM ledger.posting") == 0
    con.close()
    return path


@cache
def _built() -> Path:
    """The same with its marts and aging."""
    path = _template().with_name("built.duckdb")
    con = sample_warehouse(path)
    build(con)
    sample_aging(con)
    con.close()
    return path


def build(con: Connection) -> None:
    """The marts, made in a transaction as in a night."""
    con.begin()
    build_marts(con, DAY)
    con.commit()


def sample_aging(con: Connection) -> None:
    """The rows of marts.ar_aging that the ledger stage would have added."""
    con.execute("""
        INSERT INTO marts.ar_aging
        SELECT DATE '2026-11-20', 'service', 'insurer', c.payer_id,
               CASE WHEN date_diff('day', c.service_from, DATE '2026-11-20') <= 30 THEN '0-30'
                    WHEN date_diff('day', c.service_from, DATE '2026-11-20') <= 60 THEN '31-60'
                    WHEN date_diff('day', c.service_from, DATE '2026-11-20') <= 90 THEN '61-90'
                    WHEN date_diff('day', c.service_from, DATE '2026-11-20') <= 120 THEN '91-120' ELSE '121+' END,
               count(DISTINCT c.claim_id), sum(p.amount)
        FROM ledger.posting AS p INNER JOIN core.claim AS c USING (claim_id)
        WHERE starts_with(p.account, 'ar_insurer') GROUP BY ALL
        UNION ALL
        SELECT DATE '2026-11-20', 'service', 'patient', NULL, '0-30', count(*), sum(amount)
        FROM ledger.posting WHERE account = 'ar_patient'
    """)
