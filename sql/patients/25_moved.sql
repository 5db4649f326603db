-- id: moved
-- title: What patients paid on a claim that was replaced goes with the visit to the claim in its place
-- one row per payment of a visit whose replacement was made tonight
UPDATE core.patient_payment AS p
SET claim_id = n.claim_id
FROM core.claim AS o
INNER JOIN core.claim AS n ON o.encounter_id = n.encounter_id
WHERE
    p.claim_id = o.claim_id
    AND o.replaced_on IS NOT NULL
    AND n.replaces IS NOT NULL AND n.created_on = getvariable('business_day') AND n.live AND n.payer_priority <= 1;
