-- id: contractual_posted
-- law: 2
-- title: The first payer's contractual adjustments, and nothing more, reduce its claim
-- scope: claim
-- one row per first claim and line (NULL: claim level) where the ledger differs from the remittances
WITH said AS (
    SELECT r.claim_id, l.line_id, sum(a.amount) AS amount
    FROM core.remit_claim AS r
    INNER JOIN touched_claim AS t ON r.claim_id = t.claim_id AND t.payer_rank = 1
    INNER JOIN core.remit_adjustment AS a ON r.remit_claim_id = a.remit_claim_id
    LEFT JOIN core.remit_line AS l ON a.remit_line_id = l.remit_line_id
    WHERE r.status = 'posted' AND a.posting = 'contractual'
    GROUP BY ALL
),

posted AS (
    SELECT p.claim_id, p.line_id, sum(p.amount) AS amount
    FROM ledger.posting AS p
    INNER JOIN touched_claim AS t ON p.claim_id = t.claim_id AND t.payer_rank = 1
    WHERE p.account = 'adjustment:contractual'
    GROUP BY ALL
)

SELECT
    coalesce(a.claim_id, b.claim_id) AS claim_id, coalesce(a.line_id, b.line_id) AS line_id,
    a.amount AS said, b.amount AS posted
FROM said AS a
FULL JOIN posted AS b ON a.claim_id = b.claim_id AND a.line_id IS NOT DISTINCT FROM b.line_id
WHERE coalesce(a.amount, 0) <> coalesce(b.amount, 0)
