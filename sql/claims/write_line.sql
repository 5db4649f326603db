-- id: 837p_line
-- title: 837P loops 2400, 2410

-- one row per service line
SELECT
    p.route,
    p.st_index,
    p.claim_index,
    l.line_number - 1 AS line_index,
    l.line_number,
    'HC' AS code_qualifier,
    l.code,
    l.modifier1,
    l.modifier2,
    l.modifier3,
    l.modifier4,
    l.charge AS charge_amount,
    l.unit_basis,
    l.units,
    nullif(split_part(l.diagnosis_pointers, ':', 1), '') AS pointer1,
    nullif(split_part(l.diagnosis_pointers, ':', 2), '') AS pointer2,
    nullif(split_part(l.diagnosis_pointers, ':', 3), '') AS pointer3,
    nullif(split_part(l.diagnosis_pointers, ':', 4), '') AS pointer4,
    l.service_from,
    nullif(l.service_to, l.service_from) AS service_to,
    l.line_id AS line_control,
    CASE WHEN l.ndc IS NOT NULL THEN 'N4' END AS ndc_qualifier,
    l.ndc,
    CASE WHEN l.ndc IS NOT NULL THEN l.ndc_units END AS ndc_units,
    CASE WHEN l.ndc IS NOT NULL THEN l.ndc_unit_basis END AS ndc_unit_basis
FROM claim_plan AS p
INNER JOIN core.claim_line AS l ON p.claim_id = l.claim_id
ORDER BY p.route, p.st_index, p.claim_index, line_index;
