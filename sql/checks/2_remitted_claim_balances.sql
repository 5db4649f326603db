-- id: remitted_claim_balances
-- law: 2
-- title: A remitted claim that posts balances, and so does each of its lines: charge - adjustments = paid
-- scope: remittance
-- one row per remitted claim, or line of one, that posts without balancing
WITH posting AS (
    SELECT remit_claim_id, charge_amount, paid_amount FROM core.remit_claim
    WHERE status = 'posted' AND remittance_id IN (SELECT remittance_id FROM touched_remittance)
),

adjusted AS (
    SELECT remit_claim_id, remit_line_id, sum(amount) AS amount FROM core.remit_adjustment
    WHERE remit_claim_id IN (SELECT remit_claim_id FROM posting)
    GROUP BY ALL
)

SELECT c.remit_claim_id, NULL AS remit_line_id, c.charge_amount - coalesce(sum(a.amount), 0) - c.paid_amount AS difference
FROM posting AS c
LEFT JOIN adjusted AS a ON c.remit_claim_id = a.remit_claim_id
GROUP BY c.remit_claim_id, c.charge_amount, c.paid_amount
HAVING c.charge_amount - coalesce(sum(a.amount), 0) <> c.paid_amount
UNION ALL
SELECT c.remit_claim_id, l.remit_line_id, l.charge_amount - coalesce(a.amount, 0) - l.paid_amount AS difference
FROM posting AS c
INNER JOIN core.remit_line AS l ON c.remit_claim_id = l.remit_claim_id
LEFT JOIN adjusted AS a ON l.remit_line_id = a.remit_line_id
WHERE l.charge_amount - coalesce(a.amount, 0) <> l.paid_amount
