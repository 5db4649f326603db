-- id: 837p_line
-- title: 837P loops 2400, 2410

-- one row per service line
SELECT
    p.route,
    p.st,
    p.provider,
    p.subscriber,
    p.patient,
    p.claim,
    l.line_number AS line,
    l.code,
    l.modifier1,
    l.modifier2,
    l.modifier3,
    l.modifier4,
    l.charge,
    l.unit_basis,
    l.units,
    nullif(split_part(l.diagnosis_pointers, ':', 1), '') AS pointer1,
    nullif(split_part(l.diagnosis_pointers, ':', 2), '') AS pointer2,
    nullif(split_part(l.diagnosis_pointers, ':', 3), '') AS pointer3,
    nullif(split_part(l.diagnosis_pointers, ':', 4), '') AS pointer4,
    CASE WHEN l.service_from = l.service_to THEN 'D8' ELSE 'RD8' END AS service_format,
    CASE
        WHEN l.service_from = l.service_to THEN strftime(l.service_from, '%Y%m%d')
        ELSE strftime(l.service_from, '%Y%m%d') || '-' || strftime(l.service_to, '%Y%m%d')
    END AS service_days,
    l.line_id,
    l.ndc,
    l.ndc_units,
    l.ndc_unit_basis
FROM claim_plan AS p
INNER JOIN core.claim_line AS l ON p.claim_id = l.claim_id
ORDER BY p.route, p.st, p.subscriber, p.claim, l.line_number;
