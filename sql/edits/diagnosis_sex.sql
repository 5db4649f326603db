-- id: diagnosis_sex
-- title: Diagnosis that does not fit the patient's sex
-- severity: warn
-- source: CMS Definitions of Medicare Code Edits v41, sex conflict, given up with 2024-10-01 (v42; by icdlist.com, unverified against CMS); Pub 100-04 chapter 32 section 240 (KX)
-- since: 2015-10-01
-- day: service
-- sets: none
-- one row per diagnosis for the other sex, on days before CMS gave that up; modifier KX on a line says that it is meant

SELECT DISTINCT
    d.received_id,
    NULL AS line_number,
    concat('Diagnosis ', d.sequence, ': ', d.code, ' is for the other sex; check both, or add modifier KX') AS message
FROM edit_diagnosis AS d
INNER JOIN edit_encounter AS e ON d.received_id = e.received_id
INNER JOIN rule_diagnosis_patient AS r
    ON
        d.code BETWEEN r.code_from AND r.code_to || '~'
        AND d.service_from BETWEEN r.valid_from AND r.valid_to
WHERE
    e.sex IN ('F', 'M')
    AND e.sex <> r.sex
    AND d.received_id NOT IN (
        SELECT s.received_id FROM edit_service AS s
        WHERE list_contains(s.modifiers, 'KX')
    )
