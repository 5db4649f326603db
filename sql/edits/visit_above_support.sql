-- id: visit_above_support
-- title: Visit billed above what the documented facts support
-- severity: warn
-- source: data_contracts/rules/visit_levels.yaml: 84 FR 62568 (2019-11-15), 87 FR 69404 (2022-11-18), CPT 2024 (2024-01-01)
-- since: 2021-01-01
-- day: service
-- sets: none
-- one row per visit whose billed level is higher than decision making and total time support; a clinician decides

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': ', billed, ' was billed; ',
        CASE WHEN grade IS NULL THEN '' ELSE concat('decision making of grade ', grade) END,
        CASE WHEN grade IS NOT NULL AND total_minutes IS NOT NULL THEN ' and ' ELSE '' END,
        coalesce(total_minutes || ' minutes', ''),
        ': enough for ', coalesce(code, 'no level')
    ) AS message
FROM coding_visit
WHERE billed_level > coalesce(level, 0) AND coalesce(grade, total_minutes) IS NOT NULL
