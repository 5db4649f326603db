-- id: diagnosis_external_cause_first
-- title: External cause code as first diagnosis
-- severity: hold
-- source: ICD-10-CM Official Guidelines for Coding and Reporting FY2026 (CMS and NCHS, 2025-10-01), section I.C.20.a.6
-- since: 2015-10-01
-- day: service
-- sets: none
-- one row per encounter whose first diagnosis is an external cause (V00-Y99)

SELECT
    received_id,
    NULL AS line_number,
    concat('Diagnosis ', sequence, ': ', code, ' says how it happened; put the injury or illness first') AS message
FROM edit_diagnosis
WHERE position = 1 AND code BETWEEN 'V00' AND 'Y999ZZZ'
