-- Modifiers of visits at a distance that came without one: the payer's own (payers.yaml), else rule telehealth_assignment.
-- Only visits (evaluation_management) get one; codes that are telehealth by themselves (98000-98016) need none.

INSERT INTO coding_assigned BY NAME
WITH visit AS (
    SELECT DISTINCT m.received_id, m.line_number
    FROM coding_mapped AS m
    LEFT JOIN coding_assigned AS a
        ON m.received_id = a.received_id AND m.line_number = a.line_number AND a.field = 'visit_code' AND a.is_assigned
    INNER JOIN rule_evaluation_management AS r
        ON
            coalesce(a.value, m.code) BETWEEN r.code_from AND r.code_to
            AND m.service_from BETWEEN r.valid_from AND r.valid_to
    WHERE
        (m.code_system = 'CPT' OR a.value IS NOT NULL)
        AND NOT m.is_decided
        AND coalesce(a.value, m.code) NOT BETWEEN '98000' AND '98016'
        AND NOT list_has_any(m.modifiers, ['93', '95', 'GT', 'GQ', 'FQ'])
        AND len(m.modifiers) < 4
)

SELECT
    v.received_id,
    v.line_number,
    'modifier' AS field,
    coalesce(p.value, r.modifier) AS value,
    TRUE AS is_assigned,
    concat('by ', c.modality, ', ', coalesce(p.said_by, e.payer_class)) AS fact,
    'telehealth_assignment' AS rule,
    'AMA CPT modifiers 95 (2017-01-01) and 93 (2022-01-01); 88 FR 78818 (2023-11-16)' AS source
FROM visit AS v
INNER JOIN edit_encounter AS e ON v.received_id = e.received_id
INNER JOIN core.encounter AS c ON v.received_id = c.received_id
LEFT JOIN coding_policy AS p ON v.received_id = p.received_id AND p.policy = 'telehealth_' || c.modality
LEFT JOIN rule_telehealth_assignment AS r
    ON
        c.modality = r.modality
        AND c.patient_location = r.patient_location
        AND e.payer_class IS NOT DISTINCT FROM r.payer_class
        AND e.service_from BETWEEN r.valid_from AND r.valid_to
-- where the practice gave another place, the modifier is its own matter, and the edits look at both
WHERE
    c.modality IN ('video', 'audio')
    AND coalesce(p.value, r.modifier, 'none') <> 'none'
    AND e.place_of_service IN ('02', '10')
ORDER BY v.received_id, v.line_number;
