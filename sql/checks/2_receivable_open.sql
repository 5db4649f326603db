-- id: receivable_open
-- law: 2
-- title: What a claim still owes is its charge or share less what was paid, adjusted, moved on and decided by people
-- scope: claim
-- one row per claim and party whose receivable in the ledger differs from claims, remittances, patient payments
-- and corrections
WITH shared AS (
    SELECT remit_claim_id, sum(amount) AS share FROM core.remit_adjustment
    WHERE
        posting = 'patient'
        AND remit_claim_id IN (
            SELECT r.remit_claim_id
            FROM core.remit_claim AS r
            WHERE r.claim_id IN (SELECT claim_id FROM touched_claim)
        )
    GROUP BY remit_claim_id
),

said AS (
    SELECT
        r.claim_id,
        sum(r.paid_amount) AS paid,
        coalesce(sum(s.share), 0) AS share
    FROM core.remit_claim AS r
    LEFT JOIN shared AS s ON r.remit_claim_id = s.remit_claim_id
    WHERE r.status = 'posted' AND r.claim_id IN (SELECT claim_id FROM touched_claim)
    GROUP BY r.claim_id
),

opened AS (
    SELECT claim_id, sum(open_amount) AS amount FROM core.opening_balance
    WHERE claim_id IN (SELECT claim_id FROM touched_claim)
    GROUP BY claim_id
),

paid_by_patient AS (
    SELECT claim_id, sum(amount) AS amount FROM core.patient_payment
    WHERE claim_id IN (SELECT claim_id FROM touched_claim)
    GROUP BY claim_id
),

decision AS (
    SELECT claim_id, debit_claim_id, debit_account, credit_account, posted_amount FROM core.correction
    WHERE
        status = 'applied' AND kind NOT IN ('void', 'rebill', 'replace', 'remittance', 'deposit')
        AND (
            claim_id IN (SELECT claim_id FROM touched_claim)
            OR debit_claim_id IN (SELECT claim_id FROM touched_claim)
        )
),

decided AS (
    SELECT
        claim_id,
        sum(amount) FILTER (WHERE starts_with(account, 'ar_insurer')) AS insurer,
        sum(amount) FILTER (WHERE account = 'ar_patient') AS patient
    FROM (
        SELECT claim_id, credit_account AS account, -posted_amount AS amount FROM decision
        UNION ALL
        SELECT coalesce(debit_claim_id, claim_id) AS claim_id, debit_account AS account, posted_amount AS amount
        FROM decision
    ) AS side
    GROUP BY claim_id
),

posted AS (
    SELECT
        claim_id,
        sum(amount) FILTER (WHERE starts_with(account, 'ar_insurer')) AS insurer,
        sum(amount) FILTER (WHERE account = 'ar_patient') AS patient,
        sum(amount) FILTER (WHERE account = 'adjustment:contractual') AS adjusted
    FROM ledger.posting
    WHERE claim_id IN (SELECT claim_id FROM touched_claim)
    GROUP BY claim_id
),

last_share AS (
    SELECT t.first_claim_id AS claim_id, s.share
    FROM touched_claim AS t
    INNER JOIN said AS s ON t.claim_id = s.claim_id
    WHERE t.next_claim_id IS NULL
),

owed AS (
    SELECT
        t.claim_id,
        CASE
            WHEN c.origin = 'opening' AND o.claim_id IS NOT NULL THEN o.amount
            -- What was replaced is charged no longer; what its payer paid on it stays until the payer takes it back.
            WHEN t.claim_id = t.first_claim_id THEN CASE WHEN t.live THEN c.charge ELSE 0 END
            ELSE coalesce(b.share, 0)
        END
        - coalesce(s.paid, 0) - coalesce(s.share, 0) - coalesce(p.adjusted, 0) AS settled_by_payer,
        coalesce(l.share, 0) - coalesce(m.amount, 0) AS patient_share,
        t.party,
        coalesce(p.insurer, 0) - coalesce(d.insurer, 0) AS insurer,
        coalesce(p.patient, 0) - coalesce(d.patient, 0) AS patient
    FROM touched_claim AS t
    INNER JOIN core.claim AS c ON t.claim_id = c.claim_id
    LEFT JOIN opened AS o ON t.claim_id = o.claim_id
    LEFT JOIN said AS s ON t.claim_id = s.claim_id
    LEFT JOIN said AS b ON t.previous_claim_id = b.claim_id
    LEFT JOIN posted AS p ON t.claim_id = p.claim_id
    LEFT JOIN decided AS d ON t.claim_id = d.claim_id
    LEFT JOIN last_share AS l ON t.claim_id = l.claim_id
    LEFT JOIN paid_by_patient AS m ON t.claim_id = m.claim_id
)

SELECT claim_id, 'insurer' AS party, settled_by_payer AS owed, insurer AS posted FROM owed
WHERE party = 'insurer' AND settled_by_payer <> insurer
UNION ALL
SELECT claim_id, 'patient' AS party, patient_share AS owed, patient AS posted FROM owed
WHERE party = 'insurer' AND patient_share <> patient
UNION ALL
SELECT claim_id, 'patient' AS party, settled_by_payer + patient_share AS owed, patient AS posted FROM owed
WHERE party = 'patient' AND settled_by_payer + patient_share <> patient
