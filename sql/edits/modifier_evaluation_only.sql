-- id: modifier_evaluation_only
-- title: Modifier 24, 25 or 57 on a service that is no evaluation and management
-- severity: hold
-- source: CMS NCCI Policy Manual for Medicare chapter I.D and I.E (2025-01-01); ranges in data_contracts/rules/evaluation_management.yaml
-- since: 2003-10-16
-- day: service
-- sets: none
-- one row per CPT line with modifier 24, 25 or 57 outside the ranges of evaluation and management

SELECT
    s.received_id,
    s.line_number,
    concat('Line ', s.line_number, ': modifier 24, 25 or 57 belongs to a visit, not to ', s.code) AS message
FROM edit_service AS s
LEFT JOIN rule_evaluation_management AS r
    ON
        s.code BETWEEN r.code_from AND r.code_to
        AND s.service_from BETWEEN r.valid_from AND r.valid_to
WHERE s.code_system = 'CPT' AND list_has_any(s.modifiers, ['24', '25', '57']) AND r.code_from IS NULL
