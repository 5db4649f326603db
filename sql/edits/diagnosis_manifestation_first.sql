-- id: diagnosis_manifestation_first
-- title: Manifestation code as first diagnosis
-- severity: hold
-- source: ICD-10-CM Official Guidelines for Coding and Reporting FY2026 (CMS and NCHS, 2025-10-01), section I.A.13
-- since: 2015-10-01
-- day: service
-- sets: icd10cm, icd10cm_notes
-- one row per encounter whose first diagnosis is a manifestation of a disease to be coded before it

SELECT
    received_id,
    NULL AS line_number,
    concat('Diagnosis ', sequence, ': ', code, ' is a manifestation; put the disease that causes it first') AS message
FROM edit_diagnosis
WHERE position = 1 AND is_manifestation
