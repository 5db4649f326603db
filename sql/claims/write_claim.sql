-- id: 837p_claim
-- title: 837P loop 2300

-- one row per claim; no dataset speaks of signature, assignment, benefits and release: each claim says that the
-- provider signed, accepts assignment, is assigned the benefits, and may release information
SELECT
    p.route,
    p.st_index,
    p.provider_index,
    p.subscriber_index,
    p.patient_index,
    p.claim_index,
    p.claim_number,
    p.charge AS charge_amount,
    c.place_of_service,
    'B' AS facility_qualifier,
    p.frequency,
    p.payer_claim_number,
    'Y' AS provider_signature,
    'A' AS assignment,
    'Y' AS benefits_assigned,
    'Y' AS release,
    c.accident_cause,
    CASE WHEN c.accident_cause = 'AA' THEN c.accident_state END AS accident_state,
    c.onset_date,
    c.accident_date,
    nullif(c.patient_paid, 0) AS patient_paid_amount,
    c.referral_number,
    c.authorization_number
FROM claim_plan AS p
INNER JOIN claim_candidate AS c ON p.received_id = c.received_id
ORDER BY p.route, p.st_index, p.claim_index;
