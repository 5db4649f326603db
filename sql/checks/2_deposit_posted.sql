-- id: deposit_posted
-- law: 2
-- title: What a bank deposit pays of a remittance, and the fee kept of it, is in the ledger
-- scope: everything
-- one row per deposit and remittance whose postings differ from the match
WITH posted AS (
    SELECT
        transaction_id,
        coalesce(sum(amount) FILTER (WHERE account = 'cash:bank'), 0) AS amount,
        coalesce(sum(amount) FILTER (WHERE account = 'fee:virtual_card'), 0) AS fee
    FROM ledger.posting
    WHERE
        account IN ('cash:bank', 'fee:virtual_card')
        -- Refunds leave the bank by a person's decision: correction_posted looks at them.
        AND rule <> 'refund_paid'
        AND (posted_on = getvariable('business_day') OR getvariable('whole_history'))
    GROUP BY transaction_id
),

matched AS (
    SELECT
        'deposit:' || deposit_id || ':' || remittance_id || CASE rung WHEN 'rejected' THEN ':rejected' ELSE '' END
            AS transaction_id,
        amount, fee
    FROM core.deposit_match
    WHERE matched_on = getvariable('business_day') OR getvariable('whole_history')
)

SELECT coalesce(m.transaction_id, p.transaction_id) AS transaction_id, m.amount AS deposited, p.amount AS posted
FROM matched AS m
FULL JOIN posted AS p ON m.transaction_id = p.transaction_id
WHERE coalesce(m.amount, 0) <> coalesce(p.amount, 0) OR coalesce(m.fee, 0) <> coalesce(p.fee, 0)
