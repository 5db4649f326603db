-- id: 837p_subscriber
-- title: 837P loops 2000B, 2010BA, 2010BB

-- one row per subscriber level
SELECT
    p.route,
    p.st,
    p.provider,
    p.subscriber,
    'P' AS payer_rank,
    CASE WHEN v.relationship = '18' THEN '18' END AS self_code,
    v.group_number,
    CASE WHEN v.group_number IS NULL THEN v.group_name END AS group_name,
    v.filing_indicator,
    v.subscriber_last_name AS last_name,
    v.subscriber_first_name AS first_name,
    v.subscriber_middle_name AS middle_name,
    CASE WHEN v.relationship = '18' THEN t.suffix END AS suffix,
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
    v.payer_id
FROM claim_plan AS p
INNER JOIN claim_candidate AS c ON p.received_id = c.received_id
INNER JOIN claim_coverage AS v ON p.received_id = v.received_id AND p.coverage_id = v.coverage_id
INNER JOIN core.patient AS t ON c.batch_id = t.batch_id AND c.patient_id = t.patient_id
WHERE p.claim = 1
ORDER BY p.route, p.st, p.subscriber;
