-- id: 837p_claim
-- title: 837P loops 2300, 2310A to 2310D

-- one row per claim
WITH codes AS (
    SELECT
        claim_id,
        list(code ORDER BY position) AS code
    FROM core.claim_diagnosis AS g
    SEMI JOIN claim_plan AS s ON g.claim_id = s.claim_id
    GROUP BY claim_id
)

SELECT
    p.route,
    p.st,
    p.provider,
    p.subscriber,
    p.patient,
    p.claim,
    p.claim_number,
    p.charge,
    c.place_of_service,
    '1' AS frequency,
    c.accident_cause,
    CASE WHEN c.accident_cause = 'AA' THEN c.accident_state END AS accident_state,
    c.onset_date,
    c.accident_date,
    nullif(c.patient_paid, 0) AS patient_paid,
    c.referral_number,
    c.authorization_number,
    d.code[1] AS diagnosis1,
    d.code[2] AS diagnosis2,
    d.code[3] AS diagnosis3,
    d.code[4] AS diagnosis4,
    d.code[5] AS diagnosis5,
    d.code[6] AS diagnosis6,
    d.code[7] AS diagnosis7,
    d.code[8] AS diagnosis8,
    d.code[9] AS diagnosis9,
    d.code[10] AS diagnosis10,
    d.code[11] AS diagnosis11,
    d.code[12] AS diagnosis12,
    c.referring_last_name,
    c.referring_first_name,
    c.referring_npi,
    CASE WHEN c.referring_npi IS NOT NULL THEN 'XX' END AS referring_qualifier,
    c.rendering_last_name,
    c.rendering_first_name,
    CASE WHEN c.rendering_npi <> p.billing_npi THEN c.rendering_npi END AS rendering_npi,
    CASE WHEN c.rendering_npi <> p.billing_npi THEN c.rendering_taxonomy END AS rendering_taxonomy,
    CASE WHEN coalesce(c.facility_npi, '') <> p.billing_npi THEN c.facility_name END AS facility_name,
    c.facility_npi,
    CASE WHEN c.facility_npi IS NOT NULL THEN 'XX' END AS facility_qualifier,
    c.facility_address_line1,
    c.facility_city,
    c.facility_state,
    replace(c.facility_postal_code, '-', '') AS facility_postal_code,
    c.supervising_last_name,
    c.supervising_first_name,
    c.supervising_npi,
    CASE WHEN c.supervising_npi IS NOT NULL THEN 'XX' END AS supervising_qualifier
FROM claim_plan AS p
INNER JOIN claim_candidate AS c ON p.received_id = c.received_id
INNER JOIN codes AS d ON p.claim_id = d.claim_id
ORDER BY p.route, p.st, p.subscriber, p.claim;
