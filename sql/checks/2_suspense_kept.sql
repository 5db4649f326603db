-- id: suspense_kept
-- law: 2
-- title: Suspense holds CLP04 of each suspended claim and BPR02 of each suspended remittance, and no other insurer money
-- scope: remittance
-- one row per claim or remittance whose suspense differs
WITH suspended AS (
    SELECT 'suspend:' || remit_claim_id AS transaction_id, paid_amount AS amount FROM core.remit_claim
    WHERE status = 'suspended' AND remittance_id IN (SELECT remittance_id FROM touched_remittance)
    UNION ALL
    SELECT 'suspend:' || remittance_id AS transaction_id, paid_amount AS amount FROM core.remittance
    WHERE status = 'suspended' AND remittance_id IN (SELECT remittance_id FROM touched_remittance)
),

posted AS (
    SELECT transaction_id, -sum(amount) AS amount FROM ledger.posting
    WHERE
        account IN ('suspense:claim', 'suspense:transaction')
        AND substr(split_part(transaction_id, ':', 2), 1, 21) IN (SELECT remittance_id FROM touched_remittance)
    GROUP BY transaction_id
)

SELECT coalesce(s.transaction_id, p.transaction_id) AS transaction_id, s.amount AS suspended, p.amount AS posted
FROM suspended AS s
FULL JOIN posted AS p ON s.transaction_id = p.transaction_id
WHERE coalesce(s.amount, 0) <> coalesce(p.amount, 0)
