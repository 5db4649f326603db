-- id: claim_once_per_payer
-- law: 1
-- title: An encounter has one live claim for each responsible payer
-- scope: encounter
-- one row per encounter and payer with more than one
SELECT received_id, payer_id, count(*) AS live_claims
FROM core.claim
WHERE live AND received_id IN (SELECT received_id FROM touched_encounter)
GROUP BY received_id, payer_id
HAVING count(*) > 1
