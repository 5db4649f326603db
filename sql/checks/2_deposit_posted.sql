-- id: deposit_posted
-- law: 2
-- title: A bank deposit is in the ledger once its remittance is known, by the amount of both
-- scope: everything
-- one row per deposit whose posting or remittance differs
WITH posted AS (
    SELECT transaction_id, sum(amount) AS amount FROM ledger.posting
    WHERE
        account = 'cash:bank'
        -- Refunds leave the bank by a person's decision: correction_posted looks at them.
        AND rule <> 'refund_paid'
        AND (posted_on = getvariable('business_day') OR getvariable('whole_history'))
    GROUP BY transaction_id
),

matched AS (
    SELECT 'deposit:' || d.deposit_id AS transaction_id, d.amount, r.paid_amount
    FROM core.bank_deposit AS d
    LEFT JOIN core.remittance AS r ON d.remittance_id = r.remittance_id
    WHERE
        d.remittance_id IS NOT NULL
        AND (d.matched_on = getvariable('business_day') OR getvariable('whole_history'))
)

SELECT coalesce(m.transaction_id, p.transaction_id) AS transaction_id, m.amount AS deposited, p.amount AS posted
FROM matched AS m
FULL JOIN posted AS p ON m.transaction_id = p.transaction_id
WHERE coalesce(m.amount, 0) <> coalesce(p.amount, 0) OR m.amount IS DISTINCT FROM m.paid_amount
