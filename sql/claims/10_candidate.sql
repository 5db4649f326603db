-- id: claim_candidate
-- title: Encounters that may become claims tonight, and the coverages in force on their first day of service
-- reads: core.encounter, core.coding_assignment, core.coverage; the temporary tables claim_identity (client.yaml) and claim_payer (payers.yaml)

-- one row per encounter that is ready, that this stage held on an earlier night, or whose voided claim is
-- withdrawn tonight (claim_void; of these, no claim is decided)
CREATE OR REPLACE TEMP TABLE claim_candidate AS
SELECT
    e.received_id,
    e.batch_id,
    e.encounter_id,
    e.patient_id,
    e.financial_class,
    e.service_from,
    e.service_to,
    coalesce(a.value, e.place_of_service) AS place_of_service,
    e.rendering_npi,
    e.rendering_last_name,
    e.rendering_first_name,
    e.rendering_taxonomy,
    e.referring_npi,
    e.referring_last_name,
    e.referring_first_name,
    e.supervising_npi,
    e.supervising_last_name,
    e.supervising_first_name,
    e.facility_npi,
    e.facility_name,
    e.facility_address_line1,
    e.facility_city,
    e.facility_state,
    e.facility_postal_code,
    e.authorization_number,
    e.referral_number,
    e.accident_cause,
    e.accident_date,
    e.accident_state,
    e.onset_date,
    e.patient_paid,
    e.state,
    e.reason_code,
    e.reason,
    i.npi AS billing_npi,
    i.tax_id AS billing_tax_id,
    i.valid_from AS identity_from
FROM core.encounter AS e
-- what a person decided, or a rule for a visit at a distance that came without a place
LEFT JOIN core.coding_assignment AS a
    ON e.received_id = a.received_id AND a.field = 'place_of_service' AND a.is_assigned
LEFT JOIN claim_identity AS i
    ON e.service_from >= i.valid_from AND (i.valid_to IS NULL OR e.service_from <= i.valid_to)
WHERE
    e.state = 'ready'
    OR (
        e.state = 'held'
        AND e.reason_code IN (
            'no_billing_identity', 'no_coverage', 'coverage_order', 'unknown_payer', 'not_coded', 'no_diagnosis',
            'no_diagnosis_pointer', 'diagnosis_limit', 'line_limit', 'incomplete_claim', 'replacement_differs'
        )
    )
    OR e.received_id IN (SELECT v.received_id FROM claim_void AS v);

-- one row per encounter of an insured patient and coverage in force, payer_rank 1 first
CREATE OR REPLACE TEMP TABLE claim_coverage AS
SELECT
    c.received_id,
    v.coverage_id,
    v.payer_id,
    v.priority,
    v.member_id,
    v.group_number,
    v.group_name,
    v.relationship,
    v.subscriber_last_name,
    v.subscriber_first_name,
    v.subscriber_middle_name,
    v.subscriber_address_line1,
    v.subscriber_address_line2,
    v.subscriber_city,
    v.subscriber_state,
    v.subscriber_postal_code,
    p.name AS payer_name,
    p.filing_indicator,
    p.route,
    row_number() OVER (PARTITION BY c.received_id ORDER BY v.priority, v.coverage_id) AS payer_rank,
    count(*) OVER (PARTITION BY c.received_id, v.priority) AS same_priority
FROM claim_candidate AS c
INNER JOIN core.coverage AS v
    ON
        c.batch_id = v.batch_id
        AND c.patient_id = v.patient_id
        AND c.service_from >= v.effective_from
        AND (v.effective_to IS NULL OR c.service_from <= v.effective_to)
LEFT JOIN claim_payer AS p ON v.payer_id = p.payer_id
WHERE c.financial_class <> 'self_pay';
