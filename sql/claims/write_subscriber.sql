-- id: 837p_subscriber
-- title: 837P loops 2000B, 2010BA, 2010BB

-- one row per subscriber level; address, birth date and sex only of a subscriber who is the patient
SELECT
    p.route,
    p.st_index,
    p.provider_index,
    p.subscriber_index,
    'P' AS payer_rank,
    CASE WHEN p.patient_index IS NULL THEN '18' END AS relationship,
    v.group_number,
    CASE WHEN v.group_number IS NULL THEN v.group_name END AS group_name,
    v.filing_indicator,
    '1' AS entity_type,
    v.subscriber_last_name AS last_or_organization_name,
    v.subscriber_first_name AS first_name,
    v.subscriber_middle_name AS middle_name,
    t.suffix,
    'MI' AS member_qualifier,
    v.member_id,
    t.address_line1,
    t.address_line2,
    t.city,
    t.state,
    replace(t.postal_code, '-', '') AS postal_code,
    nullif(t.country, 'US') AS country,
    t.birth_date,
    t.sex,
    v.payer_name,
    'PI' AS payer_qualifier,
    v.payer_id
FROM claim_plan AS p
INNER JOIN claim_candidate AS c ON p.received_id = c.received_id
INNER JOIN claim_coverage AS v ON p.received_id = v.received_id AND p.coverage_id = v.coverage_id
LEFT JOIN core.patient AS t
    ON CASE WHEN p.patient_index IS NULL THEN c.batch_id END = t.batch_id AND c.patient_id = t.patient_id
WHERE p.opens_level
ORDER BY p.route, p.st_index, p.subscriber_index;
