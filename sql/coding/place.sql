-- Place of service of visits at a distance that came without one: rule telehealth_assignment.

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
WHERE e.place_of_service IS NULL
ORDER BY e.received_id;

UPDATE edit_encounter
SET place_of_service = a.value
FROM coding_assigned AS a
WHERE edit_encounter.received_id = a.received_id AND a.field = 'place_of_service';
