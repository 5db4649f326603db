-- id: takeback_traced
-- law: 2
-- title: A takeback is what its provider-level adjustments put off, and is recovered by what they took
-- scope: remittance
-- one row per takeback whose amounts or status are not those of its steps, per adjustment whose steps are not its amount, and
-- per adjustment or takeback of another claim
WITH looked_at AS (
    SELECT DISTINCT s.remit_claim_id
    FROM core.takeback_step AS s
    INNER JOIN core.provider_adjustment AS a ON s.provider_adjustment_id = a.provider_adjustment_id
    WHERE a.remittance_id IN (SELECT remittance_id FROM touched_remittance)
    UNION
    SELECT t.remit_claim_id
    FROM core.takeback AS t
    INNER JOIN core.remit_claim AS c ON t.remit_claim_id = c.remit_claim_id
    WHERE c.remittance_id IN (SELECT remittance_id FROM touched_remittance)
),

step AS (
    SELECT
        remit_claim_id,
        coalesce(sum(amount) FILTER (WHERE step = 'postponed'), 0) AS postponed,
        coalesce(sum(amount) FILTER (WHERE step = 'recovered'), 0) AS recovered,
        coalesce(sum(amount) FILTER (WHERE step = 'refunded'), 0) AS refunded
    FROM core.takeback_step
    WHERE remit_claim_id IN (SELECT remit_claim_id FROM looked_at)
    GROUP BY remit_claim_id
),

adjusted AS (
    SELECT s.provider_adjustment_id, sum(s.amount) AS amount
    FROM core.takeback_step AS s
    WHERE s.remit_claim_id IN (SELECT remit_claim_id FROM looked_at)
    GROUP BY s.provider_adjustment_id
)

SELECT l.remit_claim_id AS offender
FROM looked_at AS l
LEFT JOIN core.takeback AS t ON l.remit_claim_id = t.remit_claim_id
LEFT JOIN core.remit_claim AS c ON l.remit_claim_id = c.remit_claim_id
LEFT JOIN step AS s ON l.remit_claim_id = s.remit_claim_id
WHERE
    t.claim_id IS DISTINCT FROM c.claim_id
    OR c.status_code IS DISTINCT FROM '22'
    OR t.amount IS DISTINCT FROM CASE WHEN s.postponed = 0 THEN s.refunded ELSE s.postponed END
    OR t.recovered_amount IS DISTINCT FROM s.recovered + CASE WHEN s.postponed = 0 THEN s.refunded ELSE 0 END
    OR (t.status = 'open') <> (t.recovered_amount < t.amount)
UNION ALL
SELECT a.provider_adjustment_id AS offender
FROM adjusted AS a
LEFT JOIN core.provider_adjustment AS p ON a.provider_adjustment_id = p.provider_adjustment_id
WHERE abs(p.amount) IS DISTINCT FROM a.amount
