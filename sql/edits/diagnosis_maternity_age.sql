-- id: diagnosis_maternity_age
-- title: Pregnancy diagnosis outside the ages of maternity
-- severity: warn
-- source: CMS Definitions of Medicare Code Edits v43, age conflict, maternity 9 to 64 years (2025-10-01)
-- since: 2015-10-01
-- day: service
-- one row per diagnosis of chapter 15 (O00-O9A) of a patient younger than 9 or older than 64 years

SELECT
    d.received_id,
    NULL AS line_number,
    concat('Diagnosis ', d.sequence, ': ', d.code, ' is for ages 9 to 64; check the birth date and the code') AS message
FROM edit_diagnosis AS d
INNER JOIN edit_encounter AS e ON d.received_id = e.received_id
WHERE
    d.code LIKE 'O%'
    AND NOT date_sub('year', e.birth_date, e.service_from) BETWEEN 9 AND 64
