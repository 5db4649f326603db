-- id: opening_posted
-- law: 2
-- title: What was taken over from the system before is in the ledger once, line by line, as of its day of service
-- scope: claim
-- one row per claim line whose opening balance in the ledger differs
WITH posted AS (
    SELECT line_id, effective_on, -sum(amount) AS amount FROM ledger.posting
    WHERE account = 'opening' AND claim_id IN (SELECT claim_id FROM touched_claim)
    GROUP BY ALL
),

taken AS (
    SELECT o.line_id, l.service_from AS effective_on, o.open_amount AS amount
    FROM core.opening_balance AS o
    LEFT JOIN core.claim_line AS l ON o.line_id = l.line_id
    WHERE o.claim_id IN (SELECT claim_id FROM touched_claim)
)

SELECT coalesce(t.line_id, p.line_id) AS line_id, t.amount AS taken, p.amount AS posted
FROM taken AS t
FULL JOIN posted AS p ON t.line_id = p.line_id AND t.effective_on = p.effective_on
WHERE coalesce(t.amount, 0) <> coalesce(p.amount, 0)
