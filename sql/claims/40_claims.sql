-- id: claims
-- title: The claims of the candidates that are not held
-- reads: claim_decision, claim_candidate, claim_night

-- one row per claim
INSERT INTO core.claim BY NAME
SELECT
    d.claim_id,
    c.received_id,
    c.encounter_id,
    c.patient_id,
    CASE WHEN d.self_pay THEN 'patient' ELSE 'insurer' END AS party,
    d.payer_id,
    d.coverage_id,
    CASE WHEN d.self_pay THEN 0 ELSE 1 END AS payer_priority,
    d.billing_npi,
    d.billing_tax_id,
    c.rendering_npi,
    c.place_of_service,
    c.service_from,
    c.service_to,
    d.charge,
    coalesce(c.patient_paid, 0) AS patient_paid,
    n.day AS created_on,
    TRUE AS live,
    d.generation,
    d.replaces
FROM claim_decision AS d
INNER JOIN claim_candidate AS c ON d.received_id = c.received_id
CROSS JOIN claim_night AS n
WHERE d.hold IS NULL
ORDER BY d.claim_id;
