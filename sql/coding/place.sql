-- Place of service: what a person decided; else, of visits at a distance that came without one, what the rule
-- telehealth_assignment says.

INSERT INTO coding_assigned BY NAME
SELECT
    e.received_id,
    NULL AS line_number,
    'place_of_service' AS field,
    r.place AS value,
    TRUE AS is_assigned,
    concat(
        'by ', c.modality, ', patient ', CASE c.patient_location WHEN 'home' THEN 'at home' ELSE 'elsewhere' END,
        ', ', coalesce(e.payer_class, 'no payer')
    ) AS fact,
    'telehealth_assignment' AS rule,
    'CMS CR 12427 (2021-10-13); 88 FR 78818 (2023-11-16)' AS source
FROM edit_encounter AS e
INNER JOIN core.encounter AS c ON e.received_id = c.received_id
INNER JOIN rule_telehealth_assignment AS r
    ON
        c.modality = r.modality
        AND c.patient_location = r.patient_location
        AND e.payer_class IS NOT DISTINCT FROM r.payer_class
        AND e.service_from BETWEEN r.valid_from AND r.valid_to
LEFT JOIN coding_decided AS k ON e.received_id = k.received_id AND k.part = 'place'
WHERE e.place_of_service IS NULL AND k.code IS NULL
ORDER BY e.received_id;

INSERT INTO coding_assigned BY NAME
SELECT
    received_id,
    NULL AS line_number,
    'place_of_service' AS field,
    code AS value,
    TRUE AS is_assigned,
    concat('correction ', correction_id) AS fact,
    'replace_place_of_service' AS rule,
    'decided by a person (core.correction)' AS source
FROM coding_decided
WHERE part = 'place'
ORDER BY received_id;

UPDATE edit_encounter
SET place_of_service = a.value
FROM coding_assigned AS a
WHERE edit_encounter.received_id = a.received_id AND a.field = 'place_of_service';
