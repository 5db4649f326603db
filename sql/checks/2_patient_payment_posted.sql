-- id: patient_payment_posted
-- law: 2
-- title: Every patient payment is in the ledger once, by its amount
-- scope: everything
-- one row per payment whose cash differs
WITH posted AS (
    SELECT transaction_id, sum(amount) AS amount FROM ledger.posting
    WHERE
        account = 'cash:patient'
        -- Refunds leave by a person's decision (correction_posted looks at them); with a claim that is replaced, a payment only
        -- goes to another claim (patient_payment_stands).
        AND rule NOT IN ('refund_paid', 'patient_moved')
        AND (posted_on = getvariable('business_day') OR getvariable('whole_history'))
    GROUP BY transaction_id
),

taken AS (
    SELECT 'patient:' || payment_id AS transaction_id, amount FROM core.patient_payment
    WHERE received_on = getvariable('business_day') OR getvariable('whole_history')
)

SELECT coalesce(t.transaction_id, p.transaction_id) AS transaction_id, t.amount AS taken, p.amount AS posted
FROM taken AS t
FULL JOIN posted AS p ON t.transaction_id = p.transaction_id
WHERE coalesce(t.amount, 0) <> coalesce(p.amount, 0)
