-- id: held_for_patient
-- law: 2
-- title: Money held for patients is what came without a claim of ours, less what was applied or given back
-- scope: everything
-- one row per payment and account whose rest in the ledger differs, or is less than nothing
WITH looked_at AS (
    SELECT payment_id FROM core.patient_payment
    WHERE claim_id IS NULL AND (received_on = getvariable('business_day') OR getvariable('whole_history'))
    UNION
    SELECT payment_id FROM core.correction
    WHERE
        status = 'applied' AND payment_id IS NOT NULL
        AND (settled_on = getvariable('business_day') OR getvariable('whole_history'))
),

moved AS (
    SELECT payment_id, sum(posted_amount) AS amount FROM core.correction
    WHERE
        status = 'applied' AND kind IN ('payment_applied', 'refund')
        AND payment_id IN (SELECT payment_id FROM looked_at)
    GROUP BY payment_id
),

transfer AS (
    SELECT payment_id, 'patient:' || payment_id AS transaction_id FROM looked_at
    UNION ALL
    SELECT payment_id, 'correction:' || correction_id AS transaction_id FROM core.correction
    WHERE status = 'applied' AND payment_id IN (SELECT payment_id FROM looked_at)
),

held AS (
    SELECT t.payment_id, -sum(p.amount) AS amount
    FROM transfer AS t
    INNER JOIN ledger.posting AS p ON t.transaction_id = p.transaction_id
    WHERE p.account IN ('unapplied:patient', 'suspense:patient')
    GROUP BY t.payment_id
)

SELECT p.payment_id, p.amount - coalesce(m.amount, 0) AS expected, h.amount AS held
FROM core.patient_payment AS p
INNER JOIN looked_at AS l ON p.payment_id = l.payment_id
LEFT JOIN moved AS m ON p.payment_id = m.payment_id
LEFT JOIN held AS h ON p.payment_id = h.payment_id
WHERE p.amount - coalesce(m.amount, 0) <> coalesce(h.amount, 0) OR coalesce(h.amount, 0) < 0
