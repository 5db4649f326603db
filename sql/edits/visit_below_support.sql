-- id: visit_below_support
-- title: Visit billed below what the documented facts support
-- severity: warn
-- source: data_contracts/rules/visit_levels.yaml: 84 FR 62568 (2019-11-15), 87 FR 69404 (2022-11-18), CPT 2024 (2024-01-01)
-- since: 2021-01-01
-- day: service
-- sets: none
-- one row per visit whose billed level is lower than decision making or total time supports; a clinician decides

SELECT
    received_id,
    line_number,
    concat(
        'Line ', line_number, ': ', billed, ' was billed; ',
        CASE WHEN level_by_mdm = level THEN concat('decision making of grade ', grade) ELSE concat(total_minutes, ' minutes') END,
        ': enough for ', code
    ) AS message
FROM coding_visit
WHERE billed_level < level
