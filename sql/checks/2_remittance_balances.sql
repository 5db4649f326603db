-- id: remittance_balances
-- law: 2
-- title: BPR02 of a posted remittance = sum of CLP04 - sum of PLB, from its rows
-- scope: remittance
-- one row per remittance whose figures and rows disagree, or that is posted without balancing
WITH claims AS (
    SELECT remittance_id, sum(paid_amount) AS amount FROM core.remit_claim
    WHERE remittance_id IN (SELECT remittance_id FROM touched_remittance)
    GROUP BY remittance_id
),

provider AS (
    SELECT remittance_id, sum(amount) AS amount FROM core.provider_adjustment
    WHERE remittance_id IN (SELECT remittance_id FROM touched_remittance)
    GROUP BY remittance_id
)

SELECT r.remittance_id, r.paid_amount, c.amount AS claims, p.amount AS provider_adjustments
FROM core.remittance AS r
LEFT JOIN claims AS c ON r.remittance_id = c.remittance_id
LEFT JOIN provider AS p ON r.remittance_id = p.remittance_id
WHERE
    r.remittance_id IN (SELECT remittance_id FROM touched_remittance)
    AND (
        r.claims_amount <> coalesce(c.amount, 0)
        OR r.provider_adjustments <> coalesce(p.amount, 0)
        OR (r.status = 'posted' AND r.paid_amount <> r.claims_amount - r.provider_adjustments)
    )
