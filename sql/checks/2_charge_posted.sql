-- id: charge_posted
-- law: 2
-- title: The ledger charges each line of an encounter's first claim once, by its charge, and nothing of a claim that was replaced
-- scope: claim
-- one row per claim line whose charge in the ledger differs
WITH posted AS (
    SELECT line_id, -sum(amount) AS charge FROM ledger.posting
    WHERE account = 'charges' AND claim_id IN (SELECT claim_id FROM touched_claim)
    GROUP BY line_id
),

billed AS (
    SELECT l.line_id, CASE WHEN t.live AND t.claim_id = t.first_claim_id AND c.origin = 'encounter' THEN l.charge ELSE 0 END AS charge
    FROM touched_claim AS t
    INNER JOIN core.claim AS c ON t.claim_id = c.claim_id
    INNER JOIN core.claim_line AS l ON t.claim_id = l.claim_id
)

SELECT coalesce(b.line_id, p.line_id) AS line_id, b.charge AS billed, p.charge AS posted
FROM billed AS b
FULL JOIN posted AS p ON b.line_id = p.line_id
WHERE coalesce(b.charge, 0) <> coalesce(p.charge, 0)
