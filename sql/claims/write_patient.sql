-- id: 837p_patient
-- title: 837P loops 2000C, 2010CA

-- one row per patient who is not the subscriber
SELECT
    p.route,
    p.st_index,
    p.provider_index,
    p.subscriber_index,
    p.patient_index,
    p.relationship,
    '1' AS entity_type,
    t.last_name AS last_or_organization_name,
    t.first_name,
    t.middle_name,
    t.suffix,
    t.address_line1,
    t.address_line2,
    t.city,
    t.state,
    replace(t.postal_code, '-', '') AS postal_code,
    nullif(t.country, 'US') AS country,
    t.birth_date,
    t.sex
FROM claim_plan AS p
INNER JOIN claim_candidate AS c ON p.received_id = c.received_id
INNER JOIN core.patient AS t ON c.batch_id = t.batch_id AND c.patient_id = t.patient_id
WHERE p.patient_index IS NOT NULL AND p.opens_level
ORDER BY p.route, p.st_index, p.patient_index;
