-- id: payment_posted
-- law: 2
-- title: Each line is settled by what its payers paid for it
-- scope: claim
-- one row per claim and line (NULL: claim level) where cash in transit differs from the remitted payments
WITH remitted AS (
    SELECT r.remit_claim_id, r.claim_id, r.paid_amount
    FROM core.remit_claim AS r
    INNER JOIN touched_claim AS t ON r.claim_id = t.claim_id
    WHERE r.status = 'posted'
),

by_line AS (
    SELECT r.remit_claim_id, r.claim_id, l.line_id, l.paid_amount
    FROM remitted AS r
    INNER JOIN core.remit_line AS l ON r.remit_claim_id = l.remit_claim_id
),

part AS (
    SELECT claim_id, line_id, paid_amount AS amount FROM by_line
    UNION ALL
    SELECT claim_id, NULL AS line_id, paid_amount AS amount FROM remitted
    UNION ALL
    SELECT claim_id, NULL AS line_id, -paid_amount AS amount FROM by_line
),

paid AS (
    SELECT claim_id, line_id, sum(amount) AS amount FROM part
    GROUP BY ALL
),

posted AS (
    SELECT p.claim_id, p.line_id, sum(p.amount) AS amount
    FROM ledger.posting AS p
    INNER JOIN touched_claim AS t ON p.claim_id = t.claim_id
    -- Provider-level adjustments have a check of their own.
    WHERE p.account = 'cash:in_transit' AND p.rule NOT IN ('provider_adjustment', 'takeback_allocated')
    GROUP BY ALL
)

SELECT
    coalesce(a.claim_id, b.claim_id) AS claim_id, coalesce(a.line_id, b.line_id) AS line_id,
    a.amount AS remitted, b.amount AS posted
FROM paid AS a
FULL JOIN posted AS b ON a.claim_id = b.claim_id AND a.line_id IS NOT DISTINCT FROM b.line_id
WHERE coalesce(a.amount, 0) <> coalesce(b.amount, 0)
