-- id: suspense_kept
-- law: 2
-- title: Suspense holds CLP04 of each suspended claim, BPR02 of each suspended remittance less the claims taken out of it, and no more
-- scope: remittance
-- one row per claim or remittance whose suspense differs
WITH suspended AS (
    SELECT 'suspense:claim' AS account, remit_claim_id AS held_id, paid_amount AS amount FROM core.remit_claim
    WHERE status = 'suspended' AND remittance_id IN (SELECT remittance_id FROM touched_remittance)
    UNION ALL
    SELECT 'suspense:transaction' AS account, r.remittance_id AS held_id, r.paid_amount - coalesce(sum(c.paid_amount), 0) AS amount
    FROM core.remittance AS r
    LEFT JOIN core.remit_claim AS c ON r.remittance_id = c.remittance_id AND c.status = 'posted'
    WHERE r.status = 'suspended' AND r.remittance_id IN (SELECT remittance_id FROM touched_remittance)
    GROUP BY r.remittance_id, r.paid_amount
),

posted AS (
    SELECT
        account,
        CASE account
            WHEN 'suspense:claim' THEN split_part(transaction_id, ':', 2) ELSE substr(split_part(transaction_id, ':', 2), 1, 21)
        END AS held_id,
        -sum(amount) AS amount
    FROM ledger.posting
    WHERE
        account IN ('suspense:claim', 'suspense:transaction')
        AND substr(split_part(transaction_id, ':', 2), 1, 21) IN (SELECT remittance_id FROM touched_remittance)
    GROUP BY ALL
)

SELECT coalesce(s.held_id, p.held_id) AS held_id, s.amount AS suspended, p.amount AS posted
FROM suspended AS s
FULL JOIN posted AS p ON s.account = p.account AND s.held_id = p.held_id
WHERE coalesce(s.amount, 0) <> coalesce(p.amount, 0)
