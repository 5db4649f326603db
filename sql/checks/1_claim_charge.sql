-- id: claim_charge
-- law: 1
-- title: A claim charges the sum of its lines, and its lines the sum of the encounter's coded services
-- scope: claim
-- one row per claim that does not
WITH billed AS (
    SELECT claim_id, sum(charge) AS charge FROM core.claim_line
    WHERE claim_id IN (SELECT claim_id FROM touched_claim)
    GROUP BY claim_id
),

coded AS (
    SELECT received_id, sum(charge) AS charge FROM core.coded_service
    WHERE received_id IN (SELECT received_id FROM touched_claim)
    GROUP BY received_id
)

SELECT c.claim_id, c.charge, b.charge AS line_charges, s.charge AS coded_charges
FROM core.claim AS c
LEFT JOIN billed AS b ON c.claim_id = b.claim_id
LEFT JOIN coded AS s ON c.received_id = s.received_id
WHERE
    c.claim_id IN (SELECT claim_id FROM touched_claim)
    -- What was taken over from the system before was coded there; of a claim that was replaced the coding has changed.
    AND (c.charge IS DISTINCT FROM b.charge OR (c.origin = 'encounter' AND c.live AND c.charge IS DISTINCT FROM s.charge))
