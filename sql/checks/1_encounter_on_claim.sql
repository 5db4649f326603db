-- id: encounter_on_claim
-- law: 1
-- title: A claimed encounter is on a live claim, and no other encounter is
-- scope: encounter
-- one row per encounter whose state and claims disagree
SELECT e.received_id, e.state, count(c.claim_id) AS live_claims
FROM core.encounter AS e
LEFT JOIN core.claim AS c ON e.received_id = c.received_id AND c.live
WHERE e.received_id IN (SELECT received_id FROM touched_encounter)
GROUP BY e.received_id, e.state
HAVING (e.state = 'claimed') <> (count(c.claim_id) > 0)
