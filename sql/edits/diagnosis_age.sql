-- id: diagnosis_age
-- title: Diagnosis that does not fit the patient's age
-- severity: warn
-- source: CMS Definitions of Medicare Code Edits v43 (2025-10-01), age conflict; data_contracts/rules/diagnosis_patient.yaml
-- since: 2015-10-01
-- day: service
-- sets: none
-- one row per diagnosis for other ages than the patient's on the first day of service

SELECT DISTINCT
    d.received_id,
    NULL AS line_number,
    concat(
        'Diagnosis ', d.sequence, ': ', d.code, ' is for ages ', r.age_from, ' to ', r.age_to,
        '; check the birth date and the code'
    ) AS message
FROM edit_diagnosis AS d
INNER JOIN edit_encounter AS e ON d.received_id = e.received_id
INNER JOIN rule_diagnosis_patient AS r
    ON
        d.code BETWEEN r.code_from AND r.code_to || '~'
        AND d.service_from BETWEEN r.valid_from AND r.valid_to
WHERE r.rule = 'age' AND NOT date_sub('year', e.birth_date, e.service_from) BETWEEN r.age_from AND r.age_to
