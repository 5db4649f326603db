-- id: diagnosis_not_billable
-- title: ICD-10-CM header code: more characters are needed
-- severity: hold
-- source: ICD-10-CM Official Guidelines for Coding and Reporting FY2026 (CMS and NCHS, 2025-10-01), section I.B.2
-- since: 2015-10-01
-- day: service
-- sets: icd10cm
-- one row per diagnosis coded with a category or subcategory that is divided further

SELECT
    received_id,
    NULL AS line_number,
    concat('Diagnosis ', sequence, ': ', code, ' is a header; choose one of the codes below it') AS message
FROM edit_diagnosis
WHERE NOT billable AND seventh_characters IS NULL
