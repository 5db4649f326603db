-- id: diagnosis_repeated
-- title: The same diagnosis twice in an encounter
-- severity: warn
-- source: ICD-10-CM Official Guidelines for Coding and Reporting FY2026 (CMS and NCHS, 2025-10-01), section I.B.12
-- since: 2015-10-01
-- day: service
-- sets: none
-- one row per diagnosis whose code came before in the encounter

SELECT
    received_id,
    NULL AS line_number,
    concat('Diagnosis ', sequence, ': ', code, ' came before; the claim has it once, and pointers follow') AS message
FROM edit_diagnosis
WHERE code IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY received_id, code ORDER BY sequence) > 1
